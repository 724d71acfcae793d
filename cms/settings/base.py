"""Settings that hold everywhere. The environment is read here, once; the other modules hold differences only."""

from datetime import timedelta
from pathlib import Path

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from cms.database import database_settings
from cms.settings.environment import Environment
from cms.settings.oidc import oidc_apps, oidc_origins

ENV = Environment()
BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(ENV.text("VAR_DIR") or BASE_DIR / "var")

# --- Identity -------------------------------------------------------------------------------------

SECRET_KEY = ENV.text("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = ENV.items("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = ENV.items("CSRF_TRUSTED_ORIGINS")
WAGTAIL_SITE_NAME = "Petits centres | Small Centres"
WAGTAILADMIN_BASE_URL = ENV.text("BASE_URL", "http://localhost:8000")
WAGTAILAPI_BASE_URL = WAGTAILADMIN_BASE_URL

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "members.User"

INSTALLED_APPS = [
    "wagtail.contrib.redirects",  # before cms: a slug that changed has its redirect before workers read again
    "home",
    "events",
    "resources",
    "members",
    "cms",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "members.apps.PeopleAppConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "post_office",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "cms.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.ContentSecurityPolicyMiddleware",
    "cms.middleware.BadRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.VisitorLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cms.middleware.PrivateCacheMiddleware",
    "cms.middleware.MaintenanceMiddleware",
    "members.accounts.middleware.SecondFactorMiddleware",
    "cms.middleware.AdminDoorMiddleware",
    "cms.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context_processors.portal",
            ],
        },
    },
]
FORM_RENDERER = "cms.fields.FormRenderer"

# --- Data -----------------------------------------------------------------------------------------

DATABASES = database_settings(ENV.values)
REDIS_URL = ENV.text("REDIS_URL")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cms_cache"}
    ),
    # Wagtail keeps its image renditions here; each worker may have its own copy.
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- Languages, dates (DOMAIN.md, "French and English in Canada") ----------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]
FORMAT_MODULE_PATH = "cms.formats"
USE_TZ = True
TIME_ZONE = "America/Edmonton"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True

WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
DEEPL_API_KEY = ENV.text("DEEPL_API_KEY")
if DEEPL_API_KEY:
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "cms.translation.PortalDeepLTranslator",
        "OPTIONS": {"AUTH_KEY": DEEPL_API_KEY, "FORMALITY": "prefer_more", "TIMEOUT": 30},
    }

#: Whether the links of the toolkit to elsewhere are checked; production asks unless told not to.
LINK_CHECK = ENV.boolean("LINK_CHECK")

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
PRIVATE_ACCEL_REDIRECT = ENV.text("PRIVATE_ACCEL_REDIRECT")  # e.g. "/protected/", behind nginx
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "images": {"BACKEND": "cms.storage.ImageFileSystemStorage"},
    "private": {"BACKEND": "cms.storage.PrivateFileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.storage.StaticStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page editor sends one for each block

WAGTAILIMAGES_IMAGE_MODEL = "cms.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.PortalImageForm"
WAGTAILIMAGES_RENDITION_STORAGE = "images"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40 * 1_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"gif": "webp", "png": "webp", "jpeg": "webp", "avif": "avif", "webp": "webp"}
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_WEBP_QUALITY = 78
WAGTAILDOCS_DOCUMENT_MODEL = "cms.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.forms.PortalDocumentForm"
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "epub", "ics", "mp3", "mp4", "odt", "pdf", "pptx", "txt", "vtt", "webm", "xlsx", "zip")
]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf", "text/vtt", "video/mp4", "video/webm", "audio/mpeg"]

# --- Wagtail --------------------------------------------------------------------------------------

WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_AUTOSAVE_INTERVAL = 2000  # milliseconds after a change
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_FRONTEND_LOGIN_URL = reverse_lazy("account_login")
WAGTAILADMIN_LOGIN_URL = reverse_lazy("account_login")
WAGTAILADMIN_NOTIFICATION_USE_HTML = True
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILEMBEDS_RESPONSIVE_HTML = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {
            "features": ["h3", "h4", "bold", "italic", "superscript", "ol", "ul", "link", "document-link", "hr"]
        },
    },
    "inline": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "superscript", "link", "document-link"]},
    },
}

# --- Accounts -------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "members.accounts.passwords.KnownPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SECRET_KEY_FALLBACKS = ENV.items("SECRET_KEY_FALLBACKS")
ACCOUNT_ADAPTER = "members.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "members.accounts.forms.SignInForm",
    "signup": "members.accounts.forms.SignUpForm",
    "add_email": "members.accounts.forms.EmailForm",
    "change_password": "members.accounts.forms.PasswordChangeForm",
    "set_password": "members.accounts.forms.PasswordSetForm",
    "reset_password": "members.accounts.forms.PasswordResetForm",
    "reset_password_from_key": "members.accounts.forms.PasswordResetKeyForm",
    "reauthenticate": "members.accounts.forms.PasswordConfirmForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one takes its place once it is confirmed
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,5/h/key"}

MFA_ADAPTER = "members.accounts.mfa.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "members.accounts.forms.CodeForm",
    "reauthenticate": "members.accounts.forms.CodeConfirmForm",
    "activate_totp": "members.accounts.forms.AppForm",
    "add_webauthn": "members.accounts.forms.PasskeyForm",
    "authenticate_webauthn": "members.accounts.forms.PasskeyAuthenticateForm",
    "login_webauthn": "members.accounts.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "members.accounts.forms.PasskeyConfirmForm",
    "edit_webauthn": "members.accounts.forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks may differ by a step of 30 seconds; members.accounts.forms refuses a code twice
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody is signed in without a verified address; a new one may be on its way
MFA_ENCRYPTION_KEYS = ENV.items("MFA_ENCRYPTION_KEYS")  # the first encrypts, all decrypt; without any, SECRET_KEY does

SOCIALACCOUNT_ADAPTER = "members.accounts.oidc.OtherAccountAdapter"
OIDC_APPS = oidc_apps(ENV)
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC_APPS, "OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False  # the address is compared anew each time; nothing is kept
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""

# --- Mail -----------------------------------------------------------------------------------------

EMAIL_BACKEND = "post_office.EmailBackend"
POST_OFFICE = {
    "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    "DEFAULT_PRIORITY": "medium",
    "MAX_RETRIES": 5,
    "RETRY_INTERVAL": timedelta(minutes=5),
    "LOG_LEVEL": 1,
    "MESSAGE_ID_ENABLED": True,
    "FILE_STORAGE": "private",  # what is attached to a mail is its reader's
}
EMAIL_HOST = ENV.text("EMAIL_HOST", "localhost")
EMAIL_PORT = ENV.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = ENV.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = ENV.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = ENV.boolean("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = ENV.text("DEFAULT_FROM_EMAIL", "portail@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Security -------------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cms.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'", *oidc_origins(OIDC_APPS)],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
    }
}
ADMIN_CONTENT_SECURITY_POLICY = {  # as strict as Wagtail's editor allows: it writes inline scripts and styles
    "default-src": ["'none'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "media-src": ["'self'"],
    "connect-src": ["'self'"],
    "frame-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'self'"],
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews pages in a frame of its own admin

MAINTENANCE_FILE = VAR_DIR / "maintenance"  # while this file exists, the public sees the maintenance page
DEMO_MAIL = False
BENCH_DATA = False  # whether `manage.py bench_data` may fill the database with invented rows
BENCH_RESOURCES = ENV.number("BENCH_RESOURCES", 10_000)  # how many of them are resources of the toolkit
BENCH_EVENTS = ENV.number("BENCH_EVENTS", 5_000)  # how many of them are events
COMPONENT_GALLERY = False  # every component on one page: in development and in the tests
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # X-Frame-Options: the admin shows previews in a frame of its own
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": ENV.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"propagate": True},
        "fontTools": {"level": "WARNING"},  # a dozen lines for each certificate
        "wagtail.contrib.redirects": {"level": "WARNING"},  # one line for each page that moves
    },
}
