"""How hard the English of each page is to read: `python -m tests.measure_reading`.

Flesch-Kincaid grades by `textstat`: the years at an American school after which a text is read with ease.
A label or a button is no sentence; only what ends in a full stop or a question mark is counted. Prints each
page with its grade and its number of sentences, then every long sentence that is above the aim by itself.
"""

import os
import re
import sys

import textstat

AIM = 8
LONG = 25  # words; a grade of one short sentence says little

END = re.compile(r"(?<=[.?])\s+")


def sentences(said: list[str]) -> list[str]:
    return [one for text in said for one in END.split(text) if one.rstrip("”").endswith((".", "?"))]


def grade(said: list[str]) -> float:
    """Of one page's copy; 0 where nothing on it is a whole sentence."""
    counted = sentences(said)
    return round(textstat.flesch_kincaid_grade(" ".join(counted)), 1) if counted else 0.0


def grades() -> dict[str, float]:
    from tests.author_copy import pages

    return {name: grade(said) for name, said in pages().items()}


def long_sentences() -> list[tuple[str, str]]:
    """Page and sentence, for every sentence of more than 25 words."""
    from tests.author_copy import pages

    found = {one: name for name, said in pages().items() for one in sentences(said)}
    return [(name, one) for one, name in found.items() if len(one.split()) > LONG]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    for name, measured in sorted(grades().items(), key=lambda one: -one[1]):
        sys.stdout.write(f"{measured:5.1f}  {name}\n")
    for name, one in long_sentences():
        sys.stdout.write(f"\n{name}, {len(one.split())} words: {one}\n")


if __name__ == "__main__":
    main()
