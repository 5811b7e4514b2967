"""Lighthouse on a demonstration of its own, on this machine alone: 100 in each category, or it ends with 1.

    make lighthouse                  # installs the version of bench/node/package-lock.json, then runs this

Five pages, as a phone on a slow line and as a desktop. Chromium is Debian's (CHROMIUM). Other work on the machine can only lower a
score, so a page below 100 is asked again, at most four times; the best counts, and how often it was asked is printed.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.serving import ROOT, running

LIGHTHOUSE = ROOT / "bench" / "node" / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices")
FORMS = {"phone": [], "desktop": ["--preset=desktop"]}
SECONDS_TO_MEASURE = 180
ATTEMPTS = 3
MOST_ASKED = 5


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """The address of a server with the invented examples, as `make demo` starts it: with a database of its own."""
    os.environ.pop("DATABASE_URL", None)
    with running(folder, DEMO="1") as server:
        command = [sys.executable, "manage.py", "demo"]
        subprocess.run(command, cwd=ROOT, env=server.environment, check=True)
        yield server.address


def _read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as answer:
        return answer.read().decode()


def pages(address: str) -> dict[str, str]:
    letters = _read(f"{address}/stories/?kind=story&language=en")
    letter = re.search(r'href="(/stories/[^/"]+/)[^"]*"><span class="piece-speaks"', letters)
    return {
        "home": "/",
        "wall": "/stories/",
        "story": letter.group(1),
        "share": "/share/",
        "resources": "/resources/?country=GB",
    }


def measure(address: str, form: str, out: Path) -> dict:
    command = [str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--output-path={out}"]
    command += ["--chrome-flags=--headless=new --no-sandbox", *FORMS[form]]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    chrome = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    own = {**os.environ, "CHROME_PATH": chrome}
    for _attempt in range(ATTEMPTS):  # a busy machine loses the beginning of a trace now and then
        if subprocess.run(command, env=own, timeout=SECONDS_TO_MEASURE).returncode == 0:
            return json.loads(out.read_text())
    raise SystemExit(f"Lighthouse could not measure {address} in {ATTEMPTS} attempts.")


def scores(report: dict) -> list[int]:
    return [round(report["categories"][name]["score"] * 100) for name in CATEGORIES]


def best_scores(address: str, form: str, out: Path) -> tuple[list[int], int, dict]:
    """The scores, how many times it was asked, and the last report."""
    best, asked, report = [0] * len(CATEGORIES), 0, {}
    while min(best) < 100 and asked < MOST_ASKED:
        report = measure(address, form, out)
        best = [max(pair) for pair in zip(best, scores(report), strict=True)]
        asked += 1
    return best, asked, report


def lacking(report: dict) -> list[str]:
    """What a category lost points for."""
    weighed = {
        part["id"]
        for name in CATEGORIES
        for part in report["categories"][name]["auditRefs"]
        if part["weight"]
    }
    found = [report["audits"][name] for name in sorted(weighed)]
    return [
        f"{one['id']}: {one['score']}"
        for one in found
        if (one["score"] or 0) < 1 and one["score"] is not None
    ]


def report_on(address: str, out: Path) -> int:
    """Prints a line a page and form; the lowest score of all."""
    lowest = 100
    for name, path in pages(address).items():
        for form in FORMS:
            counted, asked, report = best_scores(address + path, form, out)
            lowest = min(lowest, *counted)
            why = lacking(report) if min(counted) < 100 else []
            print(f"{name}, {form}:", *counted, f"asked {asked}", *why, sep="  ", flush=True)
    return lowest


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="wall-lighthouse-") as folder:
        there = Path(folder)
        with demonstration(there) as address:
            return 0 if report_on(address, there / "out.json") == 100 else 1


if __name__ == "__main__":
    sys.exit(main())
