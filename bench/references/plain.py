"""A plain Django wall: one model, the ORM, a template of 20 rows; a form with Django's CSRF that inserts one.

Middlewares as `startproject` has them. The database has the wall's own pragmas (`metoo_wall/reading.py`); its connection is closed after
each request, which is Django's default, or kept with CONNECTION=kept. `fill` makes its rows.
"""

import os
from pathlib import Path

import environ
from django.conf import settings

from bench.references.middleware import DEFAULT
from metoo_wall.reading import database

DATABASE = database(environ.Env(), Path(os.environ.get("VAR_DIR", ".")))
if os.environ.get("CONNECTION") != "kept":
    DATABASE["CONN_MAX_AGE"] = 0
    DATABASE["OPTIONS"].pop("pool", None)
settings.configure(
    SECRET_KEY="only-for-measuring-" + "x" * 40,
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    MIDDLEWARE=DEFAULT,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "bench.references",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent],
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    DATABASES={"default": DATABASE},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)

import django  # noqa: E402

django.setup()

from django import forms  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.shortcuts import redirect, render  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402


class Post(models.Model):
    public_id = models.CharField(max_length=12, unique=True)
    phrase = models.CharField(max_length=40, db_index=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "references"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return f"/posts/{self.public_id}/"


class PostForm(forms.ModelForm):
    class Meta:
        model = Post
        fields = ["phrase", "text", "language"]


def posts(request):
    if request.method == "POST":
        form = PostForm(request.POST)
        if form.is_valid():
            post = form.save(commit=False)
            post.public_id = get_random_string(12)
            post.save()
            return redirect("/")
    before = request.GET.get("before", "")
    shown = Post.objects.filter(id__lt=int(before)) if before.isdigit() else Post.objects.all()
    return render(request, "plain.html", {"posts": shown[:20], "form": PostForm()})


urlpatterns = [path("", posts)]
application = get_wsgi_application()


def fill(number: int) -> None:
    from bench.texts import letters

    texts = list(letters())
    with connection.schema_editor() as editor:
        editor.create_model(Post)
    for begin in range(0, number, 5000):
        Post.objects.bulk_create(_post(n, texts) for n in range(begin, min(number, begin + 5000)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _post(n: int, texts: list[tuple[str, str]]) -> Post:
    language, text = texts[n // 10 % len(texts)] if n % 10 == 0 else ("", "")
    return Post(public_id=f"{n:012x}", phrase="#MeToo", text=text, language=language)


if __name__ == "__main__":
    import sys

    fill(int(sys.argv[1]))
