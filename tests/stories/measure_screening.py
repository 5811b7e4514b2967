"""Recall and false alarms of the hints on the labelled sets: `python -m tests.stories.measure_screening [set …]`.

Recall: of the labelled hints, how many were found with their kind, and how many contact details were marked
as any contact. False alarms: of the lines without a label, how many got any hint. `--misses` lists the lines
whose kinds are others than labelled; `--times` says how long it takes.
"""

import json
import sys
import time
from collections import Counter
from itertools import repeat
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
    "-",
    "12 A ",
    "rue du a 1 ",
    "snap a.b ",
    "passport AB12 ",
    "one two ",
    "A A A 1 ",
    "12 A B, C ",
    "insta is called a ",
    "lot 1, ",
    "شارع ا ب 1 ",
)
LANGUAGES = ("en", "es", "fr", "ar")
SETS = ("screening_set", "screening_blind", "screening_blind_2", "screening_blind_3")
SPELLINGS = {"email": "e-mail", "name": "person"}  # how a set's author wrote a kind
COUNTED = ("labelled", "found", "marked")


def lines(name: str = "screening_set") -> list[dict]:
    """A labelled set: language, country, kinds, text; `words` (what is labelled) in the blind ones.

    In the first: `held_back` on every third line, `after` on those added later.
    """
    made = [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text().splitlines()]
    for line in made:
        line["kinds"] = [SPELLINGS.get(kind, kind) for kind in line["kinds"]]
    return made


def helpline_numbers() -> frozenset[str]:
    """Every channel's value in the seeds."""
    records = json.loads((HERE.parents[1] / "seeds" / "helplines.json").read_text())
    return frozenset(channel["value"] for one in records for channel in one["channels"])


def screened(line: dict, numbers: frozenset[str]) -> list[Hint]:
    return find(normalise(line["text"]), country=line["country"], helpline_numbers=numbers)


def measure(chosen: list[dict]) -> dict[str, Counter]:
    """Counts by kind and language: `labelled`, `found` (that kind is in the line), `marked` (some contact hint
    stands on the labelled words, or in the line where none are given), `clean`, `alarms`, `others` (kinds nobody labelled).
    """
    counts = {name: Counter() for name in (*COUNTED, "clean", "alarms", "others")}
    numbers = helpline_numbers()
    for line in chosen:
        language, hints = line["language"], screened(line, numbers)
        seen = [str(hint.kind) for hint in hints]
        if not line["kinds"]:
            counts["clean"][language] += 1
            counts["alarms"][language] += bool(seen)
        for kind, words in zip(line["kinds"], line.get("words") or repeat(""), strict=False):
            counts["labelled"][kind, language] += 1
            counts["found"][kind, language] += kind in seen
            counts["marked"][kind, language] += _is_marked(line, words, hints)
            counts["others"][language] += any(other not in line["kinds"] for other in seen)
    return counts


def _is_marked(line: dict, words: str, hints: list[Hint]) -> bool:
    start = normalise(line["text"]).find(words)
    end = start + len(words) or len(line["text"])
    return any(hint.is_contact and hint.start < end and start < hint.end for hint in hints)


def recall(
    counts: dict[str, Counter], kinds: frozenset[str], language: str = "", by: str = "found"
) -> tuple[int, int]:
    """Found (or `marked`) and labelled, of these kinds, in one language or in all."""
    cells = [key for key in counts["labelled"] if key[0] in kinds and language in ("", key[1])]
    return sum(counts[by][key] for key in cells), sum(counts["labelled"][key] for key in cells)


def table(chosen: list[dict]) -> str:
    """The figures as a Markdown table: a row a kind, a column a language."""
    counts = measure(chosen)
    kinds = list(dict.fromkeys(kind for line in chosen for kind in line["kinds"]))
    contacts = frozenset(map(str, CONTACTS))
    rows = [(kind, frozenset({kind}), "found") for kind in kinds]
    rows += [
        ("**contact details, their kind**", contacts, "found"),
        ("**contact details, any mark**", contacts, "marked"),
        ("**all else**", frozenset(kinds) - contacts, "found"),
    ]
    made = ["| recall | en | es | fr | ar | all |", "| --- | --- | --- | --- | --- | --- |"]
    for name, group, by in rows:
        cells = ["{}/{}".format(*recall(counts, group, code, by)) for code in (*LANGUAGES, "")]
        found, labelled = recall(counts, group, by=by)
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
        if sorted({kind for kind, _ in seen}) != sorted(set(line["kinds"])):
            wrong.append(f"{line['language']} {line['kinds']} {line['text']} -> {seen}")
    return wrong


def times() -> str:
    """Milliseconds of CPU for 10,000 characters, the best of three: the set's own lines, and texts made to be slow."""
    numbers = helpline_numbers()
    texts = {"the set's lines": " ".join(line["text"] for line in lines())}
    texts |= {repr(unit): unit for unit in SLOW}
    made = ["| 10,000 characters of | ms |", "| --- | --- |"]
    for name, unit in texts.items():
        text, taken = (unit * 10_000)[:10_000], []
        for _ in range(3):
            start = time.process_time()
            find(text, country="GB", helpline_numbers=numbers)
            taken.append(time.process_time() - start)
        made.append(f"| {name} | {min(taken) * 1000:.0f} |")
    return "\n".join(made)


def parts(name: str) -> dict[str, list[dict]]:
    """What a set is reported by: the first in its three parts, any other whole."""
    everything = lines(name)
    made = {"Whole set": everything}
    if any("held_back" in line for line in everything):
        after = [line for line in everything if line.get("after")]
        held = [line for line in everything if line.get("held_back") and line not in after]
        opened = [line for line in everything if line not in held and line not in after]
        made |= {"Open": opened, "Held back": held, "Written after": after}
    return made


def main(arguments: list[str]) -> None:
    names = [one for one in arguments if not one.startswith("--")] or list(SETS)
    for name in names:
        for part, chosen in parts(name).items():
            sys.stdout.write(f"### {name}, {part}: {len(chosen)} lines\n{table(chosen)}\n\n")
        if "--misses" in arguments:
            sys.stdout.write("\n".join(misses(lines(name))) + "\n\n")
    if "--times" in arguments:
        sys.stdout.write(times() + "\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
