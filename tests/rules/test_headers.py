"""What every answer says, word for word, and what none may say: SAFETY.md, "Every public answer"."""

import pytest
from django.test import Client

from tests.rules.public_pages import absent_pages, public_pages

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TRUSTED_TYPES = "; require-trusted-types-for 'script'; trusted-types 'none'"
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "browsing-topics=()",
}
FAILURES = ("400", "403", "404", "500", "503", "suspicious")


def say_what_they_must(answer, policy=POLICY + TRUSTED_TYPES):
    assert {name: answer.get(name) for name in HEADERS} == HEADERS
    assert answer["Content-Security-Policy"] == policy
    assert not answer.has_header("ETag")
    assert not answer.has_header("Last-Modified")


def set_no_cookie(answer):
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()


def everything_public() -> list[str]:
    return [*public_pages(), *absent_pages(), "/healthz", "/readyz", "/safety", "/static/none.css"]


@pytest.mark.parametrize("cookie", [None, "x", "a" * 32], ids=["none", "malformed", "unknown"])
def test_public_answers_carry_the_whole_set_and_no_cookie(client, settings, cookie):
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie

    for path in everything_public():
        answer = client.get(path)
        say_what_they_must(answer)
        set_no_cookie(answer)


def test_the_list_of_public_pages_is_of_pages_that_answer(client):
    assert {path: client.get(path).status_code for path in public_pages()} == dict.fromkeys(
        public_pages(), 200
    )
    assert all(client.get(path).status_code in (404, 410) for path in absent_pages())


@pytest.mark.parametrize("how", FAILURES)
def test_errors_carry_the_whole_set(settings, how):
    settings.ROOT_URLCONF = "tests.failing_urls"

    answer = Client(raise_request_exception=False).post(f"/fail/{how}/token/")

    say_what_they_must(answer)
    set_no_cookie(answer)


def test_a_post_from_elsewhere_is_answered_with_the_whole_set(client):
    answer = client.post("/share/", {"text": "words"})

    assert answer.status_code == 403
    say_what_they_must(answer)
    set_no_cookie(answer)


def test_a_post_is_answered_with_the_whole_set(client):
    answer = client.post("/share/", {"text": "words"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 303
    say_what_they_must(answer)
    set_no_cookie(answer)


def test_the_admin_goes_without_trusted_types(client):
    say_what_they_must(client.get("/admin/login/"), policy=POLICY)


def test_static_files_may_be_kept(client, settings):
    settings.STATIC_ROOT.joinpath("kept.css").write_text("a {}")

    answer = Client().get("/static/kept.css")

    assert answer.status_code == 200
    assert "max-age" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    set_no_cookie(answer)
    answer.close()


def test_hsts_is_for_tls_and_never_for_an_onion(client, settings):
    settings.ALLOWED_HOSTS = ["wall.example", "wall.onion"]
    wall, onion = {"Host": "wall.example"}, {"Host": "wall.onion"}

    by_tls = client.get("/safety/", secure=True, headers=wall)

    assert by_tls["Strict-Transport-Security"] == "max-age=31536000"
    assert not client.get("/safety/", headers=wall).has_header("Strict-Transport-Security")
    for secure in (True, False):
        answer = client.get("/safety/", secure=secure, headers=onion)
        assert not answer.has_header("Strict-Transport-Security")


def test_the_onion_is_named_where_configured_and_only_by_tls(client, settings):
    assert not client.get("/safety/", secure=True).has_header("Onion-Location")

    settings.ONION_LOCATION = "http://wall.onion/"

    answer = client.get("/stories/?kind=bare", secure=True)
    assert answer["Onion-Location"] == "http://wall.onion/stories/?kind=bare"
    assert not client.get("/stories/").has_header("Onion-Location")
