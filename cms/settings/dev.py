"""Development on one's own machine: reloading, errors shown, mail readable at /demo/mail/."""

from .base import *  # noqa: F403
from .base import SECRET_KEY as _SECRET_KEY
from .base import STORAGES as _STORAGES

DEBUG = True
SECRET_KEY = _SECRET_KEY or "a key for development only, of no worth anywhere else: not secret at all"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STORAGES = {**_STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
POST_OFFICE = {
    "BACKENDS": {"default": "cms.mail.KeptMailBackend"},
    "DEFAULT_PRIORITY": "now",
    "FILE_STORAGE": "private",
}
DEMO_MAIL = True
COMPONENT_GALLERY = True
BENCH_DATA = True
