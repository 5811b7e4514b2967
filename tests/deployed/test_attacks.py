"""Bytes that no browser sends, at the real site behind the shipped nginx files: cheap refusals, and the site stays up."""

import re
from collections.abc import Iterator

import pytest

from tests.deployed.attacking import KIB, get, post, send, slow_clients, status_of
from tests.deployed.conftest import Visitor
from tests.deployed.standing import HOST, Nginx, standing
from tests.proofs.own_server import OwnServer

EVIL = "evil.example"
LOCATION = re.compile(rb"^location: *(\S*)", re.I | re.M)
STRANGE_HOSTS = [
    EVIL,
    f"{EVIL}:443",
    f"{HOST}@{EVIL}",
    f"{HOST}.{EVIL}",
    f"{EVIL}#{HOST}",
    f"{HOST}:80:{EVIL}",
    f"{HOST}\t{EVIL}",
    "[::1",
    "a" * 3000,
    "",
]
MORE_HOSTS = [
    (f"X-Forwarded-Host: {EVIL}",),
    (f"Forwarded: host={EVIL}",),
    (f"X-Host: {EVIL}", f"X-Forwarded-Server: {EVIL}"),
    (f"X-Original-URL: /admin/?{EVIL}", "X-Rewrite-URL: /admin/"),
    ("X-HTTP-Method-Override: DELETE",),
]
PATHS = [
    "/static/../manage.py",
    "/static/..%2f..%2fmanage.py",
    "/static/%2e%2e/%2e%2e/metoo_wall/settings.py",
    "/static//etc/passwd",
    "/..%5c..%5ckeys.env",
    "/nginx-pages/en/502.html",
    "/share/..;/admin/",
    f"//{EVIL}/",
    f"/%2f%2f{EVIL}/..",
    f"/\\{EVIL}",
    f"/{EVIL}/%0d%0aSet-Cookie:%20a=b",
    "/%00",
    "/%ff%fe/",
    "/%",
    "/STORIES/",
    "/stories/%2e%2e/",
    "/stories/aaaaaaaaaaaa%00/",
    "/stories/?after=%00&language=%ff&without=" + "a" * 2000,
    "/?" + "&".join(f"a{n}=b" for n in range(700)),
    "/" + "a" * 6000,
]
SMUGGLED = [
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin/ HTTP/1.1\r\n\r\n",
    b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\nzz\r\nwords\r\n",
    b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    b"Content-Length: -1\r\n\r\n",
    b"Content-Length: 99999999999999999999\r\n\r\n",
]
GARBAGE = [
    b"\x16\x03\x01\x02\x00\x01",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\r\n" * 1000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: \x00\r\n\r\n",
    b"A" * 20_000 + b"\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 500,
]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[OwnServer]:
    with OwnServer(tmp_path_factory.mktemp("var"), HTTPS="1", TRUSTED_PROXIES="1") as site:
        yield site


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, site) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("front")
    site.run("manage.py", "error_pages", str(folder / "pages"))
    with standing(folder, site.port) as nginx:
        yield nginx


@pytest.fixture
def visitor(nginx) -> Iterator[Visitor]:
    """Whatever a test sends, the site answers an honest reader afterwards."""
    visitor = Visitor(nginx)
    yield visitor
    assert visitor.ask("GET", "/stories/")[0].status == 200


def refused(said: bytes) -> bool:
    """Closed without a word, or an error of the visitor's; never one of ours, and nowhere else."""
    return said == b"" or 400 <= status_of(said) < 500


@pytest.mark.parametrize("host", STRANGE_HOSTS)
def test_a_strange_host_is_refused(visitor, host):
    said = send(visitor, get("/share/", host=host))

    assert refused(said), said[:200]
    assert EVIL.encode() not in said


@pytest.mark.parametrize("headers", MORE_HOSTS)
def test_what_a_header_says_of_the_host_counts_for_nothing(visitor, headers):
    said = send(visitor, get("/stories/", *headers))

    assert status_of(said) == 200
    assert EVIL.encode() not in said


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:30])
def test_a_path_leads_to_a_page_of_ours_or_nowhere(visitor, path):
    said = send(visitor, get(path))

    places = LOCATION.findall(said.partition(b"\r\n\r\n")[0])
    assert status_of(said) < 500
    assert all(re.match(rb"/(?![/\\])", place) for place in places)
    assert not re.search(rb"^set-cookie", said, re.I | re.M)
    assert b"root:" not in said
    assert b"DJANGO_SETTINGS" not in said


@pytest.mark.parametrize("rest", SMUGGLED, ids=range(len(SMUGGLED)))
def test_a_body_with_two_ends_is_refused(visitor, rest):
    said = send(visitor, f"POST /share/ HTTP/1.1\r\nHost: {HOST}\r\n".encode() + rest)

    assert refused(said) or status_of(said) == 501, said[:200]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_what_is_no_request_is_refused(visitor, garbage):
    said = send(visitor, garbage)

    assert refused(said) or status_of(said) == 505, said[:200]


@pytest.mark.parametrize(
    "headers",
    [
        ("Sec-Fetch-Site: cross-site",),
        ("Sec-Fetch-Site: same-site",),
        (f"Origin: https://{EVIL}",),
        ("Origin: null",),
        (f"Referer: https://{EVIL}/{HOST}/",),
        (f"Referer: https://{HOST}.{EVIL}/",),
        (),
    ],
)
def test_another_site_posts_nothing(visitor, site, headers):
    for path, body in {
        "/share/": b"step=send&phrase=metoo&form_id=" + b"a" * 32,
        "/yours/": b"receipt=4444+4444",
        "/stories/aaaaaaaaaaaa/support/": b"answer=believe",
        "/stories/aaaaaaaaaaaa/concern/": b"text=a",
        "/resources/lines/a/did-not-work/": b"",
    }.items():
        assert status_of(send(visitor, post(path, body, *headers))) in (403, 404)

    assert count_of_posts(site) == 0


def count_of_posts(site: OwnServer) -> int:
    code = "from stories.models import Submission; print(Submission.objects.count())"
    return int(site.run("manage.py", "shell", "-v0", "-c", code))


@pytest.mark.parametrize("size", [300 * KIB, 300 * KIB * KIB])
def test_a_body_that_is_too_long_is_refused_before_it_was_sent(visitor, size):
    request = post("/share/", b"", "Sec-Fetch-Site: same-origin")
    said = send(visitor, request.replace(b"Length: 0", f"Length: {size}".encode()))

    assert status_of(said) == 413


def test_ten_thousand_fields_are_refused(visitor):
    body = b"&".join(b"a%d=b" % number for number in range(10_000))
    said = send(visitor, post("/share/", body, "Sec-Fetch-Site: same-origin"))

    assert status_of(said) == 400


def test_a_hundred_slow_clients_keep_nobody_out(visitor):
    with slow_clients(visitor, 100):
        answers = [visitor.ask("GET", path)[0].status for path in ("/", "/share/", "/yours/") * 5]

    assert answers == [200] * 15
