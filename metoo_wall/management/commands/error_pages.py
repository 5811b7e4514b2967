"""Pages for a proxy to show by itself: it refuses what is too large, and speaks for a site that does not answer.

They are plain files made from the running settings, with the exit and the operator's country's helplines in them, so that
somebody finds help while the site is away. Nothing in them is of a moment, such as "open now". deploy/systemd/wall.service makes them at each start.
"""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from resources.views import read_choice, what_was_found

PAGES = {"400": "400.html", "413": "413.html", "502": "away_altogether.html"}
FOLDERS, FILES = 0o755, 0o644  # another user's program reads these, and nothing in them is private


class Command(BaseCommand):
    help = "Writes the proxy's own error pages into a folder, one for each language."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *args, folder: Path, **options):
        for language, _name in settings.LANGUAGES:
            into = folder / language
            into.mkdir(parents=True, exist_ok=True)
            into.chmod(FOLDERS)
            for status, template in PAGES.items():
                page = into / f"{status}.html"
                page.write_text(_page(template, language), encoding="utf-8")
                page.chmod(FILES)


def _page(template: str, language: str) -> str:
    with translation.override(language):
        request = RequestFactory().get("/")
        request.LANGUAGE_CODE = language
        return render_to_string(template, what_was_found(read_choice(request)), request)
