"""Who has the database and every key of the server opens no sealed page; who waits finds none there."""

import base64
import hashlib
import json
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from secrets import token_hex
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from cryptography.fernet import Fernet, InvalidToken

from tests.proofs.own_server import OwnServer
from tests.proofs.searching import traces

PAGES = 20
TWO_TURNS = 130  # seconds: the timer of each worker looks every minute
FORM_ID = re.compile(r'name="form_id" value="([^"]+:[^"]+)"')


@pytest.fixture
def server(tmp_path) -> Iterator[OwnServer]:
    with OwnServer(tmp_path, FORM_MIN_SECONDS="0") as server:
        yield server


def test_a_stolen_database_and_every_key_open_none(server, report):
    mark = token_hex(8)
    tokens = [_seal(server, f"{mark} is an example.") for _page in range(PAGES)]
    payloads = [payload for (payload,) in _rows(server, "SELECT payload FROM stories_sealedpage")]
    material = {*_everything_stored(server), *_everything_set(server)}

    keys = {key for each in material for key in _keys_of(each)}
    opened = [payload for payload in payloads if _opens(payload, keys)]

    assert opened == []
    assert len(payloads) == PAGES
    token = hashlib.sha256(b"key\0" + tokens[0].encode()).digest()
    assert any(_opens(payload, {base64.urlsafe_b64encode(token)}) for payload in payloads)
    assert traces(server.folder, [mark, *tokens]) == []
    report.append(f"{len(keys)} keys from {len(material)} values tried on {len(payloads)} payloads")


def test_those_that_are_past_their_time_are_gone_without_anybody_asking(server, report):
    seen, unseen = _seal(server, "An example."), _seal(server, "Another.")
    urlopen(f"{server.address}/share/{seen}/", timeout=30).close()
    server.age_sealed_pages()
    began = time.monotonic()

    while _rows(server, "SELECT id FROM stories_sealedpage"):
        assert time.monotonic() - began < TWO_TURNS
        time.sleep(1)

    assert traces(server.folder, [seen, unseen]) == []
    report.append(f"both gone from the table {time.monotonic() - began:.0f} s after their time")


def _seal(server: OwnServer, text: str) -> str:
    """The token of a preview of these words."""
    with urlopen(f"{server.address}/share/", timeout=30) as form:
        form_id = FORM_ID.search(form.read().decode()).group(1)
    body = urlencode({"text": text, "step": "preview", "form_id": form_id}).encode()
    headers = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
    with urlopen(Request(f"{server.address}/share/", body, headers), timeout=30) as answer:
        return json.load(answer)["location"].strip("/").rpartition("/")[2]


def _rows(server: OwnServer, query: str) -> list[tuple]:
    with closing(sqlite3.connect(next(server.folder.glob("*.sqlite3")))) as database:
        return database.execute(query).fetchall()


def _everything_stored(server: OwnServer) -> Iterator[bytes]:
    for (table,) in _rows(server, "SELECT name FROM sqlite_master WHERE type = 'table'"):
        for row in _rows(server, f'SELECT * FROM "{table}"'):
            yield from (v if isinstance(v, bytes) else str(v).encode() for v in row if v)


def _everything_set(server: OwnServer) -> Iterator[bytes]:
    lines = (server.folder / "keys.env").read_text().splitlines()
    values = [line.partition("=")[2] for line in lines] + list(server.environment.values())
    for value in values:
        yield from (part.encode() for part in (value, *value.split(","), *value.split(":")))


def _keys_of(material: bytes) -> set[bytes]:
    """Every 32 bytes that it is, or that our ways of making keys would make of it."""
    made = [material]
    for decode in (base64.urlsafe_b64decode, bytes.fromhex):
        try:
            made.append(decode(material.decode()))
        except ValueError:
            continue
    made += [hashlib.sha256(way + each).digest() for each in made for way in (b"", b"key\0")]
    return {base64.urlsafe_b64encode(each) for each in made if len(each) == 32}


def _opens(payload: bytes, keys: Iterable[bytes]) -> bool:
    for key in keys:
        try:
            Fernet(key).decrypt(payload)
        except InvalidToken:
            continue
        return True
    return False
