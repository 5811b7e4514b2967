"""Precision and recall on the labelled set: `python -m tests.stories.measure_likeness` prints what docs/floods.md says."""

import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass

from stories.text.likeness import Folded, fold
from tests.stories.flood_texts import (
    BESIDE,
    FLOODS,
    HONEST,
    PARAGRAPHS,
    SEEN,
    SHORT_FLOODS,
    varied,
)

KEY = b"k" * 32
EACH = 60
MOST_COMPARED = 6


class Rows:
    """What `stories.desk.floods.gather` does, without a database."""

    def __init__(self) -> None:
        self.leads: list[Folded] = []
        self.row_of: list[int] = []  # of each lead
        self.owners: dict[int, list[str]] = {}  # whose text each post of a row is
        self.index: dict[int, list[int]] = defaultdict(list)

    def take(self, text: str, owner: str) -> None:
        folded = fold(text)
        bands = folded.bands(KEY)
        met = Counter(lead for band in bands for lead in self.index[band])
        best = [lead for lead, _count in met.most_common(MOST_COMPARED)]
        near = {self.row_of[lead] for lead in best if folded.is_near(self.leads[lead])}
        if near:
            self._join(near).append(owner)
            return
        row = len(self.leads)
        for band in bands:
            self.index[band].append(row)
        self.leads.append(folded)
        self.row_of.append(row)
        self.owners[row] = [owner]

    def _join(self, rows: set[int]) -> list[str]:
        first = max(rows, key=lambda row: len(self.owners[row]))
        for other in rows - {first}:
            self.owners[first] += self.owners.pop(other)
            self.row_of = [first if row == other else row for row in self.row_of]
        return self.owners[first]


def posts(names, seed: int = 7) -> list[tuple[str, str]]:
    """(text, owner), shuffled: floods by name; each honest text is of somebody of its own, but the same words are one."""
    chance = random.Random(seed)
    sent = [(varied(FLOODS[name], chance), name) for name in names for _n in range(EACH)]
    sent += [(text, f"short {text}") for text in SHORT_FLOODS for _n in range(EACH)]
    honest = [*HONEST, *PARAGRAPHS]
    honest += [f"{FLOODS[name]} {own}" for name in names for own in BESIDE]
    sent += [(text, f"honest {fold(text).exact}") for text in honest]
    chance.shuffle(sent)
    return sent


@dataclass
class Measured:
    found: float  # of two posts of one flood, how often they are in one row
    right: float  # of two posts in one row, how often they are of one flood
    rows: float  # rows for one flood, on average
    honest_in_floods: int  # honest posts in a row with a post of a flood
    honest_together: int  # honest posts in a row with another honest text
    kept_apart: int  # posts of floods that stand alone


def measure(names, seed: int = 7) -> Measured:
    rows = Rows()
    for text, owner in posts(names, seed):
        rows.take(text, owner)
    counts = [Counter(owners) for owners in rows.owners.values()]
    flooding = [Counter({o: n for o, n in c.items() if o in FLOODS}) for c in counts]
    sizes = [n for count in flooding for n in count.values()]
    together = sum(n * (n - 1) // 2 for n in sizes)
    in_one_row = sum(sum(c.values()) * (sum(c.values()) - 1) // 2 for c in counts)
    alike = sum(n * (n - 1) // 2 for c in counts for n in c.values())
    mixed = [c for c in counts if len(c) > 1]
    return Measured(
        found=together / (len(names) * EACH * (EACH - 1) // 2),
        right=alike / in_one_row,
        rows=len(sizes) / len(names),
        honest_in_floods=sum(
            n
            for c in mixed
            if any(not o.startswith("honest") for o in c)
            for o, n in c.items()
            if o.startswith("honest")
        ),
        honest_together=sum(
            n for c in mixed if all(o.startswith("honest") for o in c) for n in c.values()
        ),
        kept_apart=sum(n for n in sizes if n == 1),
    )


def microseconds(texts: list[str]) -> float:
    began = time.perf_counter()
    for text in texts:
        fold(text).bands(KEY)
    return (time.perf_counter() - began) / len(texts) * 1e6


def main() -> None:
    unseen = tuple(name for name in FLOODS if name not in SEEN)
    for label, names in (("seen", SEEN), ("unseen", unseen)):
        for seed in (7, 8, 9):
            sys.stdout.write(f"{label} {seed} {measure(names, seed)}\n")
    long = " ".join((*PARAGRAPHS, *FLOODS.values())) * 2
    for length in (200, 2_000, 10_000):
        took = microseconds([long[n : n + length] for n in range(20)])
        sys.stdout.write(f"{length} characters: {took:.0f} µs\n")


if __name__ == "__main__":
    main()
