"""Finds planted words in every file of a folder, in every form that a program might have written them."""

import base64
from collections.abc import Iterable
from pathlib import Path

from tests.proofs.unpacking import contents

SHORTEST = 8  # a shorter mark could stand somewhere by chance


def traces(folder: Path, marks: Iterable[str]) -> list[str]:
    """`file: mark` for each planted mark that any file holds. Files that vanish meanwhile hold nothing."""
    needles_of = {mark: forms(mark) for mark in marks}
    found = []
    for path in sorted(folder.rglob("*")):
        for content in contents(path):
            found += [
                f"{path.relative_to(folder)}: {mark}"
                for mark, needles in needles_of.items()
                if any(needle in content for needle in needles)
            ]
    return sorted(set(found))


def size(folder: Path) -> tuple[int, int]:
    """Files and bytes."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files)


def forms(mark: str) -> list[bytes]:
    """UTF-8, UTF-16, hex, and the three ways in which base64 can hold it."""
    assert len(mark) >= SHORTEST, mark
    plain = mark.encode()
    whole = [plain, mark.encode("utf-16-le"), mark.encode("utf-16-be"), plain.hex().encode()]
    return whole + [_inside_base64(plain, shift) for shift in range(3)]


def _inside_base64(plain: bytes, shift: int) -> bytes:
    """What base64 writes for these bytes when they begin at this place of a triple, without its uncertain ends."""
    whole = base64.b64encode(b"\0" * shift + plain)
    return whole[4 if shift else 0 : -4]
