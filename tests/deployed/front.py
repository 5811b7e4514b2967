"""The journeys' server behind the shipped nginx files, in a home whose browser trusts this run's authority."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

from tests.deployed.standing import standing
from tests.journeys.serving import Server, running


@contextmanager
def behind_nginx(tmp_path_factory) -> Iterator[Server]:
    """Must come before Playwright starts: its own requests read their authorities when it does."""
    home = tmp_path_factory.mktemp("home")
    with (
        running(tmp_path_factory.mktemp("var"), HTTPS="1", TRUSTED_PROXIES="1") as server,
        standing(tmp_path_factory.mktemp("front"), urlsplit(server.address).port) as nginx,
    ):
        nginx.authority.trusted_in(home / ".pki" / "nssdb")
        os.environ["HOME"] = str(home)
        os.environ["NODE_EXTRA_CA_CERTS"] = str(nginx.authority.certificate)
        yield replace(server, address=nginx.address)
