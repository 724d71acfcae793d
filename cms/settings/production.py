"""Production: refuses to start without its secrets, speaks HTTPS only, logs JSON."""

from .base import *  # noqa: F403
from .base import ENV as _ENV
from .base import WAGTAILADMIN_BASE_URL as _BASE_URL

SECRET_KEY = _ENV.required("SECRET_KEY")
_ENV.required("DATABASE_URL")
_ENV.required("ALLOWED_HOSTS")
_ENV.required("BASE_URL")
_ENV.required("EMAIL_HOST")
_ENV.required("DEFAULT_FROM_EMAIL")

LINK_CHECK = _ENV.boolean("LINK_CHECK", True)
CSRF_TRUSTED_ORIGINS = _ENV.items("CSRF_TRUSTED_ORIGINS") or [_BASE_URL]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SECURE_SSL_REDIRECT = _ENV.boolean("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if _ENV.boolean("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the last address in X-Forwarded-For is the visitor's; limits count by it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "cms.logs.RequestIdFilter"}},
    "formatters": {"json": {"()": "cms.logs.JsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]},
    },
    "root": {"handlers": ["console"], "level": _ENV.text("LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.request": {"level": "ERROR"}},
}
