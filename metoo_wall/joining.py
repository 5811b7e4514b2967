"""Style sheets and scripts are written a part a file and served joined, so that a page asks for two files and no more.

A finder of static files: `collectstatic` asks it, and so does a server in development, which finds what was written last.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.core.files.storage import FileSystemStorage

# What every public page needs, the first page and the wall nothing else; then the rooms behind them; then the scripts.
JOINED = {
    "css/house.css": ("tokens.css", "base.css", "quilt.css"),
    "css/rooms.css": ("controls.css", "letter.css", "forms.css", "resources.css", "numbers.css"),
    "js/house.js": ("leave.js", "send.js"),
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LOOSE = re.compile(r"(?<=[{};:,]) +| +(?=[{}])")  # spaces that no style sheet needs


class JoinedFinder(BaseFinder):
    def __init__(self, *args, **kwargs) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "joined")
        self.parts = AppDirectoriesFinder()

    def find(self, path: str, find_all: bool = False, **kwargs) -> str | list[str]:
        if path not in JOINED:
            return []
        found = str(self._written(path))
        return [found] if find_all else found

    def list(self, ignore_patterns) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in JOINED:
            self._written(name)
            yield name, self.storage

    def _written(self, name: str) -> Path:
        """Touched only where its parts have changed: `prepare` looks at the time."""
        there, joined = Path(self.storage.path(name)), self._joined(name)
        if not there.exists() or there.read_text() != joined:
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_text(joined)
        return there

    def _joined(self, name: str) -> str:
        folder = name.partition("/")[0]
        parts = [Path(self.parts.find(f"{folder}/{part}")) for part in JOINED[name]]
        joined = "".join(without_remarks(part.read_text()) for part in parts)
        return LOOSE.sub("", joined) if folder == "css" else joined


def without_remarks(source: str) -> str:
    """The source without comments between /* and */, indentation and empty lines; each line stays a line."""
    lines = (line.strip() for line in COMMENT.sub("", source).splitlines())
    return "".join(f"{line}\n" for line in lines if line)
