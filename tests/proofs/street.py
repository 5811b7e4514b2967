"""The real server behind TLS, three letters on its wall, and its neighbours: what a walk needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from tests.journeys.whole_way import Letter
from tests.proofs import front, neighbours
from tests.proofs.browsers import HOSTS
from tests.proofs.certificates import Authority
from tests.proofs.own_server import OwnServer


@dataclass(frozen=True)
class Street:
    authority: Authority
    server: OwnServer
    front: front.Front
    neighbours: neighbours.Neighbours
    letters: list[Letter]

    @property
    def base(self) -> str:
        return f"https://quilt.example:{self.front.port}"


@contextmanager
def built(folder: Path) -> Iterator[Street]:
    authority = Authority(folder, HOSTS)
    context = authority.context()
    (folder / "var").mkdir()
    settings = {"HTTPS": "1", "ALLOWED_HOSTS": "quilt.example,localhost"}
    with (
        neighbours.standing(context) as others,
        OwnServer(folder / "var", EXIT_URL=others.exit, **settings) as server,
        front.standing(context, server.port) as before,
    ):
        yield Street(authority, server, before, others, _letters(server))


def _letters(server: OwnServer) -> list[Letter]:
    letters = []
    for warnings in ([], [], ["stalking"]):
        mark = token_hex(8)
        said = f"{mark} is what happened. {mark}"
        address = server.publish(said, warnings=warnings)["address"]
        letters.append(Letter(address, mark, is_closed=bool(warnings)))
    return letters
