"""The one place that makes a story's HTML, and the only one that calls bleach.

The text is escaped first, then wrapped in paragraphs, then cleaned with a short allow-list. Nothing rests
on bleach alone: tests/stories/test_render.py shows the output inert with bleach left out.
"""

import html
import math
import re

import bleach

ALLOWED_TAGS = {"p", "br"}
ALLOWED_ATTRIBUTES = {"p": ["dir"]}
MAX_PARAGRAPHS = 400  # a letter's mark-up stays within the page lengths of the threat model
OPENING_LENGTH = 140  # code points: five lines of a card
OPENING_BYTES = 200  # of UTF-8: a script of two or three bytes a sign fills as many lines, and a page weighs the same
# Silent reading: 238 words a minute (Brysbaert 2019), some 5 letters and a space a word in English;
# scripts that write a word with one or two signs: 260 signs a minute.
LETTERS_A_MINUTE = 238 * 6
SIGNS_A_MINUTE = 260
_DENSE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_PARAGRAPH_END = re.compile(r"\n\n+")


def render(text: str) -> str:
    """A normalised text in; paragraphs of HTML out, each with its own direction. No link is made."""
    return clean("".join(_paragraph(part) for part in _paragraphs(text))) if text else ""


def clean(markup: str) -> str:
    """The last gate: bleach, with `p` and `br` and nothing else."""
    return bleach.clean(markup, tags=ALLOWED_TAGS, attributes=ALLOWED_ATTRIBUTES, strip=True)


def opening(text: str) -> str:
    """The first words of a text on one line, at most 140 code points and 200 bytes, cut at a word where there are any."""
    line = " ".join(text.split())
    cut = line[:OPENING_LENGTH].encode()[:OPENING_BYTES].decode(errors="ignore")
    if cut == line:
        return line
    return (cut.rsplit(" ", 1)[0] if " " in cut[60:] else cut).rstrip() + "…"


def reading_minutes(text: str) -> int:
    """Whole minutes to read a text, rounded up; 0 for an empty one."""
    dense = len(_DENSE.findall(text))
    return math.ceil((len(text) - dense) / LETTERS_A_MINUTE + dense / SIGNS_A_MINUTE)


def _paragraphs(text: str) -> list[str]:
    parts = [part for part in _PARAGRAPH_END.split(text.strip()) if part.strip()]
    if len(parts) <= MAX_PARAGRAPHS:
        return parts
    return [*parts[: MAX_PARAGRAPHS - 1], "\n".join(parts[MAX_PARAGRAPHS - 1 :])]


def _paragraph(text: str) -> str:
    return f'<p dir="auto">{html.escape(text.strip()).replace(chr(10), "<br>")}</p>'
