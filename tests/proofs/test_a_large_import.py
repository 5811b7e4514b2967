"""An import of 50,000 rows, half of them broken, in a process of its own: its time and its memory are bounded."""

import json
import os
import resource
import subprocess
import sys
import time

import pytest
from django.conf import settings

from resources.cells import COLUMNS, to_cells
from resources.records import complete

ROWS = 50_000
MOST_MEMORY = 300 * 1024  # KiB, the whole of Django in it
MOST_SECONDS = 240


def record(number: int) -> dict:
    return complete(
        {
            "slug": f"line-{number}",
            "name": f"Line {number}",
            "name_en": f"Line {number}",
            "country": "ZZ" if number % 2 else "DE",
            "languages": ["de"],
            "who_for": ["anyone"],
            "confidence": "confirmed",
            "channels": [{"kind": "email", "value": f"n{number}@example.org", "display": "mail"}],
            "sources": [{"where": "its page", "seen": "the address", "date": "2026"}],
        }
    )


def write(path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        if path.suffix == ".csv":
            import csv

            writer = csv.writer(out)
            writer.writerow(COLUMNS)
            writer.writerows([to_cells(record(n))[c] for c in COLUMNS] for n in range(ROWS))
            return
        for number in range(ROWS):
            out.write("[" if number == 0 else ",")
            out.write(json.dumps(record(number)))
        out.write("]")


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_50_000_rows_half_of_them_broken_are_refused_within_bounds(tmp_path, kind):
    path, said, complained = (tmp_path / name for name in (f"many.{kind}", "out", "err"))
    write(path)
    environment = os.environ | {"VAR_DIR": str(tmp_path), "DATABASE_URL": "", "DEMO": "0"}
    manage = [sys.executable, "manage.py"]
    options = {"cwd": settings.BASE_DIR, "env": environment}
    subprocess.run([*manage, "migrate", "--verbosity", "0"], check=True, **options)
    began = time.monotonic()

    with said.open("wb") as out, complained.open("wb") as err:
        command = [*manage, "helplines", "import", str(path), "--dry-run"]
        done = subprocess.run(command, stdout=out, stderr=err, **options)

    seconds = time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    errors = complained.read_text(encoding="utf-8")
    assert done.returncode == 1
    assert errors.count("field country: ") == ROWS // 2
    assert "Rows to correct: 25000. Nothing was proposed." in errors
    assert said.read_text(encoding="utf-8").count("\n+ line-") + 1 >= ROWS // 2
    assert (memory < MOST_MEMORY, seconds < MOST_SECONDS) == (True, True), (memory, seconds)
    print(f"{kind}: {seconds:.0f} s, {memory // 1024} MiB")  # noqa: T201
