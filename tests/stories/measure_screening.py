"""Recall and false alarms of the hints on the labelled set: `python -m tests.stories.measure_screening`.

Recall: of the labelled hints, how many were found, with their kind. False alarms: of the lines without a
label, how many got any hint. `--misses` lists what went wrong in the open part, `--misses=all` everywhere; `--times` how long it takes.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path

from stories.text.normalise import normalise
from stories.text.screening import Hint, find
from stories.text.screening.hint import CONTACTS

HERE = Path(__file__).parent
SLOW = (
    "1",
    "@",
    "a.",
    "a@",
    "1 ",
    "12 34  ",
    "+1",
    "0123456,",
    "0161 496 0333, ",
    "12/03/2019 ",
    "a.b/",
    "A ",
)
SLOW += (
    "Mr ",
    "calle a b c ",
    "empresa A de la ",
    "insta is ",
    "شارع ا ب ت ",
    "case 12345678 ",
    "(",
    "\n",
)
LANGUAGES = ("en", "es", "fr", "ar")


def lines() -> list[dict]:
    """The labelled set: language, country, kinds, text, `held_back` on every third line, `after` on those added later."""
    return [json.loads(line) for line in (HERE / "screening_set.jsonl").read_text().splitlines()]


def helpline_numbers() -> frozenset[str]:
    """Every channel's value in the seeds."""
    records = json.loads((HERE.parents[1] / "seeds" / "helplines.json").read_text())
    return frozenset(channel["value"] for one in records for channel in one["channels"])


def screened(line: dict, numbers: frozenset[str]) -> list[Hint]:
    return find(normalise(line["text"]), country=line["country"], helpline_numbers=numbers)


def measure(chosen: list[dict]) -> dict[str, Counter]:
    """Counts by kind and language: `labelled`, `found`, `clean`, `alarms`, `others` (kinds nobody labelled)."""
    counts = {name: Counter() for name in ("labelled", "found", "clean", "alarms", "others")}
    numbers = helpline_numbers()
    for line in chosen:
        language, seen = line["language"], [str(hint.kind) for hint in screened(line, numbers)]
        if not line["kinds"]:
            counts["clean"][language] += 1
            counts["alarms"][language] += bool(seen)
        for kind in line["kinds"]:
            counts["labelled"][kind, language] += 1
            counts["found"][kind, language] += kind in seen
            counts["others"][language] += any(other != kind for other in seen)
    return counts


def recall(
    counts: dict[str, Counter], kinds: frozenset[str], language: str = ""
) -> tuple[int, int]:
    """Found and labelled, of these kinds, in one language or in all."""
    cells = [key for key in counts["labelled"] if key[0] in kinds and language in ("", key[1])]
    return sum(counts["found"][key] for key in cells), sum(counts["labelled"][key] for key in cells)


def table(chosen: list[dict]) -> str:
    """The figures as a Markdown table: a row a kind, a column a language."""
    counts = measure(chosen)
    kinds = list(dict.fromkeys(kind for line in chosen for kind in line["kinds"]))
    contacts = frozenset(map(str, CONTACTS))
    rows = [(kind, frozenset({kind})) for kind in kinds]
    rows += [("**contact details**", contacts), ("**all else**", frozenset(kinds) - contacts)]
    made = ["| recall | en | es | fr | ar | all |", "| --- | --- | --- | --- | --- | --- |"]
    for name, group in rows:
        cells = ["{}/{}".format(*recall(counts, group, code)) for code in (*LANGUAGES, "")]
        found, labelled = recall(counts, group)
        made.append(f"| {name} | {' | '.join(cells)} ({found / max(1, labelled):.1%}) |")
    for name, top, below in (
        ("**clean lines marked**", "alarms", "clean"),
        ("lines with one more hint than labelled", "others", "labelled"),
    ):
        made.append(_shares(name, counts, top, below))
    return "\n".join(made)


def _shares(name: str, counts: dict[str, Counter], top: str, below: str) -> str:
    sums = Counter()
    for key, number in counts[below].items():
        sums[key if isinstance(key, str) else key[1]] += number
    cells = [f"{counts[top][code]}/{sums[code]}" for code in LANGUAGES]
    marked, all_lines = counts[top].total(), sums.total()
    return f"| {name} | {' | '.join(cells)} | {marked}/{all_lines} ({marked / all_lines:.1%}) |"


def misses(chosen: list[dict]) -> list[str]:
    """Lines whose hints are not those labelled."""
    numbers, wrong = helpline_numbers(), []
    for line in chosen:
        seen = [(str(hint.kind), hint.words) for hint in screened(line, numbers)]
        if [kind for kind, _ in seen] != line["kinds"]:
            wrong.append(f"{line['language']} {line['kinds']} {line['text']} -> {seen}")
    return wrong


def times() -> str:
    """Milliseconds for 10,000 characters, the best of three: the set's own lines, and texts made to be slow."""
    numbers = helpline_numbers()
    texts = {"the set's lines": " ".join(line["text"] for line in lines())}
    texts |= {repr(unit): unit for unit in SLOW}
    made = ["| 10,000 characters of | ms |", "| --- | --- |"]
    for name, unit in texts.items():
        text, taken = (unit * 10_000)[:10_000], []
        for _ in range(3):
            start = time.perf_counter()
            find(text, country="GB", helpline_numbers=numbers)
            taken.append(time.perf_counter() - start)
        made.append(f"| {name} | {min(taken) * 1000:.0f} |")
    return "\n".join(made)


def main(arguments: list[str]) -> None:
    everything = lines()
    held = [line for line in everything if line.get("held_back")]
    after = [line for line in everything if line.get("after")]
    opened = [line for line in everything if line not in held and line not in after]
    parts = {"Open": opened, "Held back": held, "Written after": after, "Whole set": everything}
    if "--open" in arguments:
        parts = {"Open": opened}
    for name, chosen in parts.items():
        sys.stdout.write(f"### {name}: {len(chosen)} lines\n{table(chosen)}\n\n")
    if "--times" in arguments:
        sys.stdout.write(times() + "\n\n")
    if "--misses" in arguments or "--misses=all" in arguments:
        sys.stdout.write(
            "\n".join(misses(everything if "--misses=all" in arguments else opened)) + "\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
