"""Every public page with a thousand and with ten million pieces, asked in turn, as a ratio of the processor's time.

    python -m bench.growth [SMALL LARGE]          # SQLite in a folder of its own, removed at the end
    DATABASE_URL=postgres://… python -m bench.growth

Two processes with a database each, filled by `bench/seeds.py`. No page comes from the shelf.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
SIZES = (1_000, 10_000_000)
ROUNDS = 40
WARM = 5


def serve(size: int) -> None:
    """A child: fills its database, then answers each line of its input, a page's number, with two times."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    from bench.seeds import fill
    from stories.models import tallies
    from stories.wall import numbers

    setup_test_environment()
    here = settings.VAR_DIR / f"growth_{size}.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = (
        here if connection.vendor == "sqlite" else f"bench_growth_{size}"
    )
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    call_command("seed", stdout=StringIO())
    fill(size)
    tallies.count_new()
    tallies.count_new()
    numbers.publish()
    pages = _pages(size)
    print("ready", *pages, flush=True)
    for line in sys.stdin:
        print(*measured(list(pages.values())[int(line)]), flush=True)
    connection.creation.destroy_test_db("bench", verbosity=0)


def _pages(size: int) -> dict:
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import Client, RequestFactory

    from stories.models import Story
    from stories.wall.at_once import WallAtOnce
    from stories.wall.story_at_once import StoryAtOnce

    client, at_once, one_at_once = Client(), WallAtOnce(), StoryAtOnce()
    middle = Story.objects.filter(id__lte=size // 2)
    letter, bare = (middle.of_kind(kind).first().public_id for kind in ("story", "bare"))
    environ = RequestFactory().get("/stories/").environ | {"HTTP_HOST": "localhost"}

    def wall(query: str) -> bytes:
        return at_once({**environ, "QUERY_STRING": query}, WSGIHandler())[2]

    def piece(public_id: str) -> bytes:
        return one_at_once({**environ, "PATH_INFO": f"/stories/{public_id}/"}, WSGIHandler())[2]

    asked = {
        "home": "/",
        "first-page": "/stories/",
        "letter-by-Django": f"/stories/{letter}/",
        "phrase-by-Django": f"/stories/{bare}/",
        "rest": f"/stories/{letter}/rest/",
        "feed": "/feed/",
        "numbers": "/numbers/",
    }
    found = {name: (lambda path=path: client.get(path)) for name, path in asked.items()}
    queries = {
        "cursor": f"after={bare}",
        "letters": f"kind=story&after={letter}",
        "letters-in-French": f"kind=story&language=fr&after={letter}",
        "one-phrase": f"phrase=metoo&after={bare}",
        "without": f"without=suicide&without=injury&after={letter}",
    }
    found |= {"letter": lambda: piece(letter), "phrase": lambda: piece(bare)}
    return found | {name: (lambda query=query: wall(query)) for name, query in queries.items()}


def measured(action) -> tuple[float, float]:
    """Milliseconds of this process's processor and on the clock."""
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return (time.process_time() - processor) * 1000, (time.perf_counter() - clock) * 1000


def ask(child: subprocess.Popen, what: int) -> tuple[float, ...]:
    child.stdin.write(f"{what}\n")
    child.stdin.flush()
    return tuple(map(float, child.stdout.readline().split()))


def main() -> None:
    sizes = tuple(map(int, sys.argv[1:3])) or SIZES
    folder = tempfile.mkdtemp(prefix="wall-bench-")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    environment = os.environ | {"VAR_DIR": folder}
    command = [sys.executable, "-m", "bench.growth", "child"]
    try:
        children = [
            subprocess.Popen([*command, str(size)], env=environment, **pipes) for size in sizes
        ]
        names, _same = (child.stdout.readline().split()[1:] for child in children)
        report(names, children, sizes)
        for child in children:
            child.stdin.close()
            child.wait(600)
    finally:
        shutil.rmtree(Path(folder), ignore_errors=True)


def report(names: list[str], children: list[subprocess.Popen], sizes: tuple[int, ...]) -> None:
    times: dict[str, list[list[tuple[float, ...]]]] = {name: [[], []] for name in names}
    for _round in range(ROUNDS + WARM):
        for place, name in enumerate(names):
            for of_it, child in zip(times[name], children, strict=True):
                of_it.append(ask(child, place))
    print(f"| page | processor ms at {sizes[0]:,} | at {sizes[1]:,} | ratio | on the clock |")
    print("| --- | --- | --- | --- | --- |")
    for name, pair in times.items():
        few, many = (statistics.median(t[0] for t in of_it[WARM:]) for of_it in pair)
        clock = [statistics.median(t[1] for t in of_it[WARM:]) for of_it in pair]
        print(f"| {name} | {few:.2f} | {many:.2f} | {many / few:.2f} | {clock[1] / clock[0]:.2f} |")


if __name__ == "__main__":
    serve(int(sys.argv[2])) if sys.argv[1:2] == ["child"] else main()
