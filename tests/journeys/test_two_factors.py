"""The staff's doors in a real browser: a passkey made, used and lost, a backup code, the shell, and a first evening."""

import base64
import importlib.resources
import re
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django_otp.oath import totp
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.serving import ROOT, Server, running
from tests.journeys.walking import (
    Post,
    is_wider_than_the_screen,
    open_review,
    open_text,
    pieces,
    press,
    take_time,
    words,
)

PASSWORD = "a password of noor's own"
TEN_MINUTES = 600
AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Iterator[Server]:
    """A server of this file's own: its first account signs in here alone."""
    with running(tmp_path_factory.mktemp("doors")) as server:
        yield server


@pytest.fixture
def door(browser, own) -> Iterator[Page]:
    context = browser.new_context(base_url=own.address)
    context.set_default_timeout(8_000)
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda said: complaints.append(said.text) if _is_refused(said) else None)
    yield context.new_page()
    context.close()
    assert complaints == []


def _is_refused(said) -> bool:
    return said.type == "error" and "Content Security Policy" in said.text


def staff(own: Server, *command: str) -> str:
    """What `manage.py staff …` prints on this server."""
    said = subprocess.run(
        [sys.executable, "manage.py", "staff", *command],
        cwd=ROOT,
        env=own.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return said.stdout


def new_colleague(own: Server, name: str) -> str:
    """Somebody with a one-time password and no second factor, as an administrator makes them."""
    said = staff(own, "add", name, "--role", "moderator")
    _forget_factor(own, name)
    return re.search(r"One-time password: (\S+)", said)[1]


def _forget_factor(own: Server, name: str) -> None:
    code = f"""
from metoo_wall.models import StaffAccount
from metoo_wall.staff_accounts import changes
changes.by_shell(account=StaffAccount.objects.get(username={name!r}), kind="forget")
"""
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=ROOT,
        env=own.environment,
        check=True,
        capture_output=True,
    )


def add_authenticator(context: BrowserContext, page: Page):
    """A virtual authenticator of the browser's own (WebAuthn, in the devtools protocol); ends it with the answer."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    identity = {"authenticatorId": made["authenticatorId"]}
    return lambda: session.send("WebAuthn.removeVirtualAuthenticator", identity)


def sign_in(page: Page, name: str, password: str, code: str = "") -> None:
    page.goto("/admin/login/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile("/admin/logout/"))


def choose_password(page: Page, old: str) -> None:
    page.get_by_label("Old password").fill(old)
    page.get_by_label("New password:", exact=True).fill(PASSWORD)
    page.get_by_label("New password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Change my password").click()
    expect(page).to_have_url(re.compile("/admin/password_change/done/"))


def code_of(secret: str) -> str:
    return f"{totp(base64.b32decode(secret)):06}"


def make_codes(page: Page) -> list[str]:
    page.goto("/admin/staff/factors/")
    page.get_by_role("button", name="Make backup codes").click()
    codes = page.locator(".codes code").all_inner_texts()
    page.get_by_role("button", name="I have them").click()
    return codes


def test_a_passkey_is_made_used_lost_and_the_way_back_found(door, own):
    password = new_colleague(own, "noor")
    lose = add_authenticator(door.context, door)

    # On the first day there is one page, to make a factor on.
    sign_in(door, "noor", password)
    expect(door).to_have_url(re.compile("/admin/staff/enrol/"))
    door.goto("/admin/stories/submission/")
    expect(door).to_have_url(re.compile("/admin/staff/enrol/"))
    door.get_by_role("button", name="Make a passkey").click()
    expect(door.get_by_text("Passkey", exact=True)).to_be_visible()
    door.goto("/admin/")
    choose_password(door, password)
    codes = make_codes(door)
    assert len(codes) == 10
    sign_out(door)

    # The passkey opens the second day.
    sign_in(door, "noor", PASSWORD)
    door.get_by_role("button", name="Use your passkey").click()
    expect(door.get_by_role("heading", name="Moderation and resources")).to_be_visible()
    sign_out(door)

    # It is lost: a backup code, once.
    lose()
    sign_in(door, "noor", PASSWORD, codes[0])
    expect(door.get_by_role("heading", name="Moderation and resources")).to_be_visible()
    sign_out(door)
    sign_in(door, "noor", PASSWORD, codes[0])
    expect(door.get_by_text("was used already").first).to_be_visible()

    # The paper is lost as well: the shell.
    said = staff(own, "factor", "noor")
    secret = re.search(r"authenticator app: (\S+)", said)[1]
    sign_in(door, "noor", PASSWORD)
    expect(door.get_by_role("button", name="Use your passkey")).to_have_count(0)
    door.get_by_label("Code").fill(code_of(secret))
    door.get_by_role("button", name="Go on").click()
    expect(door.get_by_role("heading", name="Moderation and resources")).to_be_visible()


def test_an_authenticator_app_needs_no_script(browser, own):
    password = new_colleague(own, "mina")
    context = browser.new_context(base_url=own.address, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()

    sign_in(page, "mina", password)
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="That is my code").click()

    expect(page.get_by_role("heading", name="What opens your account")).to_be_visible()
    context.close()


def test_the_doors_fit_a_phone_and_the_policy(door, own):
    password = new_colleague(own, "lee")
    door.set_viewport_size(PHONE)

    answer = door.goto("/admin/login/")
    assert answer.headers["content-security-policy"] == POLICY
    assert not is_wider_than_the_screen(door)
    sign_in(door, "lee", password)
    assert not is_wider_than_the_screen(door)
    expect(door.get_by_role("button", name="Make a passkey")).to_be_visible()


def test_the_doors_open_by_keyboard_alone(door, own):
    password = new_colleague(own, "kim")
    add_authenticator(door.context, door)

    door.goto("/admin/login/")
    expect(door.get_by_label("User name")).to_be_focused()
    for typed in ("kim", password, ""):
        door.keyboard.type(typed)
        door.keyboard.press("Tab")
    door.keyboard.press("Enter")
    button = door.get_by_role("button", name="Make a passkey")
    expect(button).to_be_visible()
    for _press in range(20):
        door.keyboard.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            break
    door.keyboard.press("Enter")

    expect(door.get_by_text("Passkey", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_doors_are_clear_to_everybody(browser, own, scheme):
    """axe-core: WCAG 2.2 A and AA, and the AAA rules it has (7:1, 44 px)."""
    password = new_colleague(own, f"ari-{scheme}")
    context = browser.new_context(
        base_url=own.address, bypass_csp=True, color_scheme=scheme, viewport=PHONE
    )
    page = context.new_page()

    page.goto("/admin/login/")
    wrong = _violations(page)
    sign_in(page, f"ari-{scheme}", password)
    expect(page.get_by_role("button", name="Make a passkey")).to_be_visible()
    wrong += _violations(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="That is my code").click()
    expect(page.get_by_text("That is not the code of this secret").first).to_be_visible()
    wrong += _violations(page)
    for _try in range(5):
        sign_in(page, "nobody", "wrong")
    expect(page.get_by_role("heading", name="A pause")).to_be_visible()
    wrong += _violations(page)

    context.close()
    assert wrong == []


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    rules = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
    found = page.evaluate("rules => axe.run(document, {rules})", rules)
    return [f"{page.url}: {each['id']}" for each in found["violations"]]


def test_a_form_whose_factor_is_too_old_is_kept(door, own):
    """Redacting took longer than five minutes: here the clock of the session is set back instead."""
    password = new_colleague(own, "ines")
    staff(own, "role", "ines", "administrator")
    lose = add_authenticator(door.context, door)
    sign_in(door, "ines", password)
    door.get_by_role("button", name="Make a passkey").click()
    expect(door.get_by_text("Passkey", exact=True)).to_be_visible()
    door.goto("/admin/")
    choose_password(door, password)
    door.goto("/admin/staff/changes/")
    door.get_by_label("Whose").select_option(label="admin")
    door.get_by_label("What changes").select_option("take:lead")
    _let_the_factor_grow_old(own)

    door.get_by_role("button", name="Ask for it").click()
    expect(door.get_by_text("Nothing that you typed is lost.")).to_be_visible()
    door.get_by_role("button", name="Use your passkey").click()
    expect(door.get_by_role("heading", name="Your work is still here")).to_be_visible()
    door.get_by_role("button", name="Go on").click()

    expect(door.get_by_text("admin loses the role: lead.")).to_be_visible()
    door.get_by_role("button", name="Stop it").click()
    expect(door.get_by_text("Nothing is waiting.")).to_be_visible()
    lose()


def _let_the_factor_grow_old(own: Server) -> None:
    code = """
from importlib import import_module
from django.conf import settings
from django.contrib.sessions.models import Session
store = import_module(settings.SESSION_ENGINE).SessionStore
for each in Session.objects.all():
    session = store(each.session_key)
    if "factor_at" in session:
        session["factor_at"] -= 600
        session.save()
"""
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=ROOT,
        env=own.environment,
        check=True,
        capture_output=True,
    )


def test_one_person_alone_reaches_the_first_story_within_ten_minutes(browser, tmp_path):
    """From `make run` on an empty folder to a story on the wall: one account, no second person, nothing to look up."""
    began = time.monotonic()
    with running(tmp_path) as server:
        context = browser.new_context(base_url=server.address)
        author, desk, post = context.new_page(), context.new_page(), Post()
        _write(author, post)

        account = server.account
        sign_in(desk, account.username, account.password, code_of(account.secret))
        choose_password(desk, account.password)
        make_codes(desk)
        open_review(desk)
        open_text(desk).fill(post.redacted)
        press(desk, "Publish")

        author.goto("/stories/")
        expect(pieces(author, "/stories/").first).to_be_visible()
        pieces(author, "/stories/").first.click()
        expect(author.locator(".letter")).to_contain_text(post.mark)
        context.close()
    assert time.monotonic() - began < TEN_MINUTES


def _write(author: Page, post: Post) -> None:
    author.goto("/share/")
    words(author).fill(post.text)
    take_time(author)
    press(author, "Send it as it is")
    expect(author.locator("output[name=receipt]")).to_be_visible()
