"""What an author does with a number, for the tests of their own page."""

from stories.desk import moderation
from stories.intake import receipts
from stories.models import Submission
from tests.factories import make_draft

HERE = {"Sec-Fetch-Site": "same-origin"}
RECEIPT = receipts.derive("a form", "a post")


def keep(text: str = "", **fields) -> Submission:
    digest = receipts.digest(RECEIPT)
    return moderation.receive(
        make_draft(text, **fields), digest=digest.value, key=digest.key, hold_bare=False
    )


def post(client, **fields):
    answer = client.post("/yours/", {"receipt": RECEIPT} | fields, headers=HERE)
    assert answer.status_code == 303
    assert RECEIPT not in answer["Location"]
    return client.get(answer["Location"])


def text_of(page) -> str:
    return page.content.decode()


def edit(client, text: str, *, step: str = "send", edition: int = 0, act="edit-send", **fields):
    return post(client, act=act, step=step, text=text, edition=edition, **fields)
