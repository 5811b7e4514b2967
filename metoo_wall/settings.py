"""Every setting, read from the environment, top to bottom. `.env.example` lists them all.

Order of sources: the environment, then `.env` beside manage.py (optional), then `keys.env` in VAR_DIR
(made by `python -m metoo_wall.keys`). Nothing here has a secret for a default.
"""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from metoo_wall.reading import Environment, cache, database, named_keys, text_keys

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
env.read_env(BASE_DIR / ".env")
VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var").resolve()
env.read_env(VAR_DIR / "keys.env")

# Keys. Lists begin with the newest; older ones stay while anything was made with them.
SECRET_KEY = env.str("SECRET_KEY", default="")
TEXT_KEYS = text_keys(env.list("TEXT_KEYS", default=[]))
RECEIPT_KEYS = named_keys(env.list("RECEIPT_KEYS", default=[]))

# The site and what it promises.
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SITE_NAME = env.str("SITE_NAME", default="The Quilt")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
ADMIN_PATH = env.str("ADMIN_PATH", default="admin").strip("/")
EXIT_URL = env.str("EXIT_URL", default="https://en.wikipedia.org/")
ONION_LOCATION = env.str("ONION_LOCATION", default="")
DEFAULT_COUNTRY = env.str("DEFAULT_COUNTRY", default="")
QUIET_NAVIGATION = env.bool("QUIET_NAVIGATION", default=True)
HOLD_BARE_POSTS = env.bool("HOLD_BARE_POSTS", default=False)
FORM_MIN_SECONDS = env.int("FORM_MIN_SECONDS", default=3)
FORM_MAX_HOURS = 12
HTTPS = env.bool("HTTPS", default=False)
PORT = env.int("PORT", default=8000)

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which asks for its registrations
    "metoo_wall.apps.MetooWallConfig",
    "metoo_wall.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "stories.apps.StoriesConfig",
    "resources.apps.ResourcesConfig",
]

MIDDLEWARE = [
    "metoo_wall.middleware.SafeHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "metoo_wall.sessions.StaffSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "metoo_wall.middleware.CharsetMiddleware",
    "metoo_wall.middleware.MethodPageMiddleware",
    "metoo_wall.middleware.DatabaseAwayMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "metoo_wall.urls"
WSGI_APPLICATION = "metoo_wall.wsgi.application"

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
                "metoo_wall.context.site",
            ],
        },
    }
]
FORM_RENDERER = "metoo_wall.forms.HouseFormRenderer"

# Data.
DATABASES = {"default": database(env, VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": cache(env)}
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS = ["metoo_wall.uploads.RefuseFiles"]

# Staff.
AUTH_USER_MODEL = "metoo_wall.StaffAccount"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_HASHERS = ["metoo_wall.passwords.Argon2AtOwaspCost"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Secure-staff" if HTTPS else "staff"
SESSION_COOKIE_PATH = f"/{ADMIN_PATH}/"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "metoo_wall.views.csrf_failure"
OTP_TOTP_ISSUER = SITE_NAME

# What every answer says is in metoo_wall/middleware.py, which does the work of the two middlewares
# of Django that these checks ask for.
SECURE_HSTS_SECONDS = 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002"]

# Languages. English has no prefix; the others live under their own.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
MODELTRANSLATION_LANGUAGES = ("en", "es", "fr", "ar")
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Logs name events and modules. No address, no body, no token: tests/rules proves it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"nameless": {"()": "metoo_wall.logs.Nameless"}},
    "formatters": {"line": {"()": "metoo_wall.logs.OneLine"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["nameless"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # a page that is not there is no event
        "psycopg.pool": {"level": "ERROR"},
        "django.server": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
