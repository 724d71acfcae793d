"""The benchmark: as production, but on loopback without TLS, and without anything stored between requests."""

from .production import *  # noqa: F403
from .production import LOGGING as _LOGGING

ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "cms.bench.urls"
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},  # no response and no fragment is kept
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}
LOGGING = _LOGGING | {
    "root": {"handlers": ["console"], "level": "ERROR"},
    "loggers": {name: {"level": "ERROR"} for name in ("django.request", "django_tasks", "django_tasks_db")},
}
BENCH_DATA = True
