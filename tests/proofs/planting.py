"""One post with everything that can stand around it: original, published version, name, question, answer, concern."""

import json
from dataclasses import dataclass, field
from secrets import token_hex

from tests.proofs.own_server import OwnServer

PLANT = """
import json, sys
from metoo_wall.models import StaffAccount
from stories import vault
from stories.desk import moderation
from stories.intake import sharing
from stories.models import Concern, Note, Reason, Submission
from stories.words import Words

given = json.loads(sys.stdin.read())
by = StaffAccount.objects.first()
question = Reason.objects.filter(kind="ask").first()
words = Words(given["text"], given["name"])
post = sharing.keep(moderation.Draft(words=words, language="en", phrase_id=None), given["form_id"])
asked = moderation.ask(post.submission, by=by, question=question, note=given["question"])
waits = moderation.answer(asked, note=given["answer"])
public = moderation.publish(waits, by=by, redacted=given["redacted"])
Concern.objects.create(submission=public, reason="other", sealed_text=vault.seal(given["concern"]),
                       received_at=moderation.this_hour())
sealed = list(Submission.objects.filter(pk=public.pk).values_list("sealed_words", flat=True))
for notes in (Note, Concern):
    sealed += notes.objects.filter(submission=public).values_list("sealed_text", flat=True)
sealed = [bytes(each).decode() for each in sealed]
print(json.dumps({"receipt": post.receipt, "public_id": public.public_id, "sealed": sealed}))
"""


@dataclass(frozen=True)
class Planted:
    """A random word for each place where words stand, the receipt, and a stretch of each encrypted value."""

    receipt: str
    public_id: str
    words: dict[str, str] = field(repr=False)
    sealed: list[str] = field(repr=False)

    @property
    def numbers(self) -> list[str]:
        groups = [self.receipt[start : start + 4] for start in range(0, len(self.receipt), 4)]
        return [self.receipt, " ".join(groups)]


def plant(server: OwnServer) -> Planted:
    kinds = ("public", "taken_out", "name", "question", "answer", "concern")
    words = {kind: token_hex(8) for kind in kinds}
    said = f"{words['public']} is an example. {words['taken_out']} is taken out of it. " * 40
    given = {kind: words[kind] for kind in kinds[2:]} | {"form_id": token_hex(16), "text": said}
    given["redacted"] = said.replace(words["taken_out"], "[…]")
    kept = json.loads(server.run("manage.py", "shell", "-v0", "-c", PLANT, said=json.dumps(given)))
    # A stretch from the middle: long values are kept in pieces, and every token begins alike.
    stretches = [token[60:100] for token in kept["sealed"]]
    return Planted(kept["receipt"], kept["public_id"], words, stretches)
