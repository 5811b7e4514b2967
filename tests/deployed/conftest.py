"""The shipped nginx files before a stand-in for the site, and before the real one. `make deploy-test` runs them."""

import ssl
from collections.abc import Iterator
from http.client import HTTPSConnection

import pytest

from tests.deployed.neighbour import Neighbour, next_door
from tests.deployed.standing import HOST, Nginx, standing


class Visitor:
    """Asks over TLS, trusting this run's authority alone."""

    def __init__(self, nginx: Nginx) -> None:
        self.nginx = nginx
        self.context = ssl.create_default_context(cafile=str(nginx.authority.certificate))

    def ask(self, verb: str, path: str, body: bytes | None = None, **headers: str):
        """The answer and its body."""
        connection = self.connection()
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(verb, path, body, named)
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def connection(self) -> HTTPSConnection:
        return HTTPSConnection(HOST, self.nginx.port, timeout=40, context=self.context)


@pytest.fixture(scope="module")
def neighbour() -> Iterator[Neighbour]:
    with next_door() as neighbour:
        yield neighbour


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, neighbour) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("nginx")
    pages = folder / "pages" / "en"  # what `manage.py error_pages` makes of the real site
    pages.mkdir(parents=True)
    for status in ("400", "413", "502"):
        (pages / f"{status}.html").write_text("<title>A page of nginx's own</title>")
    with standing(folder, neighbour.port) as nginx:
        yield nginx


@pytest.fixture
def visitor(nginx) -> Visitor:
    return Visitor(nginx)


@pytest.fixture(autouse=True)
def fresh(request) -> None:
    if "neighbour" in request.fixturenames:
        neighbour = request.getfixturevalue("neighbour")
        neighbour.headers, neighbour.body = {}, b"words"
        neighbour.asked.clear()
