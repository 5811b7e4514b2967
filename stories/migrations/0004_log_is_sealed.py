"""Seals over the logs, and triggers by which the database itself refuses what a log must not suffer.

SQLite drops a table's triggers with the table, and Django alters most columns by making the table anew. A later
migration that alters one of TABLES runs `unprotect` of this module before and `protect` after; `audit_verify` and
a test miss what is not there.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DECISIONS, STAFF = "stories_decision", "metoo_wall_staffdecision"
SEALS, CHECKPOINTS = "stories_seal", "stories_checkpoint"
# The first part of the names of triggers, and what no line of it may suffer. The staff record has its own against changes.
TABLES = {DECISIONS: "decision", STAFF: "staff_decision", SEALS: "seal", CHECKPOINTS: "checkpoint"}
UNCHANGED = (DECISIONS, SEALS, CHECKPOINTS)

EXPIRED = f"coalesce((SELECT max(%s) FROM {CHECKPOINTS} WHERE log = %s), 0)"
SEALED = f"coalesce((SELECT max(last_id) FROM {SEALS} WHERE log = %s), 0)"


def _is_sealed(log):
    behind = EXPIRED % ("last_id", f"'{log}'")
    return f"OLD.id <= {SEALED % repr(log)} AND OLD.id > {behind}"


# Which line may not be deleted: what a seal covers, the chain itself, the newest checkpoint.
STAYS = {
    DECISIONS: ("decision_stays_once_sealed", _is_sealed("decisions")),
    STAFF: ("staff_decision_stays_once_sealed", _is_sealed("staff")),
    SEALS: ("seal_stays_in_its_chain", "OLD.number > " + EXPIRED % ("number", "OLD.log")),
    CHECKPOINTS: (
        "checkpoint_stays_until_a_newer",
        "OLD.number >= " + EXPIRED % ("number", "OLD.log"),
    ),
}
# What SQLite's REPLACE would delete to make room: the triggers for deletions are not asked.
REPLACED = {
    DECISIONS: "id = NEW.id",
    STAFF: "id = NEW.id",
    SEALS: "id = NEW.id OR log = NEW.log AND (number = NEW.number OR last_id = NEW.last_id)",
    CHECKPOINTS: "id = NEW.id OR log = NEW.log AND number = NEW.number",
}
HOURS_AND_CODES = "decision_holds_hours_and_codes"
NOT_HOURS_AND_CODES = {
    "sqlite": "NEW.decided_at NOT LIKE '%:00:00' OR NEW.verb GLOB '*[^a-z_-]*' "
    "OR NEW.reason GLOB '*[^A-Za-z0-9_,-]*'",
    "postgresql": "date_trunc('hour', NEW.decided_at AT TIME ZONE 'UTC') <> NEW.decided_at AT TIME ZONE 'UTC' "
    "OR NEW.verb ~ '[^a-z_-]' OR NEW.reason ~ '[^A-Za-z0-9_,-]'",
}


def _triggers(vendor):
    """Of each: its name, its table, when it is asked, and the condition under which it refuses."""
    for table, noun in TABLES.items():
        if table in UNCHANGED:
            yield f"{noun}_is_never_changed", table, "UPDATE", "true"
        name, condition = STAYS[table]
        yield name, table, "DELETE", condition
        if vendor == "sqlite":
            there = f"EXISTS (SELECT 1 FROM {table} WHERE {REPLACED[table]})"
            yield f"{noun}_is_never_replaced", table, "INSERT", there
        else:
            some = f"EXISTS (SELECT 1 FROM {SEALS}) OR EXISTS (SELECT 1 FROM {CHECKPOINTS})"
            yield f"{noun}_is_not_emptied", table, "TRUNCATE", some
    yield HOURS_AND_CODES, DECISIONS, "INSERT", NOT_HOURS_AND_CODES[vendor]


def _sqlite(name, table, event, condition):
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
    )


def _postgresql(name, table, event, condition):
    row = {"UPDATE": "NEW", "INSERT": "NEW", "DELETE": "OLD", "TRUNCATE": "NULL"}[event]
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION USING MESSAGE = '{name}', ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"


def protect(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    make = _sqlite if vendor == "sqlite" else _postgresql
    for trigger in _triggers(vendor):
        for statement in make(*trigger):
            schema_editor.execute(statement, params=None)


def unprotect(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, table, _event, _condition in _triggers(vendor):
        if vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}", params=None)
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0003_lanes_and_pairs'),
        ('metoo_wall', '0003_secrets_not_in_clear'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='decision',
            name='by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('log', models.CharField(choices=[('decisions', 'decisions about posts'), ('staff', 'the staff record')], max_length=9, verbose_name='log')),
                ('number', models.PositiveBigIntegerField(verbose_name='last seal that expired')),
                ('last_id', models.BigIntegerField(verbose_name='last line that expired')),
                ('digest', models.BinaryField(max_length=32, verbose_name='digest of that seal')),
                ('key', models.CharField(help_text='Its name in LOG_KEYS.', max_length=8, verbose_name='key')),
                ('signature', models.BinaryField(max_length=64, verbose_name='signature')),
            ],
            options={
                'verbose_name': 'checkpoint',
                'verbose_name_plural': 'checkpoints',
                'constraints': [models.UniqueConstraint(fields=('log', 'number'), name='checkpoint_is_made_once')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('log', models.CharField(choices=[('decisions', 'decisions about posts'), ('staff', 'the staff record')], max_length=9, verbose_name='log')),
                ('number', models.PositiveBigIntegerField(help_text='1, 2, 3… in each log.', verbose_name='number')),
                ('first_id', models.BigIntegerField(verbose_name='from line')),
                ('last_id', models.BigIntegerField(verbose_name='to line')),
                ('format', models.PositiveSmallIntegerField(help_text='Which columns it covers.', verbose_name='format')),
                ('lines', models.BinaryField(help_text='Of each its id and its digest: 40 bytes.', verbose_name='lines')),
                ('previous', models.BinaryField(max_length=32, verbose_name='digest of the seal before')),
                ('key', models.CharField(help_text='Its name in LOG_KEYS.', max_length=8, verbose_name='key')),
                ('signature', models.BinaryField(max_length=64, verbose_name='signature')),
            ],
            options={
                'verbose_name': 'seal',
                'verbose_name_plural': 'seals',
                'constraints': [models.UniqueConstraint(fields=('log', 'number'), name='seal_number_is_given_once'), models.UniqueConstraint(fields=('log', 'last_id'), name='seal_ends_where_no_other_does'), models.CheckConstraint(condition=models.Q(('last_id__gte', models.F('first_id'))), name='seal_covers_a_line')],
            },
        ),
        migrations.RunPython(protect, unprotect),
    ]
