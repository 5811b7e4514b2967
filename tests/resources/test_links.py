"""Links are looked at politely and honestly. A small server on this machine plays the websites."""

import io
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command

from resources import links
from resources.links import Outcome, Seen, addresses, look_at, look_at_all, remember
from resources.models import LinkCheck
from resources.worklist import worklist
from tests.resources.factories import make_helpline


class Site(BaseHTTPRequestHandler):
    asked: list[dict] = []

    def do_GET(self):
        self.asked.append(dict(self.headers))
        name = self.path.strip("/")
        if name == "slow":
            time.sleep(2)
        status = int(name) if name.isdigit() else 302 if name in ("away", "round", "file") else 200
        self.send_response(status)
        if status == 302:
            self.send_header("Location", self._elsewhere(name))
        self.send_header("Set-Cookie", "seen=1")
        self.end_headers()
        with suppress(OSError):  # whoever asked reads a little and goes
            self.wfile.write(b"x" * 100_000)

    def _elsewhere(self, name: str) -> str:
        port = self.server.server_address[1]
        there = {
            "away": f"http://localhost:{port}/",
            "round": "/round",
            "file": "file:///etc/hosts",
        }
        return there[name]

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def look(address: str, seconds: float = 1) -> Seen:
    return look_at(address, seconds=seconds, may_reach=lambda host: True)


@pytest.mark.parametrize(
    ("path", "outcome", "detail"),
    [
        ("/", Outcome.ANSWERS, ""),
        ("/404", Outcome.GONE, "HTTP 404"),
        ("/410", Outcome.GONE, "HTTP 410"),
        ("/403", Outcome.REFUSED, "HTTP 403"),
        ("/429", Outcome.REFUSED, "HTTP 429"),
        ("/503", Outcome.REFUSED, "HTTP 503"),
        ("/slow", Outcome.UNREACHED, "TimeoutError"),
        ("/file", Outcome.UNREACHED, "to where we do not go"),
    ],
)
def test_what_was_seen_is_said_and_nothing_more(site, path, outcome, detail):
    seen = look(site + path)

    assert seen.outcome == outcome
    assert detail in seen.detail


def test_a_link_that_leads_to_another_host_has_moved(site):
    seen = look(f"{site}/away")

    assert (seen.outcome, seen.detail.partition(":")[0]) == (Outcome.MOVED, "localhost")


def test_a_link_that_leads_in_circles_is_not_followed_for_long(site):
    before = len(Site.asked)

    assert look(f"{site}/round").outcome == Outcome.UNREACHED
    assert len(Site.asked) - before < 15


def test_no_cookie_is_sent_back(site):
    look(f"{site}/away")

    assert not any("Cookie" in headers for headers in Site.asked)


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/"])
def test_no_link_leads_into_our_own_network(address):
    seen = look_at(address, seconds=1)

    assert (seen.outcome, seen.detail) == (Outcome.UNREACHED, "not an address of the open network")


@pytest.mark.django_db
def test_each_host_is_given_a_pause_and_each_address_is_asked_once(site):
    line, other = make_helpline(), make_helpline()
    wanted = [(line, f"{site}/"), (other, f"{site}/"), (line, f"{site}/404")]
    before, began = len(Site.asked), time.monotonic()

    seen = list(look_at_all(wanted, pause=0.4, seconds=1, ends_at=began + 60, look=look))

    assert len(seen) == 3
    assert len(Site.asked) - before == 2
    assert time.monotonic() - began >= 0.4


@pytest.mark.django_db
def test_a_run_ends_when_its_time_is_over(site):
    ends_at = time.monotonic() - 1

    assert list(look_at_all([(None, site)], pause=0, seconds=1, ends_at=ends_at, look=look)) == []


@pytest.mark.django_db
def test_websites_and_chats_of_what_is_published_are_looked_at():
    make_helpline(
        website="https://example.org/",
        channels=[("chat", "https://chat.example.org/"), ("phone", "116016"), ("web", "https://example.org/")],
    )  # fmt: skip
    make_helpline(website="https://draft.example.org/", is_published=False)

    assert [address for _line, address in addresses()] == [
        "https://example.org/",
        "https://chat.example.org/",
    ]


@pytest.mark.django_db
def test_a_website_that_is_gone_waits_on_the_worklist():
    line = make_helpline(website="https://example.org/")

    remember(line, "https://example.org/", Seen(Outcome.GONE, "HTTP 404"))
    remember(line, "https://example.org/", Seen(Outcome.GONE, "HTTP 410"))

    assert LinkCheck.objects.get().detail == "HTTP 410"
    [task] = worklist()
    assert task.reasons == ["https://example.org/: it is gone (HTTP 410)."]


@pytest.mark.django_db
def test_the_command_says_what_it_could_not_reach():
    make_helpline(website="https://127.0.0.1/")
    make_helpline(website="https://later.example/", country="FR", channels=[("phone", "3919")])
    out = io.StringIO()

    call_command("check_links", "--pause", "0", "--minutes", "0.0001", stdout=out)
    call_command("check_links", "--pause", "0", "--minutes", "0", stdout=out)

    said = out.getvalue()
    assert "https://127.0.0.1/  not reached from here: look by hand" in said
    assert "not looked at, for want of time: 2" in said
    assert links.AGENT.startswith("Mozilla/5.0 (compatible;")
