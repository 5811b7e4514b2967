"""By itself, in steps of 500 posts: a column that is added and filled at once keeps everybody from the table until it is full."""

from collections import defaultdict

from django.db import migrations


def keep_sets(apps, schema_editor):
    """What is here already: the warnings of each post, and those of the story that it changes. Can be run again."""
    Submission = apps.get_model("stories", "Submission")
    labelled = defaultdict(set)
    for pk, warning in Submission.warnings.through.objects.values_list("submission_id", "contentwarning_id").iterator():
        labelled[pk].add(warning)
    spoken = dict(labelled)
    for pk, changed in Submission.objects.exclude(revises=None).values_list("pk", "revises_id"):
        spoken[pk] = labelled.get(pk, set()) | labelled.get(changed, set())
    posts = defaultdict(list)
    for pk, warnings in spoken.items():
        posts[",".join(str(warning) for warning in sorted(warnings))].append(pk)
    for warning_set, pks in posts.items():
        for begin in range(0, len(pks), 500):
            Submission.objects.filter(pk__in=pks[begin : begin + 500]).update(warning_set=warning_set)


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("stories", "0016_a_phrase_in_a_language_has_an_index"),
    ]

    operations = [
        migrations.RunPython(keep_sets, migrations.RunPython.noop),
    ]
