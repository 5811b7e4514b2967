"""The long proofs, run when they are asked for: `make prove`. They share the journeys' server and browser."""

from collections.abc import Iterator
from pathlib import Path

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


@pytest.fixture
def report(request) -> Iterator[list[str]]:
    """Lines for docs/proofs.md: shown by `make prove ARGS=-s`."""
    lines: list[str] = []
    yield lines
    for line in lines:
        print(f"\n  {Path(request.node.nodeid).name}: {line}", end="")  # noqa: T201
