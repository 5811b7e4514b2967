"""Which pages tell the proxy that it may keep them for the running second, and from which second on."""

import time

import pytest
from django.http import HttpResponse, HttpResponseNotFound

from metoo_wall.kept import HEADER, for_this_second
from tests.rules.public_pages import absent_pages, public_pages

pytestmark = pytest.mark.django_db


def test_only_the_home_page_and_the_wall_may_be_kept(client):
    asked = [*public_pages(), *absent_pages(), "/admin/login/", "/healthz"]

    marked = {path.partition("?")[0] for path in asked if client.get(path).has_header(HEADER)}

    homes = {f"/{language}/" for language in ("ar", "es", "fr")} | {"/"}
    assert {path for path in marked if path not in homes and not path.endswith("stories/")} == set()
    assert {"/", "/stories/"} <= marked


def test_the_second_is_that_in_which_the_page_began(rf, monkeypatch):
    clock = iter([1_700_000_000.9, 1_700_000_002.1])
    monkeypatch.setattr(time, "time", lambda: next(clock))

    def slow(request):
        time.time()
        return HttpResponse()

    assert for_this_second(slow)(rf.get("/"))[HEADER] == "@1700000000"


def test_what_went_wrong_is_not_kept(rf):
    answer = for_this_second(lambda request: HttpResponseNotFound())(rf.get("/"))

    assert not answer.has_header(HEADER)
