"""The WSGI entry point that the production server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = get_wsgi_application()

# What is loaded by now stays for the life of the worker: the collector need not look at it with each request.
gc.collect()
gc.freeze()
