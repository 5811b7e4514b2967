"""The real site behind the shipped nginx files: what is taken back, and what nginx says while the site is away."""

import re
import signal
import time
from collections.abc import Iterator
from secrets import token_hex
from urllib.parse import urlencode

import pytest

from tests.deployed.conftest import Visitor
from tests.deployed.standing import Nginx, standing
from tests.proofs.own_server import OwnServer

KIB = 1024
A_MINUTE = 60  # until nothing of what was taken back is left on the machine
NUMBER = re.compile(r'href="tel:\d+"')


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[OwnServer]:
    more = {"HTTPS": "1", "TRUSTED_PROXIES": "1", "DEFAULT_COUNTRY": "DE", "FORM_MIN_SECONDS": "0"}
    with OwnServer(tmp_path_factory.mktemp("var"), **more) as site:
        yield site


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, site) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("front")
    site.run("manage.py", "error_pages", str(folder / "pages"))
    with standing(folder, site.port) as nginx:
        yield nginx


@pytest.fixture
def visitor(nginx) -> Visitor:
    return Visitor(nginx)


@pytest.fixture
def letter(site) -> dict[str, str]:
    return site.publish(f"Quiet{token_hex(6)} is what I say.")


def at_the_wall(visitor: Visitor, mark: str) -> bool:
    return mark in visitor.ask("GET", "/stories/")[1].decode()


def test_what_is_taken_back_is_gone_within_a_second(site, visitor, letter):
    mark = letter["address"]
    assert at_the_wall(visitor, mark)
    form = urlencode({"receipt": letter["receipt"], "act": "withdraw-now"}).encode()
    kind = "application/x-www-form-urlencoded"
    visitor.ask("POST", "/yours/", form, Content_Type=kind, Sec_Fetch_Site="same-origin")
    time.sleep(1)

    assert not at_the_wall(visitor, mark)
    assert visitor.ask("GET", mark)[0].status == 410


def test_nothing_of_it_stays_in_the_cache_of_nginx(site, nginx, visitor, letter):
    mark = letter["address"].encode()
    assert at_the_wall(visitor, letter["address"])
    site.take_back(letter["receipt"])

    end = time.monotonic() + A_MINUTE
    while kept_with(nginx, mark) and time.monotonic() < end:
        time.sleep(0.5)

    assert kept_with(nginx, mark) == []


def kept_with(nginx: Nginx, mark: bytes) -> list[str]:
    files = [file for file in (nginx.folder / "run").rglob("*") if file.is_file()]
    return [file.name for file in files if mark in read(file)]


def read(file) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def test_the_wall_is_asked_once_in_a_second(visitor):
    """Two answers of one second are one answer: the site marks each page that nginx may keep."""
    path = f"/stories/?after={token_hex(4)}"
    time.sleep(1 - time.time() % 1)
    visitor.ask("GET", path)

    kept = [file for file in (visitor.nginx.folder / "run").rglob("*") if file.is_file()]

    assert any(path.encode() in read(file) for file in kept)


def test_every_answer_keeps_the_headers_of_the_site(visitor):
    answer, _body = visitor.ask("GET", "/")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert answer.headers["Content-Security-Policy"].endswith("trusted-types 'none'")
    assert not answer.headers["X-Accel-Expires"]
    assert not answer.headers["Set-Cookie"]


@pytest.mark.parametrize(("path", "language"), [("/share/", "en"), ("/fr/share/", "fr")])
def test_too_much_is_refused_with_the_way_out(visitor, path, language):
    answer, body = visitor.ask("POST", path, b"x" * 300 * KIB)

    assert answer.status == 413
    assert f'<html lang="{language}"'.encode() in body
    assert b'id="exit"' in body
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_largest_post_that_the_site_takes_passes(visitor):
    words = "é" * 10_000
    form = urlencode({"text": words, "step": "preview", "form_id": token_hex(16)}).encode()
    kind = "application/x-www-form-urlencoded"

    answer, _body = visitor.ask(
        "POST", "/share/", form, Content_Type=kind, Sec_Fetch_Site="same-origin"
    )

    assert answer.status == 303


def test_while_the_site_is_away_nginx_shows_whom_to_call(site, visitor):
    """And the site is asked again as soon as it is back, without a touch of nginx."""
    site.end(signal.SIGTERM)
    answer, body = visitor.ask("GET", "/es/resources/")
    site.start()

    assert answer.status == 502
    assert b'id="exit"' in body
    assert NUMBER.search(body.decode())
    assert visitor.ask("GET", "/es/resources/")[0].status == 200
