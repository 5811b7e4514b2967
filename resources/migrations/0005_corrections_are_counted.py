"""Whoever changes what readers see of a resource, a verb, a command or raw SQL, changes the count beside which pages about help
are kept (metoo_wall/ready/corrections.py). On PostgreSQL at the commit, so that nobody waits for the row while holding another.

SQLite drops a table's triggers where a later migration makes the table anew: tests/resources/test_corrections.py would see it.
"""

from django.db import migrations

TABLES = [
    "helpline", "channel", "source", "verification", "emergencynumber", "document", "purpose", "purpose_documents",
    "milestone", "milestone_documents", "milestoneaccount", "criticism", "criticism_documents", "allyadvice",
    "allyadvice_documents", "option", "option_documents",
]  # fmt: skip
COUNT = """
    INSERT INTO metoo_wall_corrections (id, count) VALUES (1, 1)
    ON CONFLICT (id) DO UPDATE SET count = metoo_wall_corrections.count + 1
"""
FUNCTION = f"""
    CREATE FUNCTION correction_is_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {COUNT}; RETURN NULL; END $$
"""
EVENTS = ("insert", "update", "delete")


def _made(vendor):
    if vendor != "sqlite":
        yield FUNCTION
    for table in TABLES:
        if vendor == "sqlite":
            for event in EVENTS:
                yield (
                    f"CREATE TRIGGER {table}_{event}_is_counted AFTER {event} ON resources_{table} BEGIN {COUNT}; END"
                )
        else:
            yield (
                f"CREATE CONSTRAINT TRIGGER {table}_is_counted AFTER INSERT OR UPDATE OR DELETE ON resources_{table} "
                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION correction_is_counted()"
            )


def _taken_away(vendor):
    for table in TABLES:
        if vendor == "sqlite":
            yield from (f"DROP TRIGGER IF EXISTS {table}_{event}_is_counted" for event in EVENTS)
        else:
            yield f"DROP TRIGGER IF EXISTS {table}_is_counted ON resources_{table}"
    if vendor != "sqlite":
        yield "DROP FUNCTION IF EXISTS correction_is_counted()"


def count(apps, schema_editor):
    for statement in _made(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def uncount(apps, schema_editor):
    for statement in _taken_away(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('metoo_wall', '0006_corrections'),
        ('resources', '0004_no_reader_is_counted_for_a_country'),
    ]

    operations = [migrations.RunPython(count, uncount)]
