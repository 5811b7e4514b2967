"""How long an honest reader waits while the site behind the shipped nginx is attacked: `python -m bench.attack`.

Rounds in turn, quiet and attacked. An attack: 100 slow clients, and two senders that send bodies of 300 KiB, forms of 10,000
fields, paths that lead nowhere and posts from elsewhere, one after the other, as fast as they are answered. Everything is on
127.0.0.1, and ends by itself.
"""

import statistics
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.deployed.attacking import KIB, get, post, send, slow_clients
from tests.deployed.conftest import Visitor
from tests.deployed.standing import standing
from tests.proofs.own_server import OwnServer

ROUNDS = 2
READS = 100  # in each half of a round
SLOW, SENDERS = 100, 2
PATHS = ("/", "/stories/", "/stories/?kind=story&n={}", "/resources/", "/share/")
FIELDS = b"&".join(b"a%d=b" % number for number in range(10_000))
HERE = "Sec-Fetch-Site: same-origin"
ATTACKS = (
    post("/share/", b"text=" + b"a" * 300 * KIB, HERE),
    post("/share/", FIELDS, HERE),
    post("/share/", b"text=a", "Sec-Fetch-Site: cross-site"),
    get("/static/../../etc/passwd"),
    get("/" + "a" * 5000),
)


def main() -> None:
    settings = {"HTTPS": "1", "TRUSTED_PROXIES": "1"}
    with ExitStack() as stack:
        var = Path(stack.enter_context(TemporaryDirectory(prefix="var")))
        front = Path(stack.enter_context(TemporaryDirectory(prefix="front")))
        site = stack.enter_context(OwnServer(var, **settings))
        nginx = stack.enter_context(standing(front, site.port))
        measure(Visitor(nginx))


def measure(visitor: Visitor) -> None:
    read(visitor, 50)
    quiet: list[float] = []
    attacked: list[float] = []
    sent = 0
    for _round in range(ROUNDS):
        quiet += read(visitor, READS)
        with attack(visitor) as count:
            attacked += read(visitor, READS)
        sent += sum(count)
    for name, times in (("quiet", quiet), ("attacked", attacked)):
        print(f"{name}: median {statistics.median(times):.1f} ms, p99 {p99(times):.1f} ms")
    print(f"p99 {p99(attacked) / p99(quiet):.2f} times; {sent} attacks answered")


def read(visitor: Visitor, number: int) -> list[float]:
    """Milliseconds of each read, its handshake included; another answer than 200 ends the measurement."""
    times = []
    for turn in range(number):
        began = time.perf_counter()
        answer, _body = visitor.ask("GET", PATHS[turn % len(PATHS)].format(turn))
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, answer.status
    return times


@contextmanager
def attack(visitor: Visitor):
    ended, counts = threading.Event(), [0] * SENDERS

    def send_on(place: int) -> None:
        while not ended.is_set():
            send(visitor, ATTACKS[counts[place] % len(ATTACKS)])
            counts[place] += 1

    senders = [threading.Thread(target=send_on, args=[place]) for place in range(SENDERS)]
    with slow_clients(visitor, SLOW):
        for sender in senders:
            sender.start()
        yield counts
        ended.set()
        for sender in senders:
            sender.join()


def p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


if __name__ == "__main__":
    main()
