"""Every setting, read from the environment, top to bottom. `.env.example` lists them all.

Order of sources: the environment, then `.env` beside manage.py (optional), then `keys.env` in VAR_DIR
(made by `python -m metoo_wall.keys`). Nothing here has a secret for a default.
"""

from datetime import timedelta
from pathlib import Path

from metoo_wall.keys import MAKERS as KEY_NAMES
from metoo_wall.languages import SHIPPED, SOURCE, WRITTEN, choices
from metoo_wall.reading import (
    Environment,
    cache,
    database,
    mail_server,
    named_keys,
    replica,
    retention,
    text_keys,
)

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
env.read_env(BASE_DIR / ".env")
VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var").resolve()
KEYS_FILE = Path(env.str("KEYS_FILE", default="") or VAR_DIR / "keys.env").resolve()
KEYS_FROM_FILE = frozenset(KEY_NAMES) - env.ENVIRON.keys()  # the others stand in the environment
env.read_env(KEYS_FILE)

# Keys. Lists begin with the newest; older ones stay while anything was made with them.
SECRET_KEY = env.str("SECRET_KEY", default="")
TEXT_KEYS = text_keys(env.list("TEXT_KEYS", default=[]))
RECEIPT_KEYS = named_keys(env.list("RECEIPT_KEYS", default=[]))
LOG_KEYS = named_keys(env.list("LOG_KEYS", default=[]), "LOG_KEYS")

# Backups: to whose public key (age1…), and where they stand with the file of what left the wall.
BACKUP_RECIPIENT = env.str("BACKUP_RECIPIENT", default="")
BACKUP_DIR = Path(env.str("BACKUP_DIR", default="") or VAR_DIR / "backups").resolve()
REMOVALS_FILE = BACKUP_DIR / "removals.txt"

# One mail a day, of numbers: through which server (smtp://user:password@host:25), from whom, to whom.
vars().update(mail_server(env.str("EMAIL_URL", default="")))
EMAIL_TIMEOUT = 30
DIGEST_FROM = env.str("DIGEST_FROM", default="")
DIGEST_TO = env.list("DIGEST_TO", default=[])
DIGEST_LANGUAGE = env.str("DIGEST_LANGUAGE", default="en")

# The site and what it promises.
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
FRONT = env.bool("FRONT", default=False)  # public pages only, from public tables only
SITE_NAME = env.str("SITE_NAME", default="The Quilt")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
ADMIN_PATH = env.str("ADMIN_PATH", default="admin").strip("/")
EXIT_URL = env.str("EXIT_URL", default="https://en.wikipedia.org/")
ONION_LOCATION = env.str("ONION_LOCATION", default="")
DEFAULT_COUNTRY = env.str("DEFAULT_COUNTRY", default="")
COUNTRIES_FIRST = env.list("COUNTRIES_FIRST", default=[])
QUIET_NAVIGATION = env.bool("QUIET_NAVIGATION", default=True)
HOLD_BARE_POSTS = env.bool("HOLD_BARE_POSTS", default=False)
FORM_MIN_SECONDS = env.int("FORM_MIN_SECONDS", default=3)
FORM_MAX_HOURS = 12
# How long each kind is kept: `purge` keeps to it, and /what-we-hold/ says it.
RETENTION = retention(env.dict("RETENTION", default={}))
HTTPS = env.bool("HTTPS", default=False)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
PORT = env.int("PORT", default=8000)
METRICS_PORT = env.int("METRICS_PORT", default=0)

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
    "django_otp_webauthn",
    "axes",
    "stories.apps.StoriesConfig",
    "resources.apps.ResourcesConfig",
]

MIDDLEWARE = [
    "metoo_wall.middleware.SafeHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "metoo_wall.copies.front_only.FrontOnlyMiddleware",
    "metoo_wall.sessions.StaffSessionMiddleware",
    "metoo_wall.middleware.LanguageMiddleware",
    "metoo_wall.middleware.CharsetMiddleware",
    "metoo_wall.middleware.MethodPageMiddleware",
    "metoo_wall.middleware.NoAnswerNowMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
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

# Helplines' own numbers, which no hint points at. `stories` may not import `resources`: the site joins them.
KNOWN_NUMBERS = "resources.known.numbers"

# Data.
DATABASES = {"default": database(env, VAR_DIR), **replica(env)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SIGN_IN_REST = timedelta(minutes=15)
CACHES = {
    "default": cache(env),
    # Wrong passwords are counted in memory that the workers of a machine share, never in Redis.
    "sign_in": {
        "BACKEND": "metoo_wall.staff_accounts.lockout.SharedCounts",
        "TIMEOUT": SIGN_IN_REST.total_seconds(),
    },
}
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
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "metoo_wall.staff_accounts.backends.RoleBackend",
]
# Five wrong passwords for one name from one place, then a rest. No address anywhere (lockout.py).
DATABASE_ROUTERS = [
    "metoo_wall.staff_accounts.lockout.NoAddressTables",
    "metoo_wall.copies.nearby.ReadNearby",
]
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_CACHE = "sign_in"
AXES_CLIENT_IP_CALLABLE = "metoo_wall.staff_accounts.lockout.bucket_of"
AXES_CLIENT_STR_CALLABLE = "metoo_wall.staff_accounts.lockout.somebody"
AXES_LOCKOUT_CALLABLE = "metoo_wall.staff_accounts.lockout.locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = SIGN_IN_REST
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Passkeys stand beside a password. The address that a browser asked is the one they belong to (passkeys.py).
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
OTP_WEBAUTHN_HELPER_CLASS = "metoo_wall.staff_accounts.passkeys.PasskeyHelper"
OTP_WEBAUTHN_RP_NAME = SITE_NAME
OTP_WEBAUTHN_RP_ID_CALLABLE = "metoo_wall.staff_accounts.passkeys.host_of"

# What every answer says is in metoo_wall/middleware.py, which does the work of the two middlewares
# of Django that these checks ask for.
SECURE_HSTS_SECONDS = 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# otp_webauthn.E030 asks for a list of addresses; passkeys.py takes the one that ALLOWED_HOSTS let in.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002", "otp_webauthn.E030"]

# Languages. English has no prefix; the others live under their own.
LANGUAGE_CODE = SOURCE
LANGUAGES = choices(SHIPPED)
MODELTRANSLATION_LANGUAGES = WRITTEN
MODELTRANSLATION_DEFAULT_LANGUAGE = SOURCE
MODELTRANSLATION_FALLBACK_LANGUAGES = (SOURCE,)
FORMAT_MODULE_PATH = "metoo_wall.formats"
LOCALE_PATHS = [VAR_DIR / "locale"]  # compiled from locale/ by `prepare` (catalogues.py)
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "metoo_wall.joining.JoinedFinder",
]
WHITENOISE_ROOT = (
    BASE_DIR / "metoo_wall" / "at_root"
)  # the icon, which browsers ask for by themselves
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
