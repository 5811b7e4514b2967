"""What the desk's pages need to have something on them: a flood, a story with concerns, phrases on the wall."""

import json
import subprocess
import sys
from dataclasses import dataclass

from tests.journeys.serving import ROOT, Server

PLANT = """
import json, secrets
from stories.desk import concerns, moderation
from stories.intake import sharing
from stories.models import Phrase
from stories.words import Words
from metoo_wall.models import StaffAccount

def send(text="", **fields):
    phrase = Phrase.objects.get(slug="metoo")
    draft = moderation.Draft(words=Words(text), phrase_id=phrase.pk, language="en", **fields)
    return sharing.keep(draft, secrets.token_hex(16)).submission

for number in range(6):
    send("Get rid of your debts within a week: our friendly experts call you back the very same day. "
         f"Ask for offer no. {number} and you never have to worry about any of your bills again, we promise.")
story = moderation.publish(send("A story about which readers are concerned."), by=StaffAccount.objects.first())
for reason in ("about-me", "other"):
    concerns.keep(story.public_id, reason=reason, text="What a reader wrote.", form_digest=secrets.token_bytes(32), source="00")
bare = send()
print(json.dumps({"story": story.pk, "bare": bare.pk}))
"""


@dataclass(frozen=True)
class Planted:
    story: int  # the number of its submission; it has concerns
    bare: int


def plant(server: Server) -> Planted:
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", PLANT],
        cwd=ROOT,
        env=server.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return Planted(**json.loads(done.stdout.splitlines()[-1]))
