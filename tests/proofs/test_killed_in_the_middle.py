"""Twenty times `kill -9`, on each database: tests/proofs/killing.py says what is judged. Two of them are in `make test`."""

import os
from collections.abc import Iterator

import pytest

from tests.journeys.serving import scratch_database
from tests.proofs.killing import kill_in_the_middle
from tests.proofs.own_server import OwnServer

KILLS = int(os.environ.get("PROOF_KILLS", "20"))
POSTGRES = os.environ.get("PROOF_POSTGRES", "postgres://root@127.0.0.1:5432/postgres")


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request, tmp_path, monkeypatch) -> Iterator[OwnServer]:
    if request.param == "postgresql":
        _skip_without(POSTGRES)
    monkeypatch.setenv("DATABASE_URL", POSTGRES if request.param == "postgresql" else "")
    with scratch_database() as database:
        own = OwnServer(tmp_path, DATABASE_URL=database, FORM_MIN_SECONDS="0")
        yield own
        own.end()


def _skip_without(url: str) -> None:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        pytest.skip("No PostgreSQL answers at PROOF_POSTGRES.")


def test_each_post_is_there_once_or_not_at_all(server, report):
    outcome = kill_in_the_middle(server, KILLS)

    report.append(f"{KILLS} kills, {outcome}")
    assert outcome.shown > KILLS
    assert outcome.kept + outcome.gone == outcome.sent
