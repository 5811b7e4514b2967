"""The wall in w3m: no style, no script, one column of words; the way out first, warnings before a letter."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from shutil import which

import pytest

from tests.journeys.serving import ROOT, running

W3M = which("w3m") or "w3m"  # its absence is an error of the first test that asks for it


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        with running(tmp_path_factory.mktemp("demo"), DEMO="1") as server:
            command = [sys.executable, "manage.py", "demo"]
            subprocess.run(command, cwd=ROOT, env=server.environment, check=True)
            yield server.address


def read(tmp_path, address: str, columns: int = 72) -> str:
    command = [W3M, "-dump", "-cols", str(columns), "-T", "text/html", address]
    own = {**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command, env=own, check=True, capture_output=True, timeout=60
    ).stdout.decode()


def in_this_order(page: str, *words: str) -> bool:
    places = [page.find(word) for word in words]
    return min(places) >= 0 and places == sorted(places)


def test_the_first_page_says_it_and_asks_nothing(tmp_path, address):
    page = read(tmp_path, f"{address}/")

    assert in_this_order(
        page, "Leave now", "Find help", "Me too.", "It has been said here", "#MeToo"
    )
    assert "Leave this empty" in page  # the field for robots says so, where no style hides it


@pytest.mark.parametrize("columns", [32, 72])
def test_the_wall_is_a_list_of_voices_each_in_its_own_script(tmp_path, address, columns):
    page = read(tmp_path, f"{address}/stories/", columns)

    assert in_this_order(page, "Leave now", "The wall", "#MeToo", "Older pieces")
    assert len(re.findall("#MeToo", page)) >= 9
    assert "#米兔" in page
    assert "Speaks of" in page


def test_warnings_are_read_before_the_letter(tmp_path, address):
    wall = read(tmp_path, f"{address}/stories/?kind=story&language=en&without=stalking")
    assert "Left out: Stalking." in wall

    command = ["curl", "-sf", f"{address}/stories/?kind=story&language=en"]
    source = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    letter = re.search(r'href="(/stories/[^/"]+/)[^"]*"><span class="piece-speaks"', source)
    page = read(tmp_path, address + letter.group(1))

    assert in_this_order(page, "Leave now", "Before you read", "Suicide", "Something gentler")
    assert in_this_order(page, "Open the letter", "This is an invented example", "talk to someone")
