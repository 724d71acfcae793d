"""The demo that `make demo` serves: as production, on http://localhost, with its mail kept to be read."""

from .base import *  # noqa: F403
from .base import ENV as _ENV

SECRET_KEY = _ENV.required("SECRET_KEY")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
POST_OFFICE = {
    "BACKENDS": {"default": "cms.mail.KeptMailBackend"},
    "DEFAULT_PRIORITY": "now",
    "FILE_STORAGE": "private",
}
DEMO_MAIL = True
