"""What the tests about readers' concerns have in common."""

from stories.desk import moderation
from stories.models import Concern, ConcernPolicy, Submission

HERE = {"Sec-Fetch-Site": "same-origin"}


def address_of(story: Submission) -> str:
    return f"/stories/{story.public_id}/concern/"


def tell(client, story: Submission, reason: str = "about-me", **fields):
    return client.post(address_of(story), {"reason": reason, **fields}, headers=HERE)


def allow_pauses(**fields) -> None:
    said = {"pauses_about_me": True, "pauses_names_somebody": True} | fields
    ConcernPolicy.objects.create(pk=ConcernPolicy.ONLY, **said)


def brigade(story: Submission, number: int, reason: str = "other") -> None:
    now = moderation.this_hour()
    rows = [Concern(submission=story, reason=reason, received_at=now) for _n in range(number)]
    Concern.objects.bulk_create(rows)


def state(submission: Submission) -> str:
    submission.refresh_from_db()
    return submission.state
