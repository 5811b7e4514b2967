"""Ten thousand posts in a flood: each is gathered and declined for real; some minutes. `docs/floods.md` has its figures."""

import time

import pytest

from stories.desk import floods
from stories.models import Decision, Submission
from tests.factories import make_draft, make_phrase
from tests.stories.flooding import declined_unread, great_flood
from tests.stories.test_verdicts import desk, robin  # noqa: F401

pytestmark = pytest.mark.django_db
SIZE = 10_000


def kept(sent: list[tuple[str, bool]]) -> list[Submission]:
    """Rows as `moderation.receive` makes them, at once: receiving is not what is measured."""
    rows = [
        Submission(
            receipt_digest=number.to_bytes(32, "big"),
            receipt_key="k1",
            state="waiting",
            asks_before_publishing=False,
            **make_draft(text).columns,
        )
        for number, (text, _is_honest) in enumerate(sent)
    ]
    return Submission.objects.bulk_create(rows, batch_size=500)


def test_ten_thousand_posts_cost_under_ten_presses(desk, report):  # noqa: F811
    make_phrase()
    sent = great_flood(SIZE)
    posts = kept(sent)
    began = time.monotonic()
    for post, (text, _is_honest) in zip(posts, sent, strict=True):
        floods.gather(post, make_draft(text).words)
    gathered = time.monotonic()

    presses = declined_unread(desk)

    honest = [post.pk for post, (_text, is_honest) in zip(posts, sent, strict=True) if is_honest]
    declined = Submission.objects.filter(state="declined").count()
    report.append(f"{presses} presses, with a fresh factor; {declined} of {SIZE} declined")
    report.append(f"{len(honest)} honest ones planted, all wait")
    report.append(f"gathering {(gathered - began) / len(sent) * 1000:.1f} ms a post")
    report.append(f"declining {time.monotonic() - gathered:.0f} s, by itself after the press")
    assert presses < 10
    assert not Decision.objects.filter(submission__in=honest).exists()
    assert set(Submission.objects.filter(pk__in=honest).values_list("state", flat=True)) == {
        "waiting"
    }
    assert declined >= 0.99 * SIZE
