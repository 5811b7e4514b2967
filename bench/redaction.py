"""What a redaction of 10,000 characters costs: `changes` alone, and with the hints that publication asks for as well.

    python -m bench.redaction

Ordinary words, and shapes that are meant to be slow. Printed: the median and the slowest of 30 rounds, in milliseconds of
the processor.
"""

import random
import statistics
import time
from collections.abc import Callable
from functools import partial

from stories.text import redaction, screening

LENGTH = 10_000
ROUNDS = 30
ROLES = ["friend", "partner", "workplace", "school", "doctor", "police", "town"]
WORDS = [
    "I",
    "told",
    "her",
    "that",
    "he",
    "was",
    "not",
    "there",
    "when",
    "it",
    "began",
    "and",
    "nobody",
    "had",
    "asked",
    "me",
    "anything",
    "at",
    "all",
]


def shapes() -> dict[str, tuple[str, str]]:
    """Name → the author's text, and what a moderator made of it."""
    chance = random.Random(10_000)
    words = [chance.choice(WORDS) for _n in range(LENGTH)]
    ordinary = " ".join(words)[:LENGTH].rsplit(" ", 1)[0].split(" ")
    return {
        "equal": (" ".join(ordinary), " ".join(ordinary)),
        "ten marks": _marked(ordinary, range(5, len(ordinary), len(ordinary) // 10)),
        "each second word": _marked(ordinary, range(0, len(ordinary), 2)),
        "one word again and again": _marked(["no"] * (LENGTH // 3), range(0, LENGTH // 3, 3)),
        "one letter and marks between": _letters(),
        "a word that is nowhere": (" ".join(ordinary), " ".join([*ordinary, "[…]", "gladly"])),
    }


def _marked(words: list[str], places: range) -> tuple[str, str]:
    taken = {place: "[…]" if place % 3 else f"[{ROLES[place % 7]}]" for place in places}
    return " ".join(words), " ".join(taken.get(n, word) for n, word in enumerate(words))


def _letters() -> tuple[str, str]:
    """Pieces that seem to fit everywhere, and do so only where a word begins."""
    hers = "a" * (LENGTH // 2) + " a" * (LENGTH // 4)
    return hers, "[…]" + " a […]" * (LENGTH // 16) + " a"


def changed(hers: str, redacted: str) -> None:
    try:
        redaction.changes(hers, redacted, ROLES)
    except redaction.Difference:
        return


def measured(act: Callable[[], object]) -> list[float]:
    times = []
    for _round in range(ROUNDS):
        began = time.process_time()
        act()
        times.append((time.process_time() - began) * 1000)
    return times


def main() -> None:
    for name, (hers, redacted) in shapes().items():
        report(f"{name} ({len(hers)} characters)", measured(partial(changed, hers, redacted)))
    hers = shapes()["ten marks"][0]
    find = partial(screening.find, hers, country="", helpline_numbers=frozenset())
    report("the hints of such a text", measured(find))


def report(name: str, times: list[float]) -> None:
    print(f"{name}: {statistics.median(times):.1f} ms, {max(times):.1f} ms at most")


if __name__ == "__main__":
    main()
