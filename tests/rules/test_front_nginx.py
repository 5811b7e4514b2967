"""A front's nginx keeps what the front answers, and hands on what it does not."""

import re

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse

from metoo_wall.copies.front_only import ALSO
from tests.rules.public_pages import public_pages

TEXT = (settings.BASE_DIR / "deploy" / "nginx" / "wall" / "front.conf").read_text()
KEPT = [re.compile(pattern) for pattern in re.findall(r'"~(.+)" wall_kept;', TEXT)]
ID = "2" * 12
PAGES = [*public_pages(), *(reverse(f"wall:{name}", args=[ID]) for name in ("story", "rest"))]
BY_ITSELF = {"healthz", "readyz"}  # asked from inside


def is_kept(request: str) -> bool:
    return any(pattern.search(request) for pattern in KEPT)


def is_answered_by_a_front(path: str) -> bool:
    match = get_resolver().resolve(path)
    is_public = getattr(match.func, "is_the_same_for_everybody", False)
    return is_public or match.view_name in ALSO - BY_ITSELF


@pytest.mark.parametrize("path", sorted(set(PAGES)))
def test_a_page_stays_on_the_front_where_the_front_answers_it(path):
    here = is_answered_by_a_front(path)

    assert is_kept(f"GET {path}") == is_kept(f"HEAD {path}") == here
    assert not is_kept(f"POST {path}")


def test_both_kinds_are_among_them():
    assert {is_answered_by_a_front(path) for path in PAGES} == {True, False}


def test_every_language_is_known():
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE:
            assert is_kept(f"GET /{code}/stories/")


@pytest.mark.parametrize(
    "path", ["/admin/", f"/share/{ID}/", f"/stories/{ID}/support/", "/yours/", "/readyz"]
)
def test_what_is_for_one_person_is_handed_on(path):
    assert not is_kept(f"GET {path}")
