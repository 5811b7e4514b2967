"""A phrase and a language together were looked for through every piece in that language: 90 ms at a million pieces."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class AddIndexBeside(AddIndexConcurrently):
    """While others write; SQLite has one writer anyway."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        add = AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else migrations.AddIndex
        add.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        add = AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else migrations.AddIndex
        add.database_backwards(self, app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('stories', '0015_one_index_for_a_public_id')]

    operations = [
        AddIndexBeside(
            model_name='story',
            index=models.Index(
                condition=models.Q(('language', ''), _negated=True),
                fields=['phrase', 'language', 'id'],
                name='story_by_phrase_and_language',
            ),
        ),
    ]
