"""What the doctor says of what the site stands on: a database and a cache that are away, and a database older than the code."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.journeys.serving import ROOT
from tests.metoo_wall.walls import Wall, new_wall

NOBODY = "127.0.0.1:9"  # a port at which nothing listens
BELOW = {"wall.D001", "wall.D002", "wall.D003"}


@pytest.fixture(scope="module")
def wall(tmp_path_factory) -> Iterator[Wall]:
    with new_wall(tmp_path_factory.mktemp("wall") / "var") as wall:
        yield wall


def found(wall: Wall, **settings: str) -> tuple[set[str], int]:
    """The ids, and how the command ended."""
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        cwd=ROOT, env=wall.environment | settings, text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return set(re.findall(r"^wall\.D\d{3}", done.stdout, re.M)), done.returncode


def test_a_database_older_than_the_code_is_serious_until_it_is_prepared(wall):
    assert found(wall) == ({"wall.D002"}, 1)

    wall.prepare()

    ids, _ended = found(wall)
    assert not ids & BELOW


def test_a_database_that_is_away_is_serious(wall):
    ids, ended = found(wall, DATABASE_URL=f"postgres://nobody@{NOBODY}/nothing")

    assert ids & BELOW == {"wall.D001"}
    assert ended == 1


def test_a_cache_that_is_away_is_serious(wall):
    ids, ended = found(wall, CACHE_URL=f"redis://{NOBODY}/0")

    assert ids & BELOW == {"wall.D003"}
    assert ended == 1
