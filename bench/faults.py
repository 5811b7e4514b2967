"""What readers and authors meet while something breaks under load, and for how long; `python -m bench.faults`.

A site of its own on a PostgreSQL and a Redis of its own, behind the shipped nginx. The viral mix (`bench/mix.py`) comes at `--rate` for
some hundred seconds; meanwhile intake is switched off and on, Redis goes and comes back, PostgreSQL crashes and starts again,
a worker is killed, and a flood comes. For each: what was answered while it lasted, and how long after it had ended the site still was not as before.
Results go to bench/results/; nothing is asserted.
"""

import argparse
import json
import os
import random
import signal
import ssl
import statistics
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from bench import places
from bench.__main__ import RESULTS
from bench.crowd import Answer, Ask, Crowd
from bench.mix import PATIENCE, Mix, of_them, tokens
from bench.servers import Server, serving
from tests.deployed.standing import standing
from tests.proofs.stores import Postgres, Redis, own_postgres, own_redis

PORT = 8118
SWITCH = "UPDATE stories_intakeswitch SET state = %s"
CALM = 10  # seconds before the first and after each
SLOW = 3  # times the p99 of the calm seconds before: slower than that is not yet as before


@dataclass(frozen=True)
class Fault:
    name: str
    begin: Callable[[], object]
    seconds: int
    end: Callable[[], object] = lambda: None
    rate: int = 0  # where it is a flood


def faults(server: Server, postgres: Postgres, redis: Redis, flood: int) -> list[Fault]:
    def switch(state: str) -> Callable[[], None]:
        def turn() -> None:
            with psycopg.connect(postgres.url.rpartition("/")[0] + "/bench_faults") as connection:
                connection.execute(SWITCH, [state])

        return turn

    def kill() -> None:
        os.kill(server.tree()[-1], signal.SIGKILL)

    return [
        Fault("intake switched off", switch("paused"), 10, switch("open")),
        Fault("Redis away", redis.stop, 10, redis.start),
        Fault(
            "PostgreSQL crashes and starts", lambda: postgres.stop("immediate"), 2, postgres.start
        ),
        Fault("a worker killed", kill, 0),
        Fault("a flood", lambda: None, 10, rate=flood),
    ]


def arrivals(mix: Mix, rate: int, planned: list[tuple[Fault, float]]) -> list[tuple[float, Ask]]:
    whole = int(planned[-1][1] + planned[-1][0].seconds + 2 * CALM)
    came = list(mix.arrivals(rate, whole))
    for fault, at in planned:
        if fault.rate:
            came += [(at + second, ask) for second, ask in mix.arrivals(fault.rate, fault.seconds)]
    return sorted(came, key=lambda each: each[0])


def break_it(
    planned: list[tuple[Fault, float]], crowd: Crowd, done: dict[str, list[float]]
) -> None:
    """In a thread beside the crowd: each at its second. `done`: when it had really begun, and ended."""
    while not crowd.began:
        time.sleep(0.01)
    for fault, at in planned:
        time.sleep(max(0.0, crowd.began + at - time.perf_counter()))
        began = time.perf_counter() - crowd.began
        fault.begin()
        time.sleep(fault.seconds)
        fault.end()
        done[fault.name] = [began, time.perf_counter() - crowd.began]


def told(name: str, span: list[float], seconds: dict[int, list[Answer]], calm: float) -> dict:
    begin, end = span
    during = [a for second in range(int(begin), int(end) + 1) for a in seconds.get(second, [])]
    last = int(end) + CALM
    ill = [s for s in range(int(end) + 1, last) if not is_well(seconds.get(s, []), calm)]
    after = max(ill) - int(end) if ill else 0
    return {
        "fault": name,
        "lasted": round(end - begin, 1),
        "not as before": after,
        **of_them(during),
    }


def is_well(answers: list[Answer], calm: float) -> bool:
    times = sorted(a.ms for a in answers)
    fine = all(200 <= a.status < 400 for a in answers)
    return fine and (not times or times[int(len(times) * 0.95)] < calm * SLOW)


def measure(folder: Path, given: argparse.Namespace) -> dict:
    with ExitStack() as stack:
        postgres = stack.enter_context(own_postgres())
        redis = stack.enter_context(own_redis())
        os.environ |= {"DATABASE_URL": postgres.url, "CACHE_URL": redis.url}
        wall = places.make_wall(folder, given.pieces, "faults", PORT, HTTPS="1")
        command = [sys.executable, "manage.py", "run"]
        running = serving(command, PORT, folder / "said.txt", "/readyz", cwd=places.ROOT, env=wall)
        server = stack.enter_context(running)
        front = Path(stack.enter_context(TemporaryDirectory(prefix="front")))
        nginx = stack.enter_context(standing(front, PORT))
        trusted = ssl.create_default_context(cafile=str(nginx.authority.certificate))
        crowd = Crowd(nginx.port, trusted)
        mix = Mix(wall, f"localhost:{nginx.port}", given.rate * 150 + given.flood * 15)
        time.sleep(4)  # forms are to be three seconds old
        crowd.come(list(mix.arrivals(given.rate, 5)), PATIENCE)
        crowd.began = 0.0
        planned, at = [], float(CALM)
        for fault in faults(server, postgres, redis, given.flood):
            planned.append((fault, at))
            at += fault.seconds + 2 * CALM
        done: dict[str, list[float]] = {}
        coming = arrivals(mix, given.rate, planned)
        breaking = threading.Thread(target=break_it, args=(planned, crowd, done), daemon=True)
        breaking.start()
        answers = crowd.come(coming, PATIENCE)
        breaking.join(60)
        return judged(wall, answers, crowd.began, done) | {"wall_pss_mb": round(server.pss())}


def judged(wall: dict, answers: list[Answer], began: float, done: dict[str, list[float]]) -> dict:
    seconds: dict[int, list[Answer]] = {}
    for answer in answers:
        seconds.setdefault(int(answer.meant - began), []).append(answer)
    quiet = [a for second in range(2, CALM) for a in seconds.get(second, [])]
    calm = max(20.0, statistics.quantiles([a.ms for a in quiet], n=100)[98])
    shown = Path(wall["VAR_DIR"]) / "tokens.txt"
    shown.write_text("\n".join(tokens(answers)))
    return {
        "calm": of_them(quiet),
        "faults": [told(name, span, seconds, calm) for name, span in done.items()],
        "receipts": json.loads(places.python(wall, "-m", "bench.behind", "judge", str(shown))),
    }


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.faults")
    asked.add_argument("--rate", type=int, default=100)
    asked.add_argument("--flood", type=int, default=2000)
    asked.add_argument("--pieces", type=int, default=20_000)
    given = asked.parse_args()
    random.seed(given.rate)
    load = [float(part) for part in Path("/proc/loadavg").read_text().split()[:3]]
    with TemporaryDirectory(prefix="wall-faults-") as folder:
        found = measure(Path(folder), given)
    at = datetime.now(UTC)
    found |= {"at": at.isoformat(timespec="minutes"), "asked": vars(given), "load before": load}
    (RESULTS / f"{at:%Y-%m-%d-%H%M}-faults.json").write_text(json.dumps(found, indent=1) + "\n")
    print(f"calm: {found['calm']}")
    for each in found["faults"]:
        print(each)
    print(found["receipts"], found["wall_pss_mb"], "MB; load before:", load)


if __name__ == "__main__":
    main()
