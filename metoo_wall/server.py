"""Becomes granian, once the whole site has been loaded: its workers are forked from this process, and what nobody changes stands in
memory once for all of them. Whatever a worker needs for itself (threads, connections, shared memory) it makes in metoo_wall/wsgi.py.
"""

import gc
import logging
import os
from importlib import import_module
from pathlib import Path

from granian.cli import entrypoint

SITE = (
    "metoo_wall.ready.front",
    "stories.intake.at_once",
    "stories.wall.at_once",
    "stories.wall.story_at_once",
)


def load() -> None:
    """Code, templates, words and names. Asks no database, starts no thread."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metoo_wall.settings")
    from metoo_wall import handler

    handler.make()
    from django.conf import settings

    for name in (settings.ROOT_URLCONF, *SITE):
        import_module(name)
    _load_words()
    _load_templates(settings.BASE_DIR / "templates")
    gc.collect()
    gc.freeze()  # no worker's collector touches, and so copies, what it found


def _load_words() -> None:
    from django.conf import settings
    from django.utils import translation

    from metoo_wall import places

    places.language_choices()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Me too")
            places.country_choices(code)


def _load_templates(folder: Path) -> None:
    from django.template.loader import get_template

    for file in folder.rglob("*.html"):
        get_template(str(file.relative_to(folder)))


def _is_news(record: logging.LogRecord) -> bool:
    """Granian finds many threads unusual. Most of ours only wait (metoo_wall/admission.py)."""
    return "Python threads" not in record.getMessage()


if __name__ == "__main__":
    logging.getLogger("_granian").addFilter(_is_news)
    load()
    entrypoint()
