"""What stands on the wall: rows of `Story`, each made from a submission and the words as published.

Nothing new comes to stand with a contact in it that was neither removed nor dismissed, whoever asks.
"""

from typing import Any

from metoo_wall import ready
from stories.desk import contacts
from stories.models.private import Submission
from stories.models.public import GoneStory, Kind, Story
from stories.models.tallies import Counted
from stories.text import render
from stories.words import Words


def put_up(submission: Submission, words: Words) -> Story:
    """Puts words on the wall, at the newest place. Raises `contacts.UnresolvedContacts`."""
    contacts.resolve(words, submission.country, dict(words.dismissed))
    return _stand(submission, words)


def renew(submission: Submission, words: Words) -> None:
    """Other words at the same place, under the same address. Raises `contacts.UnresolvedContacts`."""
    counted = Counted.hold()
    story = Story.objects.get(public_id=submission.public_id)
    may_stand = contacts.standing_in(_words(story), submission.country)
    contacts.resolve(words, submission.country, may_stand | dict(words.dismissed))
    counted.change(story, -1)
    Story.objects.filter(pk=story.pk).update(**columns(submission, words))
    counted.change(Story.objects.get(pk=story.pk), 1)
    story.warnings.set(submission.warnings.all())
    ready.leaving()


def take_off(public_id: str | None) -> Words:
    """Off the wall for the next request; returns the words that stood there."""
    counted = Counted.hold() if public_id else None
    story = Story.objects.filter(public_id=public_id).first() if public_id else None
    if story is None:
        return Words()
    counted.change(story, -1)
    GoneStory.objects.create(public_id=story.public_id, place=story.id)
    story.delete()
    ready.leaving()
    return _words(story)


def put_back(submission: Submission, words: Words) -> Story:
    """On the wall again, at its old place, as it stood there."""
    counted = Counted.hold()
    gone = GoneStory.objects.get(public_id=submission.public_id)
    place = gone.place
    gone.delete()
    story = _stand(submission, words, place=place)
    counted.change(story, 1)
    return story


def published_words(submission: Submission) -> Words:
    """The words as published: on the wall, or put aside meanwhile."""
    story = Story.objects.filter(public_id=submission.public_id).first()
    return _words(story) if story else submission.redaction or Words()


def _stand(submission: Submission, words: Words, *, place: int | None = None) -> Story:
    story = Story.objects.create(
        id=place, public_id=submission.public_id, **columns(submission, words)
    )
    if submission.kind == Kind.STORY:
        story.warnings.set(submission.warnings.all())
    return story


def _words(story: Story) -> Words:
    return Words(story.text, story.name, story.afterword)


def columns(submission: Submission, words: Words) -> dict[str, Any]:
    return {
        "kind": submission.kind,
        "phrase_id": submission.phrase_id,
        "name": words.name,
        "text": words.text,
        "html": render.render(words.text),
        "opening": render.opening(words.text),
        "reading_minutes": render.reading_minutes(words.text + words.afterword),
        "detail": submission.detail,
        "language": submission.language,
        "country": submission.country,
        "month": submission.month,
        "afterword": words.afterword,
        "afterword_html": render.render(words.afterword),
        "afterword_month": submission.afterword_month,
        "takes_support": submission.wants_support,
    }
