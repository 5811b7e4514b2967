"""PostgreSQL: the second index of a unique text, for `LIKE 'x%'`, which Django makes and nothing here asks: 44 bytes a post.

Dropped without a lock that anybody waits for. Nothing that the old version asks uses it, either.
"""

from django.db import migrations

FOUND = """
    SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid IN ('stories_story'::regclass, 'stories_gonestory'::regclass, 'stories_submission'::regclass) AND relname LIKE %s
"""


def drop(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(FOUND, ["%public\\_id\\_%\\_like"])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('stories', '0014_warning_sets')]

    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
