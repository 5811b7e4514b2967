import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.text import render

ATTACKS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<p style='x'>a</p>",
    "</p></details><form action=//x.example>",
    '"><svg/onload=alert(1)>',
    "&lt;script&gt;",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("gate", ["bleach", "none"])
def test_markup_in_a_text_is_inert_with_and_without_bleach(attack, gate, monkeypatch):
    if gate == "none":
        monkeypatch.setattr(render, "clean", lambda markup: markup)

    page = render.render(attack)

    inner = page.removeprefix('<p dir="auto">').removesuffix("</p>")
    assert "<" not in inner
    assert ">" not in inner


@given(st.text(max_size=300))
def test_bleach_changes_nothing_that_escaping_has_done(text):
    escaped = "".join(render._paragraph(part) for part in render._paragraphs(text))

    assert render.render(text).count("<") == escaped.count("<")


def test_paragraphs_and_lines_are_kept():
    page = render.render("one\ntwo\n\nthree")

    assert page == '<p dir="auto">one<br>two</p><p dir="auto">three</p>'


def test_no_link_is_made_of_text():
    assert "<a" not in render.render("see https://example.org now")


def test_a_text_of_single_lines_stays_within_the_cap_of_paragraphs():
    page = render.render("x\n\n" * 3000)

    assert page.count("<p ") == render.MAX_PARAGRAPHS


def test_opening_cuts_at_a_word():
    opening = render.opening("word " * 100)

    assert opening.endswith("word…")
    assert len(opening) <= render.OPENING_LENGTH + 1


@pytest.mark.parametrize(
    ("text", "minutes"), [("", 0), ("short", 1), ("x" * 1428, 1), ("x" * 1429, 2), ("字" * 520, 2)]
)
def test_reading_time_is_in_whole_minutes(text, minutes):
    assert render.reading_minutes(text) == minutes
