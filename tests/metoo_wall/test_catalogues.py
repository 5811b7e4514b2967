"""Catalogues compile where the site runs, without gettext, and never stand there half."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from babel.messages.pofile import PoFileError
from django.utils import translation

from metoo_wall.catalogues import compile_catalogues
from metoo_wall.languages import choices

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: fr\\n"\n\n'


def write_po(folder, words):
    po = folder / "fr/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_text(f'{HEADER}msgid "Leave now"\nmsgstr "{words}"\n')
    return po


def test_a_catalogue_is_compiled_once_and_again_when_it_changed(tmp_path):
    po = write_po(tmp_path / "locale", "Partir")

    first, second = (compile_catalogues(tmp_path / "locale", tmp_path / "var") for _ in range(2))
    write_po(tmp_path / "locale", "Quitter")
    os.utime(po, (1, 1))  # an older file is another one too
    third = compile_catalogues(tmp_path / "locale", tmp_path / "var")

    assert (first, second, third) == (["fr"], [], ["fr"])


@pytest.mark.django_db
def test_what_was_compiled_is_what_pages_say(client, settings, tmp_path):
    settings.LANGUAGES = choices(("en", "fr"))
    write_po(tmp_path / "locale", "Sortie d’essai")
    compile_catalogues(tmp_path / "locale", tmp_path / "var")
    settings.LOCALE_PATHS = [tmp_path / "var"]

    with translation.override("fr"):
        assert translation.gettext("Leave now") == "Sortie d’essai"
    assert "Sortie d’essai" in client.get("/fr/safety/").content.decode()


def test_two_starts_at_once_leave_one_whole_catalogue(tmp_path):
    write_po(tmp_path / "locale", "Partir" * 1000)

    with ThreadPoolExecutor(8) as starts:
        for _ in range(8):
            starts.submit(compile_catalogues, tmp_path / "locale", tmp_path / "var")

    kept = list((tmp_path / "var").rglob("*.*"))
    assert [path.name for path in kept] == ["django.mo"]
    assert b"PartirPartir" in kept[0].read_bytes()


def test_a_broken_catalogue_leaves_the_old_one(tmp_path):
    po = write_po(tmp_path / "locale", "Partir")
    compile_catalogues(tmp_path / "locale", tmp_path / "var")
    po.write_text("not a catalogue")

    with pytest.raises(PoFileError):
        compile_catalogues(tmp_path / "locale", tmp_path / "var")

    assert b"Partir" in next((tmp_path / "var").rglob("django.mo")).read_bytes()
