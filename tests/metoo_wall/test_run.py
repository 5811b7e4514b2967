"""`make run` as an operator meets it: the real interpreter, the real exit status, one sentence and no traceback."""

import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings


def start(var_dir, *command, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *(command or ("manage.py", "run"))],
        cwd=settings.BASE_DIR,
        env={**kept, "VAR_DIR": str(var_dir), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def is_one_sentence(finished, *words):
    assert finished.returncode == 1
    assert "Traceback" not in finished.stderr
    assert all(word in finished.stderr for word in words), finished.stderr


@pytest.fixture
def with_keys(tmp_path):
    start(tmp_path, "-m", "metoo_wall.keys")
    return tmp_path


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PORT": "http"}, ["PORT", "whole number"]),
        ({"PORT": "70000"}, ["PORT", "65535"]),
        ({"DATABASE_URL": "mysql://db/wall"}, ["DATABASE_URL", "postgres://"]),
        ({"DATABASE_URL": "sqlite:////no-such-folder/wall.sqlite3"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/wall"}, ["127.0.0.1:1", "DATABASE_URL"]),
        ({"EXIT_URL": "http://elsewhere.example"}, ["EXIT_URL", "https"]),
        ({"TEXT_KEYS": "short"}, ["TEXT_KEYS", "32 bytes"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_a_wrong_setting_says_what_to_change(with_keys, environment, words):
    is_one_sentence(start(with_keys, **environment), *words)


def test_a_taken_port_says_which_to_try(with_keys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        is_one_sentence(start(with_keys, PORT=str(port)), f"PORT {port} is taken", str(port + 1))


def test_missing_keys_say_who_makes_them(tmp_path):
    is_one_sentence(start(tmp_path), "SECRET_KEY", "python -m metoo_wall.keys")


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").write_text("")

    is_one_sentence(start(tmp_path / "file" / "var", "-m", "metoo_wall.keys"), "Set VAR_DIR")


def test_keys_are_made_once_and_read_by_their_owner_alone(tmp_path):
    start(tmp_path, "-m", "metoo_wall.keys")
    made = (tmp_path / "keys.env").read_text()

    again = start(tmp_path, "-m", "metoo_wall.keys")

    assert (tmp_path / "keys.env").read_text() == made
    assert again.stdout == ""
    assert (tmp_path / "keys.env").stat().st_mode & 0o077 == 0
