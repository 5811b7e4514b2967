"""The search finds a word in every form in which a browser or a server may have written it."""

import gzip
import sqlite3
import struct
from contextlib import closing
from secrets import token_hex

import cramjam
import pytest

from tests.proofs.searching import traces
from tests.proofs.unpacking import CHROMIUM_END_OF_BODY, CHROMIUM_ENTRY, MOZ_LZ4

MARK = token_hex(8)
SAID = " ".join(f"{number} {MARK}" for number in range(50)).encode()
CHROMIUM = CHROMIUM_ENTRY + struct.pack("<IIII", 5, 3, 0, 0) + b"key"
ZSTD = bytes(cramjam.zstd.compress(SAID))
PACKED = {
    "plain": SAID,
    "utf-16": SAID.decode().encode("utf-16-le"),
    "gzip in the middle": b"x" * 99 + gzip.compress(SAID) + b"y" * 99,
    "brotli": bytes(cramjam.brotli.compress(SAID)),
    "zstd": ZSTD,
    "Chromium's cache": CHROMIUM + ZSTD + CHROMIUM_END_OF_BODY + b"more",
    "Firefox's cache": ZSTD + b"notes" + struct.pack(">I", len(ZSTD)),
    "Firefox's session": MOZ_LZ4
    + struct.pack("<I", len(SAID))
    + bytes(cramjam.lz4.compress_block(SAID, store_size=False)),
}


@pytest.mark.parametrize("packed", PACKED.values(), ids=PACKED)
def test_a_word_is_found_however_it_is_packed(tmp_path, packed):
    (tmp_path / "file").write_bytes(packed)

    assert traces(tmp_path, [MARK, token_hex(8)]) == [f"file: {MARK}"]


@pytest.mark.parametrize("packs", [bytes, cramjam.snappy.compress_raw], ids=["plain", "snappy"])
def test_a_word_is_found_in_the_log_of_a_database(tmp_path, packs):
    with closing(sqlite3.connect(tmp_path / "base.sqlite", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute("CREATE TABLE kept (value BLOB)")
        database.execute("INSERT INTO kept VALUES (?)", [bytes(packs(b"-" * 5000 + SAID))])

        assert f"base.sqlite: {MARK}" in traces(tmp_path, [MARK])
