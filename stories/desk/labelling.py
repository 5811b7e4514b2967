"""What a post speaks of: the one place that writes a submission's warnings.

Beside them stands their set, as text with an index: "next one for me" steps over whole sets that a moderator leaves to others,
not over each post. The set only leads there; whether a post may be offered is asked of the warnings themselves.
"""

from collections.abc import Collection, Iterable

from stories.models.private import State, Submission
from stories.models.public import ContentWarning

LABELLED = Submission.warnings.through

# One waiting post of each set, found by steps along the index `submission_sets`: as many as there are sets.
ONE_OF_EACH = """
    WITH RECURSIVE one_of_each(id) AS (
        SELECT (
            SELECT id FROM stories_submission
            WHERE state = %(waiting)s ORDER BY warning_set LIMIT 1
        )
        UNION ALL
        SELECT (
            SELECT later.id FROM stories_submission AS later
            WHERE later.state = %(waiting)s
                AND later.warning_set > (SELECT warning_set FROM stories_submission AS this WHERE this.id = one_of_each.id)
            ORDER BY later.warning_set LIMIT 1
        )
        FROM one_of_each WHERE id IS NOT NULL
    )
    SELECT id, warning_set FROM stories_submission WHERE id IN (SELECT id FROM one_of_each)
"""


def label(submission: Submission, warnings: Iterable[ContentWarning | int]) -> None:
    """These and no others; a change counts with the story that it changes, which is labelled before."""
    submission.warnings.set(warnings)
    _keep_set(submission)


def add(submission: Submission, warnings: Iterable[ContentWarning]) -> None:
    """These as well."""
    if more := list(warnings):
        submission.warnings.add(*more)
        _keep_set(submission)


def sets_without(avoided: Collection[int]) -> list[int]:
    """One waiting post of each set that holds none of these warnings (their ids)."""
    posts = Submission.objects.raw(ONE_OF_EACH, {"waiting": State.WAITING})
    return [post.pk for post in posts if not _ids(post.warning_set) & set(avoided)]


def _keep_set(submission: Submission) -> None:
    both = [submission.pk, submission.revises_id]
    spoken = LABELLED.objects.filter(submission_id__in=both)
    ids = set(spoken.values_list("contentwarning_id", flat=True))
    submission.warning_set = ",".join(str(pk) for pk in sorted(ids))
    Submission.objects.filter(pk=submission.pk).update(warning_set=submission.warning_set)


def _ids(warning_set: str) -> set[int]:
    return {int(pk) for pk in warning_set.split(",") if pk}
