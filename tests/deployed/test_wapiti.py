"""Wapiti, a scanner that others wrote, at the real site behind the shipped nginx. `make attack` installs it and runs this.

It says that it posts from here, or every form would answer 403 and nothing behind them be tried. Left out are the modules that
ask a server of Wapiti's (ssrf, xxe, log4shell), fetch lists from elsewhere (nikto, wapp, htp), look for other programs (cms,
wp_enum, network_device) or for LDAP, which nothing here speaks, need another tool (ssl) or only guess passwords, paths and
names (brute_login_form, buster, takeover).
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deployed.attacking import get, post, send, status_of
from tests.deployed.conftest import Visitor
from tests.deployed.standing import Nginx, standing
from tests.journeys.serving import ROOT
from tests.proofs.own_server import OwnServer

WAPITI = ROOT / ".venv-attack" / "bin" / "wapiti"
MODULES = (
    "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,https_redirect,methods,"
    "permanentxss,redirect,shellshock,spring4shell,sql,timesql,upload,xss"
)
SECONDS_OF_LOOKING, SECONDS_OF_EACH = 45, 20  # a module's part; how many were cut short is told
LANGUAGES = ("es", "fr", "ar")  # the same views again
NO_TOKEN = "Cross Site Request Forgery"
CUT_SHORT = "Max attack time was reached"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[OwnServer]:
    settings = {"HTTPS": "1", "TRUSTED_PROXIES": "1", "FORM_MIN_SECONDS": "0"}
    with OwnServer(tmp_path_factory.mktemp("var"), **settings) as site:
        site.publish("A letter that is on the wall.")
        yield site


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, site) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("front")
    site.run("manage.py", "error_pages", str(folder / "pages"))
    with standing(folder, site.port) as nginx:
        yield nginx


def test_wapiti_finds_nothing_but_forms_without_a_token(nginx, site, tmp_path):
    said = scanned(nginx, tmp_path)

    found = json.loads((tmp_path / "found.json").read_text())
    pages = found["infos"]["crawled_pages_nbr"]
    number = len(MODULES.split(","))
    print(f"\n  {pages} pages, {number} modules, {said.count(CUT_SHORT)} cut short")  # noqa: T201
    assert pages > 20
    assert {name for name, each in found["vulnerabilities"].items() if each} <= {NO_TOKEN}
    assert {name for name, each in found["anomalies"].items() if each} == set()
    assert '"status": 5' not in (site.folder / "said.txt").read_text()
    assert_no_form_needs_a_token(Visitor(nginx), found["vulnerabilities"][NO_TOKEN])


def scanned(nginx: Nginx, folder: Path) -> str:
    """What it said; its findings are in found.json in the folder."""
    assert WAPITI.exists(), "Wapiti is missing: make attack installs it"
    at = nginx.address
    command = [str(WAPITI), "-u", f"{at}/", "-s", f"{at}/admin/", "-m", MODULES]
    for language in LANGUAGES:
        command += ["-x", f"{at}/{language}/*"]
    command += ["--max-scan-time", str(SECONDS_OF_LOOKING), "--max-attack-time"]
    command += [str(SECONDS_OF_EACH), "-t", "20", "-d", "4", "--max-files-per-dir", "5"]
    command += ["-H", "Sec-Fetch-Site: same-origin", "--no-bugreport", "--flush-session", "-v", "1"]
    command += ["--store-session", str(folder / "session"), "--store-config", str(folder / "own")]
    command += ["-f", "json", "-o", str(folder / "found.json")]
    limit = 2 * (SECONDS_OF_LOOKING + SECONDS_OF_EACH * len(MODULES.split(",")))
    done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def assert_no_form_needs_a_token(visitor: Visitor, findings: list[dict]) -> None:
    """Public pages have no cookie that a forged post could use: where it comes from decides. The desk has both."""
    assert status_of(send(visitor, get("/stories/"))) == 200
    body = b"csrfmiddlewaretoken=" + b"a" * 64
    for path in sorted({each["path"] for each in findings}):
        for headers in (("Sec-Fetch-Site: cross-site",), ("Origin: https://evil.example",), ()):
            assert status_of(send(visitor, post(path, body, *headers))) in (403, 404), path
