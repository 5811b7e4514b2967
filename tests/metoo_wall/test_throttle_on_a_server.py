"""The throttle in life: `manage.py run`, two workers, a proxy's header; and every file of the server searched."""

import hmac
from collections import Counter
from ipaddress import ip_address
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from metoo_wall.throttle import memory
from metoo_wall.throttle.in_memory import MemoryCounts
from stories.intake import receipts
from tests.proofs.own_server import OwnServer

ADDRESS = "203.0.113.217"
TRIES = 40


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with OwnServer(tmp_path_factory.mktemp("wall"), TRUSTED_PROXIES="1") as server:
        yield server


def try_number(server: OwnServer, number: int, address: str) -> int:
    form = urlencode({"receipt": receipts.derive("no form", str(number))}).encode()
    headers = {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": f"198.51.100.1, {address}"}
    try:
        with urlopen(Request(f"{server.address}/yours/", form, headers), timeout=30) as answer:
            return answer.status
    except HTTPError as error:
        return error.code


def environment_of(server: OwnServer) -> dict[str, str]:
    entries = Path(f"/proc/{server.process.pid}/environ").read_text().split("\0")
    return dict(entry.split("=", 1) for entry in entries if entry)


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_workers_count_together_and_no_file_knows_whom(server, monkeypatch):
    answers = Counter(try_number(server, number, ADDRESS) for number in range(TRIES))
    monkeypatch.setenv(memory.SHARED_BY, environment_of(server)[memory.SHARED_BY])

    key = MemoryCounts(memory.attach()).key()
    files = everything_in(server.folder)

    assert answers == {404: 10, 429: TRIES - 10}
    assert try_number(server, 0, "203.0.113.218") == 404
    bucket = hmac.digest(key, b"4" + ip_address(ADDRESS).packed, "sha256")[:8]
    for secret in (key, key.hex().encode(), bucket, bucket.hex().encode(), ADDRESS.encode()):
        assert secret not in files
    assert b"SQLite format 3" in files


def test_the_memory_has_no_name_and_ends_with_the_server(server):
    pid, _colon, descriptor = environment_of(server)[memory.SHARED_BY].partition(":")
    place = Path(f"/proc/{pid}/fd/{descriptor}")

    assert place.readlink().name.startswith("memfd:throttle")
    assert place.stat().st_nlink == 0
    server.end()

    assert not place.exists()
