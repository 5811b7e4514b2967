"""Opens what browsers pack: caches, session files, SQLite with its log. The formats are those of the browsers' sources.

A cache keeps a body as it came over the wire, so that its words may stand in gzip, Brotli or Zstandard.
"""

import re
import shutil
import sqlite3
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import cramjam

GZIP = re.compile(rb"\x1f\x8b\x08")
SQLITE = b"SQLite format 3\0"
MOZ_LZ4 = b"mozLz40\0"  # Firefox's session files: this, the length in 4 bytes, one LZ4 block
# net/disk_cache/simple: a header of 24 bytes that begins so, the key, the body, and this end of it.
CHROMIUM_ENTRY = struct.pack("<Q", 0xFCFB6D1BA7725C30)
CHROMIUM_END_OF_BODY = struct.pack("<Q", 0xF4FA6F45970D41D8)
LONGEST_VALUE = 1 << 20  # bytes: what a page may have stored in a row is shorter


def contents(path: Path) -> Iterator[bytes]:
    """A file's own bytes, then whatever can be unpacked from them. A file that vanishes holds nothing."""
    try:
        raw = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    except OSError:
        return
    yield raw
    yield from _gzip_anywhere(raw)
    for body in _bodies(raw):
        yield from _decoded(body)
    if raw.startswith(MOZ_LZ4):
        yield from _try(lambda: cramjam.lz4.decompress_block(raw[12:], _moz_length(raw)))
    if raw.startswith(SQLITE):
        yield from _rows(path)


def _gzip_anywhere(raw: bytes) -> Iterator[bytes]:
    for start in GZIP.finditer(raw):
        try:
            yield zlib.decompressobj(31).decompress(raw[start.start() :])
        except zlib.error:
            continue


def _bodies(raw: bytes) -> Iterator[bytes]:
    """Bodies of answers, in the file of either browser's cache, and the file as a whole."""
    if len(raw) < 24:
        return
    if raw.startswith(CHROMIUM_ENTRY):
        start = 24 + int.from_bytes(raw[12:16], "little")
        end = raw.find(CHROMIUM_END_OF_BODY, start)
        yield raw[start : end if end > 0 else None]
    else:
        length = int.from_bytes(raw[-4:], "big")  # Firefox's cache2: where its own notes begin
        yield raw[:length] if length < len(raw) else raw


def _decoded(body: bytes) -> Iterator[bytes]:
    for coding in (cramjam.brotli, cramjam.zstd):
        yield from _try(lambda coding=coding: coding.decompress(body))


def _moz_length(raw: bytes) -> int:
    return int.from_bytes(raw[8:12], "little")


def _try(unpack: Callable[[], object]) -> Iterator[bytes]:
    try:
        yield bytes(unpack())
    except cramjam.DecompressionError:
        return


def _rows(path: Path) -> Iterator[bytes]:
    """Every value of every table: a long one stands in a file in pieces, and Firefox packs some with Snappy."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ("", "-wal"):
            if Path(f"{path}{part}").exists():
                shutil.copy(f"{path}{part}", Path(folder, f"copy{part}"))
        with closing(sqlite3.connect(Path(folder, "copy"))) as database:
            database.text_factory = bytes
            for (table,) in _tables(database):
                yield from _values(database, table.decode())


def _tables(database: sqlite3.Connection) -> list[tuple[bytes]]:
    try:
        return database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except sqlite3.DatabaseError:
        return []


def _values(database: sqlite3.Connection, table: str) -> Iterator[bytes]:
    try:
        rows = database.execute(f'SELECT * FROM "{table}"').fetchall()
    except sqlite3.Error:
        return  # a virtual table of a module that is not here; its shadow tables are read as tables
    values = [value for row in rows for value in row if isinstance(value, bytes)]
    yield b"\0".join(values)
    for value in values:
        if 8 <= len(value) < LONGEST_VALUE:
            yield from _try(lambda value=value: cramjam.snappy.decompress_raw(value))
