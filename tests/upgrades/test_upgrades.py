"""The database of each released version comes to the newest one with everything in it, by what every start does."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.journeys.serving import INHERITED, ROOT, SETTINGS
from tests.upgrades.shipped import HERE, VERSIONS, lay_out, migrations_of, released, tables_of

ASK = """
import json, sys
from django.test import Client
from stories.models import Story, Submission, Tombstone

planted = json.loads(sys.stdin.read())
here = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json", "Host": "localhost"}

def page_of(receipt):
    client = Client()
    answer = client.post("/yours/", {"receipt": receipt}, headers=here)
    return client.get(answer.json()["location"], headers={"Host": "localhost"}).content.decode()

print(json.dumps({
    "letter": page_of(planted["letter"]["receipt"]),
    "gone": page_of(planted["gone"]["receipt"]),
    "waiting": page_of(planted["waiting"]),
    "bare": page_of(planted["bare"]),
    "on the wall": Client().get(planted["letter"]["address"], headers={"Host": "localhost"}).content.decode(),
    "off the wall": Client().get(planted["gone"]["address"], headers={"Host": "localhost"}).status_code,
    "words": [row.words.text for row in Submission.objects.order_by("pk") if row.words],
    "rows": [Submission.objects.count(), Story.objects.count(), Tombstone.objects.count()],
}))
"""
# The old version as its migrations describe it: what it reads, what it writes, and which columns it knows nothing of.
AS_THE_OLD_ONE = """
import json, sys
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

applied, tables = json.loads(sys.stdin.read())
applied = {tuple(each) for each in applied}
loader = MigrationLoader(None)
old = loader.project_state([key for key in loader.graph.nodes if key in applied]).apps
said = {"tables": 0, "rows": 0, "refused": []}
with transaction.atomic(), connection.cursor() as cursor:
    for (name,) in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        cursor.execute(f'DROP TRIGGER "{name}"')  # they keep a log from being written anew
    for model in [each for each in old.get_models(include_auto_created=True) if each._meta.db_table in tables]:
        known = {field.column for field in model._meta.local_fields}
        columns = cursor.execute(f'PRAGMA table_info("{model._meta.db_table}")').fetchall()
        said["refused"] += [
            f"{model._meta.db_table}.{name}"
            for _cid, name, _type, is_required, default, _key in columns
            if name not in known and is_required and default is None
        ]
        said["tables"] += 1
        for row in list(model.objects.all()):
            row.save_base(raw=True, force_update=len(known) > 1)
            model.objects.filter(pk=row.pk)._raw_delete("default")
            row.save_base(raw=True, force_insert=True)
            said["rows"] += 1
print(json.dumps(said))
"""


@pytest.fixture(params=VERSIONS)
def upgraded(request, tmp_path) -> tuple[dict, dict]:
    """What was planted in a version's database, and what the newest version says of it."""
    lay_out(request.param, tmp_path)
    _run(tmp_path, "prepare")
    planted = (HERE / request.param / "planted.json").read_text()
    said = _run(tmp_path, "shell", "-v0", "-c", ASK, given=planted)
    return json.loads(planted), json.loads(said.splitlines()[-1])


def _run(var: Path, *command: str, given: str = "") -> str:
    own = {name: os.environ[name] for name in INHERITED if name in os.environ}
    places = {"VAR_DIR": str(var), "DATABASE_URL": "", "CACHE_URL": "locmemcache://"}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=own | SETTINGS | places,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_there_is_a_version_to_come_from():
    assert VERSIONS


def test_everybody_finds_what_is_theirs(upgraded):
    planted, said = upgraded
    published = planted["text"].replace("Hollow Lane", "[…]").split("\n\n")

    assert said["rows"] == [3, 2, 1]
    assert all(part in said["on the wall"] for part in published)
    assert said["off the wall"] == 410
    assert set(said["words"]) == {planted["text"], "These words wait."}
    assert "It is on the wall" in said["letter"]
    assert "It waits to be read" in said["waiting"]
    assert "It is on the wall" in said["bare"]
    assert "taken back" in said["gone"]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_old_version_still_reads_and_writes_beside_the_new_one(version, tmp_path):
    """On the newest database: each row is read, changed and written anew by who knows its old columns alone."""
    lay_out(version, tmp_path)
    _run(tmp_path, "prepare")
    old = json.dumps([sorted(migrations_of(version)), tables_of(version)])

    said = _run(tmp_path, "shell", "-v0", "-c", AS_THE_OLD_ONE, given=old)

    found = json.loads(said.splitlines()[-1])
    assert found["refused"] == []
    assert found["tables"] > 30
    assert found["rows"] > 100


def test_no_version_is_released_without_its_database():
    changelog = (ROOT / "CHANGELOG.md").read_text()

    assert set(released(changelog)) <= set(VERSIONS)


def test_a_release_is_a_heading_of_the_changelog_with_a_date():
    said = (
        "## 1.10.0 (2027-02-01)\n### For readers\n## 0.2.0 (not released)\n## 0.1.0, 2026-12-01\n"
    )

    assert released(said) == ["1.10.0", "0.1.0"]


def test_the_version_that_is_being_made_stands_first_in_the_changelog():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.M)

    assert headings[0] == version
