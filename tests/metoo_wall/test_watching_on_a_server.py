"""The numbers of a real server: its workers count together, at a port of their own, and begin anew with it."""

import re
from http.client import HTTPConnection
from urllib.request import urlopen

from tests.proofs.own_server import OwnServer, _free_port

ASKED = 12


def test_workers_count_together_at_a_port_of_their_own(tmp_path):
    port = _free_port()
    with OwnServer(tmp_path, METRICS_PORT=str(port)) as server:
        for _time in range(ASKED):
            urlopen(f"{server.address}/guidelines/", timeout=30).close()

        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
            numbers = answer.read().decode()
        on_the_site = HTTPConnection("localhost", server.port, timeout=30)
        on_the_site.request("GET", "/metrics")
        status = on_the_site.getresponse().status
        on_the_site.close()

    line = r'^wall_requests_total\{route="wall:guidelines",status="200"\} ([\d.]+)$'
    assert float(re.search(line, numbers, re.M)[1]) == ASKED
    assert "wall_database_up 1.0" in numbers
    assert status == 404
