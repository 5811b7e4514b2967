"""One server and one browser for all journeys; each test has a browser context of its own."""

import base64
import os
import re
import time
from collections.abc import Callable, Iterator
from secrets import token_urlsafe
from urllib.parse import urlsplit

import pytest
from django_otp.oath import totp
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Route,
    expect,
    sync_playwright,
)

from tests.deployed.front import behind_nginx
from tests.journeys.serving import Server, running
from tests.journeys.walking import Pen, Post, Witness, publish

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BEHIND_NGINX = bool(os.environ.get("BEHIND_NGINX"))
PATIENCE = 8_000  # milliseconds until an expectation fails
NEIGHBOURS = {"exit.example", "before.example"}
ELSEWHERE = "<!doctype html><title>Elsewhere</title><p>A page that says nothing about anybody."

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """The real server; where `make deploy-test` says so, behind the shipped nginx files."""
    if BEHIND_NGINX:
        with behind_nginx(tmp_path_factory) as server:
            yield server
        return
    with running(tmp_path_factory.mktemp("var")) as server:
        yield server


@pytest.fixture(scope="session")
def playwright(request) -> Iterator[Playwright]:
    if BEHIND_NGINX:
        request.getfixturevalue("server")  # whose authority is read when Playwright starts
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright) -> Iterator[Browser]:
    """As people have it: Playwright would turn off the memory that Back restores pages from."""
    browser = playwright.chromium.launch(
        executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium",
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


@pytest.fixture
def open_context(browser, server) -> Iterator[Callable[..., BrowserContext]]:
    """Opens contexts that know our site and an invented neighbourhood, and watches each to its end."""
    opened: list[Witness] = []

    def open_one(**options) -> BrowserContext:
        context = browser.new_context(base_url=server.address, **options)
        context.set_default_timeout(PATIENCE)
        context.route("https://*.example/**", _answer_elsewhere)
        opened.append(Witness(context))
        return context

    yield open_one
    for witness in opened:
        kept, is_staff = witness.kept, "/admin/" in str(witness.requests)
        witness.context.close()
        assert witness.complaints == []
        assert witness.hosts <= {urlsplit(server.address).netloc, *NEIGHBOURS}
        assert is_staff or kept == []


def _answer_elsewhere(route: Route) -> None:
    route.fulfill(body=ELSEWHERE, content_type="text/html")


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request) -> bool:
    return request.param


@pytest.fixture
def page(open_context, script) -> Page:
    """Somebody's browser: twice, with JavaScript on and off."""
    return open_context(java_script_enabled=script).new_page()


@pytest.fixture
def scripted(open_context) -> Page:
    return open_context().new_page()


@pytest.fixture(scope="session")
def staff_state(browser, server) -> dict:
    """The first account signs in once: a code opens nothing a second time."""
    context = browser.new_context(base_url=server.address)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    _sign_in(page, server)
    _choose_password(page, server.account.password)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def desk(open_context, staff_state) -> Page:
    """A moderator's browser, signed in."""
    return open_context(storage_state=staff_state).new_page()


@pytest.fixture(scope="session")
def pen(playwright, server) -> Iterator[Pen]:
    headers = {"Origin": server.address}
    request = playwright.request.new_context(base_url=server.address, extra_http_headers=headers)
    form = request.get("/share/").text()
    form_id = re.search(r'name="form_id" value="([^"]+:[^"]+)"', form).group(1)
    yield Pen(request, form_id, time.monotonic())
    request.dispose()


@pytest.fixture
def waiting(pen) -> Post:
    """A story that waits for a moderator."""
    post = Post()
    pen.write(post)
    return post


@pytest.fixture
def letter(waiting, desk) -> Post:
    """A story on the wall, with a warning."""
    return publish(desk, waiting)


def _sign_in(page: Page, server: Server) -> None:
    code = totp(base64.b32decode(server.account.secret))
    page.goto("/admin/")
    page.get_by_label("User name").fill(server.account.username)
    page.get_by_label("Password").fill(server.account.password)
    page.get_by_label("Code").fill(f"{code:06}")
    page.get_by_role("button", name="Sign in").click()


def _choose_password(page: Page, old: str) -> None:
    expect(page).to_have_url("/admin/password_change/")
    new = token_urlsafe(20)
    page.get_by_label("Old password").fill(old)
    page.get_by_label("New password:", exact=True).fill(new)
    page.get_by_label("New password confirmation").fill(new)
    page.get_by_role("button", name="Change my password").click()
    expect(page).to_have_url("/admin/password_change/done/")
