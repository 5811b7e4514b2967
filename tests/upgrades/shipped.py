"""What stands in tests/upgrades/: a database of each released version, the oldest first."""

import gzip
import re
import sqlite3
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).resolve().parent
RELEASE = re.compile(r"^## (\d+\.\d+\.\d+)\b(?! \(not released\))", re.M)
APPLIED = re.compile(r"INSERT INTO \"django_migrations\" VALUES\(\d+,'(\w+)','(\w+)'")


def in_order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


VERSIONS = sorted(
    (folder.name for folder in HERE.iterdir() if (folder / "wall.sql.gz").exists()), key=in_order
)


def sql_of(version: str) -> str:
    return gzip.decompress((HERE / version / "wall.sql.gz").read_bytes()).decode()


def migrations_of(version: str) -> set[tuple[str, str]]:
    """What had been applied to its database."""
    return set(APPLIED.findall(sql_of(version)))


def tables_of(version: str) -> list[str]:
    return re.findall(r'^CREATE TABLE "(\w+)"', sql_of(version), re.M)


def lay_out(version: str, folder: Path) -> None:
    """Its database and its keys, as VAR_DIR had them."""
    with closing(sqlite3.connect(folder / "wall.sqlite3")) as connection:
        connection.executescript(sql_of(version))
    (folder / "keys.env").write_text((HERE / version / "keys.env").read_text())


def released(changelog: str) -> list[str]:
    return RELEASE.findall(changelog)
