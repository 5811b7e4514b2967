import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.text.normalise import is_empty, normalise, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("a\x00b\x07c\x85d", "abc\nd"),
        ("soft\u00adhyphen \ufeffbom\u2060", "softhyphen bom"),
        ("\u202eesrever\u202c \u2067x\u2069", "esrever x"),
        ("می\u200cخواهم \u200f", "می\u200cخواهم \u200f"),
        ("e\u0301", "é"),
        ("a\n\n\n\n\n\nb", "a\n\n\nb"),
        ("  a  \n b ", "a\n b"),
        ("\ud800half", "half"),
        ("a\ufffeb\U0001ffffc", "abc"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("x\U000e0041y", "xy"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
    ],
)
def test_normalise_keeps_words_and_drops_what_hides(typed, kept):
    assert normalise(typed) == kept


def test_normalise_cuts_stacks_of_marks_after_six():
    stacked = "x" + "\u0316" * 40

    assert len(unicodedata.normalize("NFD", normalise(stacked))) == 7


@given(st.text(max_size=200))
def test_normalise_is_idempotent(text):
    once = normalise(text)

    assert normalise(once) == once


@pytest.mark.parametrize(
    "blank", ["", " \n\t", "\u2800\u2800", "\u3164", "\u00a0\u2003\u3000", "\u200d\u200f"]
)
def test_white_space_of_any_script_is_empty(blank):
    assert is_empty(normalise(blank))


@pytest.mark.parametrize("words", ["x", "مرحبا", "。", "👍", "٠"])
def test_anything_visible_is_not_empty(words):
    assert not is_empty(normalise(words))


def test_one_line_joins_lines():
    assert one_line(" A.\n\n B\t ") == "A. B"
