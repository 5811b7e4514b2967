"""Django's own "hello". MIDDLEWARE=none leaves out the middlewares that `startproject` puts in."""

import os

from django.conf import settings

from bench.references.middleware import DEFAULT

settings.configure(
    SECRET_KEY="only-for-measuring",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    MIDDLEWARE=[] if os.environ.get("MIDDLEWARE") == "none" else DEFAULT,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

urlpatterns = [path("", lambda request: HttpResponse("hello"))]
application = get_wsgi_application()
