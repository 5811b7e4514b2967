"""The long proofs, run when they are asked for: `make prove`. They share the journeys' server and browser."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.journeys.conftest import (  # noqa: F401
    browser,
    desk,
    open_context,
    pen,
    playwright,
    server,
    staff_state,
)
from tests.proofs.browsers import Browser, Chromium, Firefox
from tests.proofs.street import Street, built


@pytest.fixture
def report(request) -> Iterator[list[str]]:
    """Lines for docs/proofs.md: shown by `make prove ARGS=-s`."""
    lines: list[str] = []
    yield lines
    for line in lines:
        print(f"\n  {Path(request.node.nodeid).name}: {line}", end="")  # noqa: T201


@pytest.fixture(scope="module")
def street(tmp_path_factory) -> Iterator[Street]:
    with built(tmp_path_factory.mktemp("street")) as street:
        yield street


@pytest.fixture
def firefox() -> Firefox:
    return Firefox()


@pytest.fixture(params=["chromium", "firefox"])
def own_browser(request) -> Browser:
    """Each of the two; one that is not here fails."""
    if request.param == "firefox":
        return Firefox()
    return Chromium(request.getfixturevalue("playwright"))


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: Chromium makes a socket in it, whose path may have 107 bytes."""
    with TemporaryDirectory(prefix="home", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
