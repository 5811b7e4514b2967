"""The wall beside what people would pick instead: `make bench`, or `make bench ARGS=--quick`.

    [DATABASE_URL=postgres://…] python -m bench [--quick] [--pieces N] [--only reads|posts]

Everything runs on this machine, the load too; so only ratios of one run mean something. Three rounds, every subject once in each;
medians are printed and written to bench/results/. Nothing is asserted.
"""

import argparse
import json
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bench import places
from bench.load import Run, addresses_script, post_script, run
from bench.servers import Server

RESULTS = Path(__file__).parent / "results"
ROUNDS = 3
PIECES = 1_000_000
TOKEN = "a" * 32
KINDS, LANGUAGES = ("", "", "kind=bare&", "kind=story&"), ("", "", "language=fr&", "language=ar&")


@dataclass(frozen=True)
class Subject:
    name: str
    server: str
    path: str = "/"
    script: Path | None = None
    is_post: bool = False


def subjects(folder: Path, ids: list[str]) -> list[Subject]:
    def many(name: str, addresses: list[str]) -> Path:
        return addresses_script(folder, name, addresses)

    pages = [f"/?before={random.randint(1000, 10**6)}" for _n in range(2000)]
    return [
        Subject("nginx, a static page of 12 KB", "nginx", "/page.html"),
        Subject("nginx, the same by TLS", "nginx, TLS", "/page.html"),
        Subject("raw WSGI, 12 KB", "raw"),
        Subject("Django hello, no middleware", "bare hello"),
        Subject("Django hello, default middleware", "hello"),
        Subject("plain Django page, random cursor", "plain", script=many("plain", pages)),
        Subject("Isso, the comments of a page", "isso", "/?uri=/page/"),
        Subject("wall: home", "wall", "/"),
        Subject("wall: first page", "wall", "/stories/"),
        Subject("wall: random cursor", "wall", script=many("cursor", [f"/stories/?after={i}" for i in ids])),
        Subject("wall: random cursor and filters", "wall", script=many("filters", list(filtered(ids)))),
        Subject("wall: a piece, at random", "wall", script=many("story", [f"/stories/{i}/" for i in ids])),
        Subject("wall: resources", "wall", "/resources/?country=FR"),
        Subject("wall behind the shipped nginx: home", "behind nginx", "/"),
        Subject("wall behind the shipped nginx: first page", "behind nginx", "/stories/"),
        *posts(folder),
    ]  # fmt: skip


def filtered(ids: list[str]) -> Iterator[str]:
    for public_id in ids:
        kind = random.choice(KINDS)
        language = random.choice(LANGUAGES) if kind != "kind=bare&" else ""
        phrase = random.choice(("", "", "phrase=metoo&")) if not language else ""
        without = "".join(
            f"without={w}&" for w in ("suicide", "injury")[: random.choice((0, 1, 2))]
        )
        yield f"/stories/?{kind}{language}{phrase}{without}after={public_id}"


def posts(folder: Path) -> list[Subject]:
    form = f"phrase=%23MeToo&csrfmiddlewaretoken={TOKEN}"
    plain = post_script(folder, "insert", "/", form, {"Cookie": f"csrftoken={TOKEN}"})
    here = {"Sec-Fetch-Site": "same-origin"}
    press = post_script(folder, "press", "/share/", "phrase=metoo&step=send&form_id=", here)
    comment = post_script(folder, "comment", "/new?uri=/page/", "", {})
    said = comment.read_text().replace("application/x-www-form-urlencoded", "application/json")
    comment.write_text(
        said.replace('wrk.body = ""', 'wrk.body = \'{"text": "me too", "title": "page"}\'')
    )
    return [
        Subject("plain Django insert", "plain", script=plain, is_post=True),
        Subject("plain Django insert, connection kept", "plain, kept", script=plain, is_post=True),
        Subject("Isso, a comment", "isso", script=comment, is_post=True),
        Subject("wall: a bare post", "wall", script=press, is_post=True),
    ]  # fmt: skip


def measured(subject: Subject, server: Server, seconds: int) -> Run:
    before = server.cpu()
    done = run(server.address + subject.path, seconds, subject.script)
    return replace(done, cpu_ms=(server.cpu() - before) * 1000 / max(1, done.answered))


def rounds(chosen: list[Subject], servers: dict[str, Server], seconds: int) -> dict[str, list[Run]]:
    runs: dict[str, list[Run]] = {subject.name: [] for subject in chosen}
    for number in range(ROUNDS):
        for subject in chosen:
            runs[subject.name].append(measured(subject, servers[subject.server], seconds))
            print(
                f"round {number + 1}: {subject.name}: {runs[subject.name][-1].per_second:.0f}",
                flush=True,
            )
    return runs


def medians(runs: list[Run]) -> dict[str, float]:
    kept = {
        key: statistics.median(getattr(r, key) for r in runs)
        for key in ("per_second", "p50", "p99", "cpu_ms")
    }
    return kept | {"errors": sum(r.errors for r in runs), "answered": sum(r.answered for r in runs)}


def table(found: dict[str, dict]) -> str:
    lines = [
        "| subject | a second | p50 ms | p99 ms | processor ms each | errors |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, m in found.items():
        lines.append(
            f"| {name} | {m['per_second']:,.0f} | {m['p50']:.2f} | {m['p99']:.1f} | {m['cpu_ms']:.3f} | {m['errors']} |"
        )
    return "\n".join(lines)


def measure(folder: Path, given: argparse.Namespace) -> dict:
    wall, plain = places.make_wall(folder, given.pieces), places.make_plain(folder, given.pieces)
    chosen = subjects(folder, places.some_ids(wall, 1000))
    if given.only:
        chosen = [s for s in chosen if s.is_post == (given.only == "posts")]
    with places.standing(folder, wall, plain) as servers:
        time.sleep(3)
        rest = servers["wall"].pss()
        before = places.counts(wall, plain)
        runs = rounds(chosen, servers, given.seconds)
        after, busy = places.counts(wall, plain), servers["wall"].pss()
    return {
        "medians": {name: medians(of_it) for name, of_it in runs.items()},
        "runs": {name: [asdict(r) for r in of_it] for name, of_it in runs.items()},
        "rows_more": {name: after[name] - before[name] for name in after},
        "wall_pss_mb": {"at rest": round(rest), "after": round(busy)},
    }


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench")
    asked.add_argument("--quick", action="store_true", help="100 thousand pieces, two seconds each")
    asked.add_argument("--pieces", type=int, default=PIECES)
    asked.add_argument("--seconds", type=int, default=5)
    asked.add_argument("--only", choices=("reads", "posts"))
    given = asked.parse_args()
    if given.quick:
        given.pieces, given.seconds = min(given.pieces, 100_000), 2
    with tempfile.TemporaryDirectory(prefix="wall-bench-") as folder:
        found = measure(Path(folder), given)
    at = datetime.now(UTC)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    load = [float(part) for part in Path("/proc/loadavg").read_text().split()[:3]]
    found |= {
        "at": at.isoformat(timespec="minutes"),
        "commit": commit.stdout.strip(),
        "load": load,
        "asked": vars(given),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{at:%Y-%m-%d-%H%M}.json").write_text(json.dumps(found, indent=1) + "\n")
    print(table(found["medians"]))
    print(f"rows more: {found['rows_more']}; the wall, MB: {found['wall_pss_mb']}; load: {load}")


if __name__ == "__main__":
    main()
