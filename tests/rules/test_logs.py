"""Unique values are planted wherever a visitor can put one, every kind of failure is forced, and no line has any."""

import io
import json
import logging

import pytest
from django.test import Client

from metoo_wall.logs import OneLine

PLANTED = {
    "address": "203.0.113.77",
    "agent": "agent-b81f2c",
    "referrer": "https://referrer-c92a3d.example/",
    "text": "text-d03b4e",
    "token": "token-e14c5f",
    "query": "query-f25d60",
    "host": "host-a36e71.example",
    "message": "message-b47f82",
}
FAILURES = ("400", "403", "404", "500", "503", "suspicious")


@pytest.fixture
def lines(settings, capfd):
    """All that comes out, at the level of every event there is: the site's own handler, and anything beside it."""
    settings.ROOT_URLCONF = "tests.failing_urls"
    [handler] = [h for h in logging.getLogger().handlers if isinstance(h.formatter, OneLine)]
    before = handler.setStream(io.StringIO())
    levels = {name: logging.getLogger(name).level for name in ("django", "django.request")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield lambda: handler.stream.getvalue() + "".join(capfd.readouterr())
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    handler.setStream(before)


def visitor(**headers) -> Client:
    return Client(
        raise_request_exception=False,
        REMOTE_ADDR=PLANTED["address"],
        headers={
            "User-Agent": PLANTED["agent"],
            "Referer": PLANTED["referrer"],
            "X-Forwarded-For": PLANTED["address"],
            **headers,
        },
    )


def nothing_planted(output: str) -> None:
    assert [name for name, value in PLANTED.items() if value in output] == []


@pytest.mark.django_db
@pytest.mark.parametrize("how", FAILURES)
def test_a_failure_leaves_no_value_in_the_log(lines, how):
    path = f"/fail/{how}/{PLANTED['token']}/?q={PLANTED['query']}"

    visitor().post(path, {"text": PLANTED["text"]})

    output = lines()
    nothing_planted(output)
    if how in ("500", "suspicious"):
        assert '"level": "ERROR"' in output


@pytest.mark.parametrize(
    "post",
    [
        lambda: visitor(Host=PLANTED["host"]).get("/safety/"),
        lambda: visitor().post("/take/", {"text": PLANTED["text"] * 30_000}),
        lambda: visitor().post("/take/", {f"{PLANTED['text']}{n}": "" for n in range(300)}),
        lambda: visitor().post("/take/", PLANTED["text"], content_type="multipart/form-data"),
        lambda: visitor().post(f"/share/{PLANTED['token']}/", {"text": PLANTED["text"]}),
        lambda: Client(enforce_csrf_checks=True, headers={"Origin": PLANTED["referrer"]}).post(
            "/admin/login/", {"username": PLANTED["text"]}
        ),
    ],
    ids=["host", "too big", "too many", "malformed", "no such page", "csrf"],
)
@pytest.mark.django_db
def test_a_refusal_leaves_no_value_in_the_log(lines, post):
    post()

    nothing_planted(lines())


def test_messages_are_logged_without_their_arguments(lines):
    logging.getLogger("stories.intake").warning("Kept %s.", PLANTED["message"])
    logging.getLogger("somebody.else").warning(f"Kept {PLANTED['message']}.")

    first, second = (json.loads(line) for line in lines().splitlines())

    assert first["event"] == "Kept %s."
    assert "event" not in second


def test_exceptions_are_logged_by_class_and_place(lines):
    try:
        try:
            int(PLANTED["message"])
        except ValueError as error:
            raise LookupError(PLANTED["text"]) from error
    except LookupError:
        logging.getLogger("stories.intake").exception("Something broke.")

    output = lines()
    nothing_planted(output)
    assert json.loads(output)["exception"] == ["builtins.LookupError", "builtins.ValueError"]
    assert json.loads(output)["frames"][0].startswith("tests/rules/test_logs.py:")


def test_a_line_that_cannot_be_written_is_not_explained():
    assert not logging.raiseExceptions  # Python would print the message and its arguments


def test_a_line_names_the_view_and_the_minute(lines):
    visitor().post(f"/fail/500/{PLANTED['token']}/")

    line = json.loads(lines().splitlines()[-1])

    assert line["view"] == "tests.failing_urls.fail"
    assert line["status"] == 500
    assert line["time"].endswith("Z")
    assert line["time"].count(":") == 1
