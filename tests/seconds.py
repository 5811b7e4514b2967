"""A front with shelves of its own, asked in seconds that a test chooses."""

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.urls import reverse
from freezegun import freeze_time

from metoo_wall.ready.front import Front
from metoo_wall.ready.shelf import Shelf
from metoo_wall.ready.standing import MINUTE
from stories.wall.story_at_once import StoryAtOnce


def environ_of(address: str, **more: str) -> dict:
    return RequestFactory().get(address).environ | {"HTTP_HOST": "localhost"} | more


class AskedBySeconds:
    """`rendered` counts Django's work."""

    def __init__(self) -> None:
        self.rendered = 0
        reverse("resources:helplines")  # loads the site, which the frozen clock must not see
        self.front = Front(self._django, [StoryAtOnce()], Shelf(), Shelf(MINUTE))

    def _django(self, environ: dict, start_response):
        self.rendered += 1
        return WSGIHandler()(environ, start_response)

    def __call__(self, address: str, second: int = 0, minute: int = 0) -> tuple[str, list, str]:
        said = []
        with freeze_time(f"2026-11-24 12:{minute:02}:{second:02}"):
            body = self.front(environ_of(address), lambda *start: said.extend(start[:2]))
            return said[0], said[1], b"".join(body).decode()
