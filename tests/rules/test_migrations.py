"""Migrations run while the old version still serves: none takes away what that reads, or asks for what it does not write.

What must go takes two releases: the first stops using it (and lets it be empty), the second removes it. A step that is safe
all the same is listed in LISTED with its reason. What the first release begins with (the oldest of tests/upgrades/) served
nobody before it. tests/upgrades/test_upgrades.py lets that version's tables be read and written on the newest database.
"""

import pytest
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

from tests.upgrades.shipped import VERSIONS, migrations_of

OURS = ("metoo_wall", "stories", "resources")
LISTED: dict[tuple[str, str], str] = {}  # (migration, step): why the old version goes on working
TAKES_AWAY = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
    migrations.AddConstraint,  # what the old version writes may not hold to it
    migrations.RunSQL,  # nobody can tell from here
)


def judged(migration, state) -> list[str]:
    """The steps of a migration that break a version that knows only `state`."""
    unsafe = []
    made = {
        step.name_lower for step in migration.operations if isinstance(step, migrations.CreateModel)
    }
    for step in migration.operations:
        if getattr(step, "model_name_lower", None) not in made and breaks(
            step, state, migration.app_label
        ):
            unsafe.append(step.describe())
        step.state_forwards(migration.app_label, state)
    return unsafe


def breaks(step, state, app: str) -> bool:
    if isinstance(step, TAKES_AWAY):
        return True
    if isinstance(step, migrations.AddField):
        return not step.field.many_to_many and not may_be_left_out(step.field)
    if isinstance(step, migrations.AlterField):
        return is_narrower(step.field, state.models[app, step.model_name_lower].fields[step.name])
    return False


def is_narrower(field, before) -> bool:
    """Whether it refuses what it took before."""
    shorter = field.max_length and field.max_length < (before.max_length or field.max_length + 1)
    return bool((before.null and not field.null) or (field.unique and not before.unique) or shorter)


def may_be_left_out(field) -> bool:
    """Whether a row can be written by somebody who does not know this column."""
    return field.null or field.db_default is not NOT_PROVIDED


def since_the_first_release(loader: MigrationLoader) -> set[tuple[str, str]]:
    ours = {(app, name) for app, name in loader.disk_migrations if app in OURS}
    return ours - migrations_of(VERSIONS[0])


def test_what_the_first_release_begins_with_is_on_the_disk():
    assert set(MigrationLoader(None).disk_migrations) >= migrations_of(VERSIONS[0])


def test_what_came_since_is_judged():
    """Each number after the last one of the oldest database."""
    judged = since_the_first_release(MigrationLoader(None))

    assert ("stories", "0014_warning_sets") in judged
    assert ("stories", "0013_sunset") not in judged


def test_no_step_breaks_the_version_that_still_serves():
    loader = MigrationLoader(None)
    unsafe = {}
    for app, name in sorted(since_the_first_release(loader)):
        state = loader.project_state((app, name), at_end=False)
        for step in judged(loader.disk_migrations[app, name], state):
            if (f"{app}.{name}", step) not in LISTED:
                unsafe[f"{app}.{name}"] = step

    assert unsafe == {}


def test_no_table_is_filled_while_it_is_being_changed():
    """On PostgreSQL nobody reads or writes it from the first step of a migration to its last."""
    disk = MigrationLoader(None).disk_migrations
    both = [
        name
        for app, name in since_the_first_release(MigrationLoader(None))
        if {type(step) for step in disk[app, name].operations} > {migrations.RunPython}
    ]

    assert both == []


@pytest.mark.parametrize(
    ("app", "name", "word"),
    [
        ("metoo_wall", "0002_staff_record_and_own_factors", "Remove field"),
        ("resources", "0004_no_reader_is_counted_for_a_country", "Delete model"),
        ("stories", "0002_authors_keep_control", "Add field"),
        ("stories", "0013_sunset", "Add field is_closed"),
    ],
)
def test_such_steps_are_seen(app, name, word):
    """In migrations of the time before the first release, which have some."""
    loader = MigrationLoader(None)

    unsafe = judged(
        loader.disk_migrations[app, name], loader.project_state((app, name), at_end=False)
    )

    assert any(word in step for step in unsafe), unsafe
