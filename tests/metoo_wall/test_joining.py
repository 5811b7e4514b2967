"""Parts of a style sheet are files of their own; what is served is joined."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from metoo_wall.joining import COMMENT, JOINED, without_remarks

STATIC = settings.BASE_DIR / "metoo_wall" / "static"
WHITENOISE = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.mark.parametrize("name", JOINED)
def test_a_server_in_development_finds_a_joined_file(name):
    found = Path(finders.find(name))

    assert found.read_text()
    assert finders.find(name, find_all=True) == [str(found)]


def test_what_is_no_joined_file_is_left_to_the_other_finders():
    assert finders.find("css/none.css") is None
    assert finders.find("css/tokens.css") == str(STATIC / "css" / "tokens.css")


@pytest.mark.parametrize("name", JOINED)
def test_every_rule_of_every_part_is_in_the_joined_file_in_order(name):
    parts = [(STATIC / name).with_name(part).read_text() for part in JOINED[name]]

    joined = Path(finders.find(name)).read_text()

    assert bare(joined) == bare("".join(COMMENT.sub("", part) for part in parts))


def bare(source: str) -> str:
    return "".join(source.split())


def test_every_part_is_joined_or_the_desks_own():
    desk = {"css/admin.css", "css/staff.css", "js/passkey.js"}
    parts = {f"{name.split('/')[0]}/{part}" for name in JOINED for part in JOINED[name]}

    written = {path.relative_to(STATIC).as_posix() for path in STATIC.glob("*/*")}

    assert written == desk | parts


def test_a_joined_file_is_written_again_only_where_a_part_changed():
    found = Path(finders.find("css/house.css"))
    before = found.stat().st_mtime_ns

    finders.find("css/house.css")

    assert found.stat().st_mtime_ns == before
    found.write_text("old")
    assert Path(finders.find("css/house.css")).read_text() != "old"


def test_collected_files_are_joined_and_have_a_fingerprint(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": WHITENOISE}}

    call_command("collectstatic", verbosity=0, interactive=False)

    for name in JOINED:
        path = Path(name)
        assert (
            len(list((tmp_path / path.parent).glob(f"{path.stem}.????????????{path.suffix}"))) == 1
        )


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("/* why */\na { b: c; }\n", "a { b: c; }\n"),
        ("  a;\n\n\n  b;\n", "a;\nb;\n"),
        ("a; /* one */ b; /* two\nlines */\n", "a;  b;\n"),
        ("", ""),
    ],
)
def test_remarks_and_indentation_are_not_served(source, kept):
    assert without_remarks(source) == kept


@pytest.mark.django_db
def test_the_icon_is_served_where_browsers_look_for_it(client):
    answer = client.get("/favicon.ico")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/x-icon"
    assert "max-age" in answer["Cache-Control"]
    answer.close()
