"""What nginx with the shipped files does to requests and answers, whatever the site behind it says."""

import shutil
import socket
import ssl
import subprocess
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_hex

import pytest

from tests.deployed.attacking import send, status_of
from tests.deployed.standing import HOST

KIB = 1024
UNTIL_A_SLOW_HEADER_ENDS = 14  # seconds, for a limit of 10


def this_second() -> dict[str, str]:
    return {"X-Accel-Expires": f"@{int(time.time())}"}


def at_the_beginning_of_a_second() -> None:
    time.sleep(1 - time.time() % 1)


def heard(connection: socket.socket) -> bytes:
    """What comes first; nothing where the connection is closed or broken off."""
    try:
        return connection.recv(100)
    except ConnectionResetError:
        return b""


def test_before_any_page_was_made_a_sentence_stands_in_its_place(visitor):
    """The status is the one that it is about, not that of a missing file; the headers are those of the site."""
    pages = visitor.nginx.folder / "pages"
    pages.rename(visitor.nginx.folder / "elsewhere")
    try:
        answer, body = visitor.ask("POST", "/share/", b"x" * 300 * KIB)
    finally:
        (visitor.nginx.folder / "elsewhere").rename(pages)

    assert answer.status == 413
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"<p>This cannot be shown just now. Please try again in a while." in body


@pytest.mark.parametrize(
    "path", [b"/stories/\xff", b"/\xe9t\xe9/", b"/?kind=\xff", b"/static/\x80"]
)
def test_bytes_that_no_address_has_are_answered_with_a_page(visitor, neighbour, path):
    request = b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    said = send(visitor, request)

    assert status_of(said) == 400
    assert b"A page of nginx's own" in said
    assert neighbour.asked == []


def test_the_site_learns_the_address_that_nginx_saw(visitor, neighbour):
    visitor.ask("GET", "/safety/", X_Forwarded_For="203.0.113.5", Forwarded="for=203.0.113.5")

    [asked] = neighbour.asked
    assert asked.headers["x-forwarded-for"] == "127.0.0.1"
    assert asked.headers["x-forwarded-proto"] == "https"
    assert asked.headers["host"] == f"{HOST}:{visitor.nginx.port}"
    assert "203.0.113.5" not in str(asked.headers)


def test_what_the_site_marks_is_kept_to_the_end_of_the_second(visitor, neighbour):
    at_the_beginning_of_a_second()
    neighbour.headers = this_second()
    visitor.ask("GET", "/stories/?kind=bare")
    visitor.ask("GET", "/stories/?kind=bare")
    within = len(neighbour.asked)
    at_the_beginning_of_a_second()
    neighbour.body = b"taken back"

    answer, body = visitor.ask("GET", "/stories/?kind=bare")

    assert within == 1
    assert body == b"taken back"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.headers["X-Accel-Expires"]


@pytest.mark.parametrize(
    "path", ["/share/", "/yours/", "/fr/yours/aaa/", "/stories/abcdefghijkl/", "/admin/", "/feed/"]
)
def test_no_other_page_is_kept_whatever_the_site_says(visitor, neighbour, path):
    neighbour.headers = {"X-Accel-Expires": "60", "Cache-Control": "public, max-age=60"}

    for _time in range(2):
        visitor.ask("GET", path)

    assert len(neighbour.asked) == 2


@pytest.mark.parametrize(
    "headers", [{"Cookie": "staff=x"}, {"Authorization": "x"}], ids=["cookie", "authorization"]
)
def test_who_shows_who_they_are_gets_a_page_of_their_own(visitor, neighbour, headers):
    neighbour.headers = {"X-Accel-Expires": "60"}
    path = f"/stories/?{token_hex(4)}"

    for given in (headers, {}, headers):
        visitor.ask("GET", path, **given)

    assert len(neighbour.asked) == 3


def test_a_page_without_a_mark_is_not_kept(visitor, neighbour):
    neighbour.headers = {"Cache-Control": "public, max-age=60"}

    for _time in range(2):
        visitor.ask("GET", "/")

    assert len(neighbour.asked) == 2


def test_a_host_in_the_address_cannot_change_what_others_see(visitor, neighbour):
    neighbour.headers = {"X-Accel-Expires": "60"}
    path = f"/?{token_hex(4)}"
    with closing(visitor.connection()) as connection:
        connection.putrequest("GET", f"https://{HOST}{path}", skip_host=True)
        connection.putheader("Host", "evil.example")
        connection.endheaders()
        connection.getresponse().read()

    visitor.ask("GET", path)

    assert [asked.headers["host"] for asked in neighbour.asked] == [
        "evil.example",
        f"{HOST}:{visitor.nginx.port}",
    ]


def test_files_are_kept_as_long_as_the_site_says(visitor, neighbour):
    neighbour.headers = {"Cache-Control": "public, max-age=60"}

    for _time in range(2):
        visitor.ask("GET", "/static/a.1234.css")

    assert len(neighbour.asked) == 1


def test_long_bodies_and_answers_pass_without_a_file(visitor, neighbour):
    """With the folders for files gone, nginx would answer 500 if it needed one."""
    for name in ("body", "proxy"):
        shutil.rmtree(visitor.nginx.folder / "run" / name)
    neighbour.body = b"x" * (128 * KIB)

    answer, body = visitor.ask("POST", "/share/", b"y" * (256 * KIB))

    assert (answer.status, len(body)) == (200, 128 * KIB)
    assert neighbour.asked[0].length == 256 * KIB


@pytest.mark.parametrize("size", [300 * KIB, 300 * KIB * KIB])
def test_a_body_that_is_too_long_is_refused_before_it_arrives(visitor, neighbour, size):
    with closing(visitor.connection()) as connection:
        connection.putrequest("POST", "/share/")
        connection.putheader("Content-Length", str(size))
        connection.endheaders()
        connection.send(b"y" * KIB)

        assert connection.getresponse().status == 413
    assert neighbour.asked == []


def test_a_header_that_does_not_end_is_cut_off(visitor, neighbour):
    with (
        socket.create_connection((HOST, visitor.nginx.port), timeout=40) as plain,
        visitor.context.wrap_socket(plain, server_hostname=HOST) as connection,
    ):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ")
        connection.settimeout(UNTIL_A_SLOW_HEADER_ENDS)
        said = heard(connection)

    assert said == b"" or said.startswith(b"HTTP/1.1 408")
    assert neighbour.asked == []


def test_a_large_header_is_refused(visitor, neighbour):
    answer, _body = visitor.ask("GET", "/", X_Large="x" * 20_000)

    assert answer.status in (400, 431, 494)
    assert neighbour.asked == []


def test_a_browser_speaks_http_2(visitor):
    context = ssl.create_default_context(cafile=str(visitor.nginx.authority.certificate))
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection((HOST, visitor.nginx.port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=HOST) as connection,
    ):
        assert connection.selected_alpn_protocol() == "h2"
        assert connection.version() == "TLSv1.3"


def test_a_strange_name_gets_no_certificate_and_no_answer(visitor):
    with (
        socket.create_connection((HOST, visitor.nginx.port), timeout=10) as plain,
        pytest.raises((ssl.SSLError, ConnectionResetError)),
    ):
        visitor.context.wrap_socket(plain, server_hostname="strange.example")
    with socket.create_connection((HOST, visitor.nginx.plain_port), timeout=10) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: strange.example\r\n\r\n")
        assert heard(plain) == b""


def test_the_plain_port_leads_to_tls(visitor):
    with closing(HTTPConnection(HOST, visitor.nginx.plain_port, timeout=10)) as connection:
        connection.request("GET", "/stories/?kind=bare", headers={"Host": "wall.example"})
        answer = connection.getresponse()

    assert answer.status == 301
    assert answer.headers["Location"] == "https://wall.example/stories/?kind=bare"


def test_the_onion_has_no_address_to_hand_on(visitor, neighbour):
    onion = "a" * 56 + ".onion"
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(visitor.nginx.socket))
        connection.sendall(f"GET /safety/ HTTP/1.0\r\nHost: {onion}\r\n\r\n".encode())
        said = connection.makefile("rb").read()

    [asked] = neighbour.asked
    assert said.startswith(b"HTTP/1.1 200")
    assert asked.headers["host"] == onion
    assert asked.headers["x-forwarded-for"] == "unix:"
    assert asked.headers["x-forwarded-proto"] == "http"


def test_nothing_about_anybody_is_in_any_file(visitor, neighbour):
    """Also while something goes wrong, which nginx would otherwise write down with address and request."""
    marks = [token_hex(8) for _each in range(5)]
    visitor.ask("POST", f"/share/{marks[0]}/", marks[1].encode() * 15_000, Referer=marks[2])
    visitor.ask("GET", f"/yours/{marks[3]}/", User_Agent=marks[4])
    visitor.ask("POST", f"/share/{marks[0]}/", b"x" * 300 * KIB, Referer=marks[2])
    visitor.ask("GET", f"/{marks[3]}%", User_Agent=marks[4])

    files = [file for file in visitor.nginx.folder.rglob("*") if file.is_file()]
    found = [mark for mark in marks for file in files if mark.encode() in file.read_bytes()]

    assert len(files) > 5
    assert found == []
    assert open_files_outside(visitor.nginx) == set()


def open_files_outside(nginx) -> set[str]:
    """Plain files that nginx holds open and that lie in no folder of the run."""
    pids = [str(nginx.process.pid), *children(nginx.process.pid)]
    links = [link for pid in pids for link in links_of(pid)]
    return {link for link in links if link.startswith("/") and not ours(link, str(nginx.folder))}


def children(pid: int) -> list[str]:
    said = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, check=True)
    return said.stdout.decode().split()


def links_of(pid: str) -> list[str]:
    return [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()]


def ours(link: str, folder: str) -> bool:
    return link.startswith((folder, "/dev/", "/memfd:"))
