"""Makes the database of this version for the tests of later ones: `python -m tests.upgrades.make NAME`.

Once for each release, right before its tag. Leaves tests/upgrades/NAME/: the database as packed SQL, its keys (made for it
and used nowhere else), and what was planted. tests/upgrades/test_upgrades.py brings it to the newest version.
"""

import gzip
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.proofs.own_server import OwnServer

HERE = Path(__file__).resolve().parent
TEXT = (
    "I was nineteen, and I said no. It was in the {place}.\n\nI can say it now: été, مرحبا, 我也是."
)
WAITING = """
import json
from stories.desk import moderation
from stories.intake import sharing
from stories.models import Phrase
from stories.words import Words

def kept(text, name, phrase):
    draft = moderation.Draft(words=Words(text, name), warnings=(), language="en", phrase_id=phrase)
    return sharing.keep(draft, ("0123456789abcdef" * 2) if text else "f" * 32)

phrase = Phrase.objects.get(slug="metoo").pk
words, bare = kept("These words wait.", "Alma", None), kept("", "", phrase)
print(json.dumps({"waiting": words.receipt, "bare": bare.receipt}))
"""


def main(name: str) -> None:
    with TemporaryDirectory() as folder, OwnServer(Path(folder), FORM_MIN_SECONDS="0") as server:
        text = TEXT.format(place="Hollow Lane")
        letter = server.publish(text, redacted=TEXT.format(place="[…]"))
        more = json.loads(server.run("manage.py", "shell", "-v0", "-c", WAITING).splitlines()[-1])
        gone = server.publish("This is taken back.")
        server.take_back(gone["receipt"])
        server.__exit__()
        _write(HERE / name, server.folder, {"letter": letter, "gone": gone, "text": text} | more)


def _write(into: Path, var: Path, planted: dict) -> None:
    into.mkdir()
    with closing(sqlite3.connect(var / "wall.sqlite3")) as connection:
        sql = "\n".join(connection.iterdump())
    (into / "wall.sql.gz").write_bytes(gzip.compress(sql.encode(), 9, mtime=0))
    (into / "keys.env").write_text((var / "keys.env").read_text())
    (into / "planted.json").write_text(json.dumps(planted, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
