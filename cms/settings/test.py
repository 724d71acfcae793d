"""The tests: quick password hashing, mail sent at once, files in a folder of their own."""

from typing import Any, cast

from .base import *  # noqa: F403
from .base import BASE_DIR
from .base import INSTALLED_APPS as _INSTALLED_APPS
from .base import LOGGING as _LOGGING
from .base import POST_OFFICE as _POST_OFFICE
from .base import STORAGES as _STORAGES

SECRET_KEY = "a key for the tests only"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
INSTALLED_APPS = [*_INSTALLED_APPS, "tests.records"]
MIGRATION_MODULES = {"records": None}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
VAR_DIR = BASE_DIR / "var" / "tests"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
MAINTENANCE_FILE = VAR_DIR / "maintenance"
STORAGES = {**_STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
POST_OFFICE = {
    **_POST_OFFICE,
    "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"},
    "DEFAULT_PRIORITY": "now",
}
COMPONENT_GALLERY = True
# Each save is followed by tasks, and each of them would tell of itself twice.
LOGGING = {**_LOGGING, "loggers": {**cast("dict[str, Any]", _LOGGING["loggers"]), "django_tasks": {"level": "WARNING"}}}
