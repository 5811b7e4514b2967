"""Floods: posts that can be decided together. `gather` finds what is nearly the same, `hold` where bare posts came from.

A row of the desk is a `Flood`. Nothing here decides: `stories.desk.verdicts` does, on a moderator's press.
"""

import hmac
from collections import Counter
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet

from metoo_wall import throttle
from stories import turns
from stories.desk import queue
from stories.desk.moderation import this_hour
from stories.models.private import Flood, FloodBand, FloodPost, FloodVerdict, Submission, Why
from stories.text.likeness import Folded, fold, verbatim
from stories.words import Words

LABEL = b"likeness of waiting posts, 1"
MOST_MET = 500  # bands that are looked at for one post, however many are alike
MOST_COMPARED = 6  # leads that are opened and compared with it
FEWEST = 5  # posts of nearly the same words that make a row; fewer are read one by one
ROWS = 50  # on the page
AT_ONCE = 20  # floods that are tended in one go
_OPENED = "stories.desk.floods.opened"  # a salt


@dataclass(frozen=True)
class Row:
    flood: Flood
    size: int
    languages: list[str]


def key() -> bytes:
    """What likeness is reckoned with: from the newest text key, by a label of its own. Not in the database."""
    return hmac.digest(settings.TEXT_KEYS[0], LABEL, "sha256")


def gather(submission: Submission, words: Words) -> Flood:
    """Puts a waiting post beside those that are nearly the same, or makes it the first of its kind.

    Four or five queries, however many wait. A post that is near to two floods shows that they are one.
    """
    folded, secret = fold(words.text, words.name), key()
    bands, same = folded.bands(secret), folded.same(secret)
    exactly = verbatim(secret, words.text, words.name)
    with turns.writing():
        flood = _joined(_near(folded, bands))
        is_first = flood is None or not _grow(flood)
        if is_first:
            flood = Flood.objects.create(
                why=Why.ALIKE, size=1, is_few=folded.is_few, began_at=this_hour()
            )
            _keep_bands(submission, bands)
        FloodPost.objects.create(
            submission=submission, flood=flood, leads=is_first, same=same, verbatim=exactly
        )
    return flood


@turns.writing()
def hold(submission: Submission, why: Why, bucket: str = "") -> Flood:
    """A bare post that is held, beside the others of its source and hour. The bucket stays as long as its key."""
    named = {"bucket": bucket, "bucket_key": throttle.key_name()} if why == Why.SOURCE else {}
    where = {"why": why, "began_at": this_hour(), "bucket": "", "bucket_key": "", **named}
    flood = Flood.objects.filter(verdict=None, **where).order_by("id").first()
    if flood is None or not _grow(flood):
        flood = Flood.objects.create(size=1, **where)
    FloodPost.objects.create(submission=submission, flood=flood)
    return flood


def on_the_desk() -> QuerySet[Flood]:
    """What can be decided together. Fewer of nearly the same words are no flood: they are read one by one."""
    floods = Flood.objects.filter(verdict=None, size__gt=0)
    return floods.exclude(why=Why.ALIKE, size__lt=FEWEST)


def rows() -> list[Row]:
    """The largest first; the same queries for any number of posts."""
    listed = list(on_the_desk().order_by("-size", "id")[:ROWS])
    counted: dict[int, Counter] = {flood.pk: Counter() for flood in listed}
    posts = FloodPost.objects.filter(flood__in=listed).order_by()
    by_language = posts.values_list("flood", "submission__language")
    for pk, language, n in by_language.annotate(n=Count("pk")):
        counted[pk][language] += n
    return [
        Row(
            flood,
            counted[flood.pk].total(),
            [name for name, _n in counted[flood.pk].most_common(4)],
        )
        for flood in listed
        if counted[flood.pk]
    ]


def latest() -> int:
    """What a page shows ends here: a press decides nothing that came after it."""
    return FloodPost.objects.aggregate(Max("pk"))["pk__max"] or 0


def specimen(flood: Flood, account) -> FloodPost | None:
    """The one that opens on a press: one that the others were compared with, or the oldest; none that a colleague reads."""
    return _first(flood.posts.filter(queue.free_for(account, "submission__")))


def opened(post: FloodPost, account) -> str:
    """Says, signed, that this account has this specimen open: its page alone carries it."""
    return signing.Signer(salt=_OPENED).sign_object([post.pk, account.pk])


def opened_by(said: str, account) -> int | None:
    """Which specimen it is; None where this account has not opened it."""
    try:
        pk, reader = signing.Signer(salt=_OPENED).unsign_object(said)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return pk if reader == account.pk else None


def tend() -> None:
    """By the timer: who leads a flood whose leads were decided, and what nothing is in any more."""
    going_on = FloodVerdict.objects.filter(is_over=False)
    Flood.objects.filter(verdict__isnull=False).exclude(verdict__in=going_on).delete()
    Flood.objects.filter(verdict=None, size__lte=0).delete()
    leading = FloodPost.objects.filter(flood=OuterRef("pk"), leads=True)
    several = Flood.objects.filter(verdict=None, why=Why.ALIKE, size__gt=1)
    for flood in several.exclude(Exists(leading))[:AT_ONCE]:
        _elect(flood)


def forget_sources() -> None:
    """By the timer: a bucket whose key is gone says nothing, and goes, too."""
    known = Flood.objects.exclude(bucket="")
    known.exclude(bucket_key=throttle.key_name()).update(bucket="", bucket_key="")


def _first(posts: QuerySet[FloodPost]) -> FloodPost | None:
    return posts.select_related("submission").order_by("-leads", "pk").first()


@transaction.atomic
def _elect(flood: Flood) -> None:
    post = _first(flood.posts)
    if post is not None and FloodPost.objects.filter(pk=post.pk).update(leads=True):
        words = _words(post.submission)
        _keep_bands(post.submission, fold(words.text, words.name).bands(key()))


def _near(folded: Folded, bands: list[int]) -> list[Flood]:
    """The floods that such a text belongs to, the largest first: more than one where they only seemed to differ."""
    met = FloodBand.objects.filter(value__in=bands).values_list("submission", flat=True)[:MOST_MET]
    best = [pk for pk, _n in Counter(met).most_common(MOST_COMPARED)]
    if not best:
        return []
    leads = FloodPost.objects.filter(pk__in=best, leads=True, flood__verdict=None)
    near = {
        post.flood
        for post in leads.select_related("submission", "flood")
        if (words := _words(post.submission)) and folded.is_near(fold(words.text, words.name))
    }
    return sorted(near, key=lambda flood: (-flood.size, flood.pk))


def _joined(floods: list[Flood]) -> Flood | None:
    """The first of them, with the posts of the others; None where there is none."""
    for other in floods[1:]:
        moved = FloodPost.objects.filter(flood=other).update(flood=floods[0])
        Flood.objects.filter(pk=other.pk).update(size=F("size") - moved)
        Flood.objects.filter(pk=floods[0].pk).update(size=F("size") + moved)
    return floods[0] if floods else None


def _words(submission: Submission) -> Words:
    try:
        return submission.words
    except InvalidToken:  # its key was taken away
        return Words()


def _grow(flood: Flood) -> bool:
    """False where a press has closed it, or the timer removed it."""
    return bool(Flood.objects.filter(pk=flood.pk, verdict=None).update(size=F("size") + 1))


def _keep_bands(submission: Submission, bands: list[int]) -> None:
    FloodBand.objects.bulk_create(FloodBand(submission=submission, value=v) for v in bands)
