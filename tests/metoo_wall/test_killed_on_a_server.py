"""`kill -9` in mid-load, twice, on the database of this run; `make prove` does it twenty times on each."""

from tests.journeys.serving import scratch_database
from tests.proofs.killing import kill_in_the_middle
from tests.proofs.own_server import OwnServer

KILLS = 2


def test_each_post_is_there_once_or_not_at_all(tmp_path):
    with scratch_database() as database:
        server = OwnServer(tmp_path, DATABASE_URL=database, FORM_MIN_SECONDS="0")
        try:
            outcome = kill_in_the_middle(server, KILLS)
        finally:
            server.end()

    assert outcome.shown > 0
    assert outcome.kept + outcome.gone == outcome.sent
