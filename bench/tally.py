"""The tally, the home page and the page of numbers with 10 thousand and with 10 million pieces, interleaved, as a ratio.

    python -m bench.tally            # SQLite in a folder of its own, removed at the end
    DATABASE_URL=postgres://… python -m bench.tally

Two processes with a database each, filled by SQL with bare pieces of six months, four phrases and ten countries; the job
counts them, and 500 more come that it has not seen. Printed: how long counting took, then medians in milliseconds and their ratios.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
SIZES = (10_000, 10_000_000)
TAIL = 500
BATCH = 500_000
HASTE = "PRAGMA synchronous = OFF"  # while filling and measuring: nothing here is to be kept
ROUNDS = {"tally": 60, "home page": 60, "page of numbers": 60, "COUNT(*)": 5}
SERIES = {
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM s WHERE n < {last}) {insert} FROM s",
    "postgresql": "{insert} FROM generate_series({first}, {last}) AS s(n)",
}
INSERT = """
    INSERT INTO stories_story (public_id, kind, phrase_id, name, text, html, opening, reading_minutes, detail, language, country,
    month, afterword, afterword_html, takes_support)
    SELECT REPLACE(REPLACE(CAST(200000000000 + n AS text), '0', 'b'), '1', 'c'), 'bare', {phrase} + n % 4, '', '', '', '', 0, '', '',
    SUBSTR('FRUSINEGJPBRDEMXKR', 1 + 2 * CAST(n % 10 AS int), 2), 202606 + n % 6, '', '', {yes}
"""


def fill(first: int, last: int) -> None:
    from django.db import connection

    from stories.models import Phrase

    insert = INSERT.format(phrase=Phrase.objects.order_by("id").first().id, yes="true")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(HASTE)
        for begin in range(first, last + 1, BATCH):
            end = min(last, begin + BATCH - 1)
            cursor.execute(SERIES[connection.vendor].format(first=begin, last=end, insert=insert))


def make_phrases() -> None:
    from tests.factories import make_phrase

    for slug in ("a", "b", "c", "d"):
        make_phrase(slug=slug, tag=f"#{slug}", seams=f"#{slug}")


def measured(action) -> tuple[float, float]:
    """Milliseconds on the clock, and on the processor of this process: PostgreSQL's own are in the first alone."""
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def serve(size: int) -> None:
    """A child: fills its database and counts it, then answers each line of its input with a measurement."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    here = settings.VAR_DIR / f"bench_{size}.sqlite3"
    name = here if connection.vendor == "sqlite" else f"bench_tally_{size}"
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    make_phrases()
    fill(1, size)
    print(f"ready {count():.1f}", flush=True)
    fill(size + 1, size + TAIL)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    actions = _actions()
    for line in sys.stdin:
        print(*measured(actions[line.strip()]), flush=True)
    connection.creation.destroy_test_db("bench", verbosity=0)


def count() -> float:
    """Seconds on the clock until the job has counted everything and the figures are published."""
    from stories.models import tallies
    from stories.wall import numbers

    begin = time.perf_counter()
    tallies.count_new()
    tallies.count_new()
    numbers.publish()
    return time.perf_counter() - begin


def _actions() -> dict:
    from django.core.cache import cache
    from django.test import Client

    from stories.models import Story, tallies

    client = Client()

    def home() -> None:
        cache.clear()
        client.get("/")

    return {
        "tally": tallies.tally,
        "home page": home,
        "page of numbers": lambda: client.get("/numbers/"),
        "COUNT(*)": Story.objects.count,
    }


def ask(child: subprocess.Popen, what: str) -> tuple[float, ...]:
    child.stdin.write(what + "\n")
    child.stdin.flush()
    return tuple(map(float, child.stdout.readline().split()))


def main() -> None:
    folder = tempfile.mkdtemp(prefix="wall-bench-")
    command = [sys.executable, "-m", "bench.tally"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    own = {**os.environ, "VAR_DIR": folder}
    children = {n: subprocess.Popen([*command, str(n)], env=own, **pipes) for n in SIZES}
    try:
        for size, child in children.items():
            said = child.stdout.readline().split() or ["nothing"]
            if said[0] != "ready":
                raise SystemExit("a child did not get ready")
            print(f"{size:,} pieces counted and published in {said[1]} s on the clock")
        report(children)
    finally:
        for child in children.values():
            child.stdin.close()
            child.wait(120)
        shutil.rmtree(Path(folder))


def report(children: dict[int, subprocess.Popen]) -> None:
    for what, rounds in ROUNDS.items():
        times: dict[int, list[tuple[float, ...]]] = {size: [] for size in SIZES}
        for _round in range(rounds):
            for size, child in children.items():
                times[size].append(ask(child, what))
        for place, clock in enumerate(("on the clock", "on the processor")):
            few, many = (statistics.median(pair[place] for pair in times[size]) for size in SIZES)
            print(f"{what}, {clock}: {few:.2f} ms, {many:.2f} ms: {many / few:.2f} times")


if __name__ == "__main__":
    serve(int(sys.argv[1])) if len(sys.argv) > 1 else main()
