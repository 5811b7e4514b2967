"""The viral mix: of a hundred requests 80 read, 15 say "me too", 4 say a word of support, one brings a story; `make mix`.

    python -m bench.mix --only "bare post"    # or read, support, story: that kind alone
    python -m bench.mix                       # the embedded server on SQLite, nothing before it
    DATABASE_URL=postgres://… CACHE_URL=redis://… python -m bench.mix --nginx --target 1390

Requests come by chance (Poisson) at a rate, whether the site is ready or not (`bench/crowd.py`), for `--seconds` at each; the rates
rise until p99 breaks. Then every receipt that was shown is looked for among the rows. Reads, in equal parts: home, the wall,
the wall with filters (half of them somewhere down), a piece out of a thousand, the helplines of five countries. Stories come in forms that were
opened before. A browser would open the page of its receipt, too: that is not part of it. The driver runs on the same machine.
Results go to bench/results/; nothing is asserted.
"""

import argparse
import json
import os
import random
import ssl
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote_plus

from bench import places
from bench.__main__ import RESULTS, filtered
from bench.crowd import Answer, Ask, Crowd, get, post
from bench.servers import Server, serving
from bench.texts import letters
from tests.deployed.standing import standing

PORT = 8117
SHARES = {"read": 80, "bare post": 15, "support": 4, "story": 1}
READS = ("home", "wall", "filtered wall", "piece", "resources")
WORDS = ("believe", "not-alone", "me-too")
COUNTRIES = ("FR", "US", "IN", "DE", "MX")
BROKEN = 2000  # ms: where p99 is beyond, no higher rate is tried
PATIENCE = 10  # seconds for what is still open when a run's time is over
REST = 5  # seconds between two rates
HONEST = (429, 503)
LONGEST = 1500  # characters of a story


class Mix:
    def __init__(self, wall: dict[str, str], host: str, most: int, only: str = "") -> None:
        self.shares = {only: 1} if only else SHARES
        said = places.python(wall, "-m", "bench.behind", "ready", str(most // 60 + 100), "500")
        ready = json.loads(said.splitlines()[-1])
        self.host, self.phrases, self.pieces = host, ready["phrases"], ready["pieces"]
        self.forms = iter(ready["forms"])
        self.texts = [text for _language, text in letters() if len(text) < LONGEST]
        self.ids = places.some_ids(wall, 1000)
        down = list(filtered(self.ids))
        self.filtered = down + [path.rpartition("after=")[0].rstrip("&?") for path in down]

    def arrivals(self, rate: int, seconds: int) -> Iterator[tuple[float, Ask]]:
        kinds, shares = list(self.shares), list(self.shares.values())
        at = random.expovariate(rate)
        while at < seconds:
            [kind] = random.choices(kinds, shares)
            yield at, self._ask(random.choice(READS) if kind == "read" else kind)
            at += random.expovariate(rate)

    def _ask(self, kind: str) -> Ask:
        match kind:
            case "bare post":
                body = f"phrase={random.choice(self.phrases)}&step=send&form_id={places.a_token()}"
                return post(kind, self.host, "/share/", body)
            case "support":
                path = f"/stories/{random.choice(self.pieces)}/support/"
                return post(kind, self.host, path, f"word={random.choice(WORDS)}")
            case "story":
                text = quote_plus(random.choice(self.texts))
                body = f"text={text}&step=send&form_id={quote_plus(next(self.forms))}"
                return post(kind, self.host, "/share/", body)
        return get(kind, self.host, self._path(kind))

    def _path(self, kind: str) -> str:
        return {
            "home": "/",
            "wall": "/stories/",
            "filtered wall": random.choice(self.filtered),
            "piece": f"/stories/{random.choice(self.ids)}/",
            "resources": f"/resources/?country={random.choice(COUNTRIES)}",
        }[kind]


def of_them(answers: list[Answer]) -> dict:
    times = sorted(a.ms for a in answers)
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    honest = [a for a in answers if a.status in HONEST and a.says_when]
    fine = sum(200 <= a.status < 400 for a in answers)
    return {
        "asked": len(answers),
        "fine": fine,
        "honest": len(honest),
        "errors": len(answers) - fine - len(honest),
        "statuses": Counter(a.status for a in answers),
        "p50": round(cuts[49], 1),
        "p99": round(cuts[98], 1),
        "slowest": round(times[-1], 1) if times else 0.0,
    }


def of_kind(answers: list[Answer], kind: str) -> list[Answer]:
    return [a for a in answers if a.kind == kind]


def tokens(answers: list[Answer]) -> list[str]:
    sent = [a for a in answers if a.kind in ("bare post", "story") and a.status == 303]
    return [a.location.rstrip("/").rpartition("/")[2] for a in sent]


def busy() -> tuple[float, float]:
    """Seconds of both processors, as the kernel counts them: at work, and idle."""
    fields = list(map(int, Path("/proc/stat").read_text().splitlines()[0].split()[1:]))
    idle = fields[3] + fields[4]
    return (sum(fields[:8]) - idle) / 100, idle / 100


def one_rate(mix: Mix, crowd: Crowd, servers: dict[str, Server], rate: int, seconds: int) -> dict:
    arrivals = list(mix.arrivals(rate, seconds))
    before = {name: server.cpu() for name, server in servers.items()}
    work, idle, own, began = *busy(), time.process_time(), time.perf_counter()
    answers = crowd.come(arrivals, PATIENCE)
    took = time.perf_counter() - began
    used = {name: server.cpu() - before[name] for name, server in servers.items()}
    used["this driver"] = time.process_time() - own
    used["all"], unused = busy()[0] - work, busy()[1] - idle
    return {
        "rate": rate,
        "seconds": seconds,
        "took": round(took, 1),
        "all": of_them(answers),
        "kinds": {k: of_them(alike) for k in _kinds() if (alike := of_kind(answers, k))},
        "cores": {name: round(value / took, 2) for name, value in used.items()},
        "idle": round(unused / took, 2),
        "tokens": tokens(answers),
        "posts": sum(ask.kind in ("bare post", "story") for _at, ask in arrivals),
    }


def _kinds() -> tuple[str, ...]:
    return *READS, *(kind for kind in SHARES if kind != "read")


def told(run: dict) -> str:
    m = run["all"]
    return (
        f"| {run['rate']:,} | {m['fine']:,} of {m['asked']:,} | {m['honest']} | {m['errors']} | {m['p50']:,.1f} | {m['p99']:,.1f} "
        f"| {m['slowest']:,.0f} | {' '.join(f'{k} {v}' for k, v in run['cores'].items())}; idle {run['idle']} |"
    )


def measure(folder: Path, given: argparse.Namespace) -> dict:
    secure = {"HTTPS": "1"} if given.nginx else {"TRUSTED_PROXIES": "0"}
    wall = places.make_wall(folder, given.pieces, "mix", PORT, **secure)
    command = [sys.executable, "manage.py", "run"]
    with ExitStack() as stack:
        said = folder / "said.txt"
        started = serving(command, PORT, said, "/readyz", cwd=places.ROOT, env=wall)
        servers = {"server": stack.enter_context(started)}
        crowd = Crowd(PORT)
        if given.nginx:
            front = Path(stack.enter_context(TemporaryDirectory(prefix="front")))
            nginx = stack.enter_context(standing(front, PORT))
            servers["nginx"] = Server(nginx.process, nginx.address)
            trusted = ssl.create_default_context(cafile=str(nginx.authority.certificate))
            crowd = Crowd(nginx.port, trusted)
        mix = Mix(
            wall,
            f"localhost:{crowd.port}",
            sum(rate * seconds for rate, seconds in planned(given)),
            given.only,
        )
        return rising(wall, mix, crowd, servers, given)


def planned(given: argparse.Namespace) -> list[tuple[int, int]]:
    """Rates and seconds; the target comes last, and for its own time, whatever came before."""
    target = [(given.target, given.target_seconds)] if given.target else []
    return [(rate, given.seconds) for rate in given.rates] + target


def rising(wall: dict, mix: Mix, crowd: Crowd, servers: dict[str, Server], given) -> dict:
    time.sleep(4)  # forms are to be three seconds old
    crowd.come(list(mix.arrivals(50, 5)), PATIENCE)  # both workers have made their frames
    rest, before, runs = servers["server"].pss(), _rows(wall), []
    for rate, seconds in planned(given):
        if runs and runs[-1]["all"]["p99"] > BROKEN and rate != given.target:
            continue
        time.sleep(REST)
        runs.append(one_rate(mix, crowd, servers, rate, seconds))
        print(told(runs[-1]), flush=True)
    after, full = _rows(wall), servers["server"].pss()
    shown = Path(wall["VAR_DIR"]) / "tokens.txt"
    shown.write_text("\n".join(token for run in runs for token in run.pop("tokens")))
    judged = json.loads(places.python(wall, "-m", "bench.behind", "judge", str(shown)))
    more, sent = after["posts"] - before["posts"], sum(run["posts"] for run in runs)
    judged |= {"posts sent": sent, "rows more": more, "doubled": max(0, more - sent)}
    judged["words of support"] = after["words of support"] - before["words of support"]
    return {
        "runs": runs,
        "receipts": judged,
        "wall_pss_mb": {"at rest": round(rest), "after": round(full)},
        "visitors": crowd.came,
    }


def _rows(wall: dict[str, str]) -> dict[str, int]:
    return json.loads(places.python(wall, "-m", "bench.behind", "rows"))


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.mix")
    asked.add_argument("--nginx", action="store_true", help="behind deploy/nginx, by TLS")
    asked.add_argument("--only", choices=("", *SHARES), default="", help="one kind, alone")
    asked.add_argument("--pieces", type=int, default=100_000)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--target", type=int, default=0, help="a rate that is tried at the end")
    asked.add_argument("--target-seconds", type=int, default=60)
    asked.add_argument(
        "--rates",
        type=lambda text: [int(n) for n in text.split(",")],
        default=[100, 200, 300, 400, 600, 800, 1000],
    )
    given = asked.parse_args()
    load = Path("/proc/loadavg").read_text().split()[:3]
    with TemporaryDirectory(prefix="wall-mix-") as folder:
        found = measure(Path(folder), given)
    at = datetime.now(UTC)
    head = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(head, capture_output=True, text=True, check=False).stdout.strip()
    found |= {"at": at.isoformat(timespec="minutes"), "commit": commit, "asked": vars(given)}
    found["load before"] = [float(part) for part in load]
    found["database"] = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    (RESULTS / f"{at:%Y-%m-%d-%H%M}-mix.json").write_text(json.dumps(found, indent=1) + "\n")
    print(found["receipts"], found["wall_pss_mb"], f"load before: {load}")


if __name__ == "__main__":
    main()
