"""The settings under test: the real ones, with keys and a VAR_DIR that belong to the tests alone."""

import base64
import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("TEXT_KEYS", base64.urlsafe_b64encode(b"t" * 32).decode())
os.environ.setdefault("RECEIPT_KEYS", "k1:" + base64.urlsafe_b64encode(b"r" * 32).decode())
os.environ.setdefault("LOG_KEYS", "k1:" + base64.urlsafe_b64encode(b"l" * 32).decode())
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="wall-tests-"))

from metoo_wall.catalogues import compile_catalogues
from metoo_wall.settings import *  # noqa: F403

compile_catalogues(BASE_DIR / "locale", LOCALE_PATHS[0])  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in life: threads that share a database in memory lock each other out.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}  # noqa: F405
