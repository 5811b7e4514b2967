"""Unique values are planted in everything a visitor can send, errors of every kind are forced on the real server, and all
that it put out is searched: its log, its numbers, each file beside the database."""

import json
import re
from collections import Counter
from contextlib import closing
from http.client import HTTPConnection
from secrets import token_hex
from urllib.parse import urlencode
from urllib.request import urlopen

import psycopg

from tests.proofs.authors import FORM_ID
from tests.proofs.own_server import OwnServer, _free_port
from tests.proofs.stores import own_postgres

FORM = "application/x-www-form-urlencoded"
KINDS = {200, 303, 400, 403, 404, 405, 413, 422, 429, 500, 503}
NO_MORE_STORIES = "ALTER TABLE stories_story RENAME TO away"
PARTS = {"time", "level", "logger", "event", "at", "view", "status", "exception", "frames"}


class Planter:
    def __init__(self, server: OwnServer) -> None:
        self.server = server
        self.marks: list[str] = []
        self.page = ""  # of the last answer
        self.statuses: Counter[int] = Counter()

    def mark(self) -> str:
        self.marks.append(f"z{token_hex(8)}")
        return self.marks[-1]

    def ask(self, verb: str, path: str, body: str | None = None, **headers: str) -> str:
        """With a mark in the query and in every header that people do not choose; returns where it leads."""
        address = f"{path}?{self.mark()}={self.mark()}"
        given = {
            "Sec-Fetch-Site": "same-origin",
            "User-Agent": self.mark(),
            "Referer": f"https://{self.mark()}.example/{self.mark()}",
            "X-Forwarded-For": f"2001:db8::{token_hex(2)}",
            "Cookie": f"staff={self.mark()}",
            "Accept-Language": self.mark(),
            self.mark(): self.mark(),
        }
        if body is not None:
            given["Content-Type"] = FORM
        self.marks.append(given["X-Forwarded-For"])
        with closing(HTTPConnection("localhost", self.server.port, timeout=60)) as connection:
            connection.request(verb, address, body, given | headers)
            answer = connection.getresponse()
            self.page = answer.read().decode()
            self.statuses[answer.status] += 1
            return answer.headers["Location"] or ""

    def post(self, path: str, form: dict[str, str], **headers: str) -> str:
        return self.ask("POST", path, urlencode(form), **headers)

    def words(self, **more: str) -> dict[str, str]:
        said = {"text": f"I said {self.mark()}.", "name": self.mark(), "form_id": self.mark()}
        return said | more


def make_every_error(planter: Planter) -> None:
    for where in ("/", "/share/", "/yours/", f"/{planter.mark()}/", f"/share/{planter.mark()}/"):
        planter.ask("GET", where)
    sealed = planter.post("/share/", planter.words(step="preview"))
    planter.ask("GET", sealed)
    planter.ask("GET", planter.post("/share/", planter.words(step="send")))  # 422: an id of nobody
    planter.post("/share/", {planter.mark(): planter.mark()})  # 400
    planter.post("/share/", planter.words(), **{"Sec-Fetch-Site": "cross-site"})  # 403
    planter.post("/share/", {"text": planter.mark() * 30_000})  # 413
    planter.post("/share/", {f"{planter.mark()}{n}": planter.mark() for n in range(300)})
    planter.ask("POST", "/share/", planter.mark(), **{"Content-Type": f"{FORM}; charset=rot13"})
    planter.ask("GET", "/", Host=f"{planter.mark()}.example")
    planter.ask("PUT", "/share/", planter.mark())  # 405
    planter.ask("GET", "/share/")
    too_fast = planter.words(step="send", form_id=FORM_ID.search(planter.page)[1])
    planter.ask("GET", planter.post("/share/", too_fast))  # 429
    planter.post("/admin/login/", {"username": planter.mark(), "password": planter.mark()})


def test_no_value_of_a_visitor_is_in_any_output(tmp_path, report):
    port = _free_port()
    with own_postgres() as cluster:
        settings = {"DATABASE_URL": cluster.url, "METRICS_PORT": str(port)}
        with OwnServer(tmp_path, **settings) as server:
            planter = Planter(server)
            make_every_error(planter)
            with psycopg.connect(cluster.url) as connection:
                connection.execute(NO_MORE_STORIES)
            planter.ask("GET", "/feed/")  # 500
            with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
                numbers = answer.read().decode()
            cluster.stop()
            planter.post("/share/", planter.words(step="send"))  # 503
            planter.ask("GET", "/stories/")
            with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
                numbers += answer.read().decode()

    said = (tmp_path / "said.txt").read_text()
    files = {file.name: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    texts = [numbers, *[content.decode("utf-8", "replace") for content in files.values()]]
    found = [mark for mark in planter.marks for text in texts if mark in text]
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]

    assert set(planter.statuses) >= KINDS, planter.statuses
    assert found == []
    assert len(lines) > 1
    assert all(set(line) <= PARTS for line in lines)
    assert re.search(r'status="500"\} [1-9]', numbers)
    assert "wall_database_up 0.0" in numbers
    report.append(
        f"{len(planter.marks)} marks, answers {dict(sorted(planter.statuses.items()))}, "
        f"{len(lines)} lines of the log, {len(files)} files: none"
    )
