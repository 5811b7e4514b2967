"""Finds planted words in every file of a folder, in every form that a program might have written them."""

import base64
import re
import zlib
from collections.abc import Iterable
from pathlib import Path

SHORTEST = 8  # a shorter mark could stand somewhere by chance


def traces(folder: Path, marks: Iterable[str]) -> list[str]:
    """`file: mark` for each planted mark that any file holds. Files that vanish meanwhile hold nothing."""
    forms = {mark: _forms(mark) for mark in marks}
    found = []
    for path in sorted(folder.rglob("*")):
        for content in _contents(path):
            found += [
                f"{path.relative_to(folder)}: {mark}"
                for mark, needles in forms.items()
                if any(needle in content for needle in needles)
            ]
    return sorted(set(found))


def size(folder: Path) -> tuple[int, int]:
    """Files and bytes."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files)


def _forms(mark: str) -> list[bytes]:
    assert len(mark) >= SHORTEST, mark
    plain = mark.encode()
    forms = [plain, mark.encode("utf-16-le"), mark.encode("utf-16-be"), plain.hex().encode()]
    return forms + [_inside_base64(plain, shift) for shift in range(3)]


def _inside_base64(plain: bytes, shift: int) -> bytes:
    """What base64 writes for these bytes when they begin at this place of a triple, without its uncertain ends."""
    whole = base64.b64encode(b"\0" * shift + plain)
    return whole[4 if shift else 0 : -4]


def _contents(path: Path) -> list[bytes]:
    try:
        raw = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    except OSError:
        return []
    return [raw, *_unpacked(raw)]


def _unpacked(raw: bytes) -> list[bytes]:
    """Whatever gzip holds, wherever in the file it begins."""
    unpacked = []
    for start in re.finditer(rb"\x1f\x8b\x08", raw):
        try:
            unpacked.append(zlib.decompressobj(31).decompress(raw[start.start() :]))
        except zlib.error:
            continue
    return unpacked
