"""Compiles locale/*.po into VAR_DIR, with Babel: nobody who runs the site needs gettext."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(source: Path, target: Path) -> list[str]:
    """Writes what changed, and returns the names of its locales. Safe to run twice at once."""
    return [_locale(po) for po in catalogues(source) if _compile(po, _compiled(po, source, target))]


def catalogues(source: Path) -> Iterator[Path]:
    yield from sorted(source.glob("*/LC_MESSAGES/django.po"))


def _locale(po: Path) -> str:
    return po.parent.parent.name


def _compiled(po: Path, source: Path, target: Path) -> Path:
    return (target / po.relative_to(source)).with_suffix(".mo")


def _compile(po: Path, mo: Path) -> bool:
    """The compiled one carries the time of its source; another time, older or newer, is another source."""
    written = po.stat().st_mtime_ns
    if mo.exists() and mo.stat().st_mtime_ns == written:
        return False
    mo.parent.mkdir(parents=True, exist_ok=True)
    with po.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    _replace(mo, catalogue, written)
    return True


def _replace(mo: Path, catalogue, written: int) -> None:
    """In one step: whoever reads meanwhile finds the old file or the new one, whole."""
    handle, name = tempfile.mkstemp(dir=mo.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            write_mo(file, catalogue)
        os.utime(name, ns=(written, written))
        os.replace(name, mo)
    except BaseException:
        os.unlink(name)
        raise
