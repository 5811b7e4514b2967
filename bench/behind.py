"""What the viral mix (`bench/mix.py`) needs from behind the site, in the site's own environment; each command prints JSON.

python -m bench.behind ready 900 300    # so many ids of forms that were opened, and pieces that real posts made
python -m bench.behind rows             # how many posts and words of support there are
python -m bench.behind judge FILE       # what stands at the addresses of receipts, one token a line, and whether each has its row
"""

import json
import os
import secrets
import sys
from collections import Counter
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metoo_wall.settings")
OPEN = {
    "posts_per_minute": 2_000_000_000
}  # the ceiling for everybody; the one for each source stays
SOME = 500


def ready(forms: int, pieces: int) -> dict:
    from django.db import transaction

    from stories.desk.moderation import Draft
    from stories.intake import form_ids, sharing
    from stories.models import Phrase
    from stories.models.private import IntakeSwitch
    from stories.words import Words

    IntakeSwitch.objects.update_or_create(pk=1, defaults=OPEN)
    draft = Draft(words=Words(), phrase_id=Phrase.objects.filter(is_offered=True).first().id)
    with transaction.atomic():
        kept = [sharing.keep(draft, secrets.token_hex(16)) for _n in range(pieces)]
    return {
        "forms": [form_ids.new() for _n in range(forms)],
        "pieces": [each.public_id for each in kept],
        "phrases": list(Phrase.objects.filter(is_offered=True).values_list("slug", flat=True)),
    }


def rows() -> dict:
    from django.db.models import Sum

    from stories.models.private import Submission, Support

    words = Support.objects.aggregate(n=Sum("count"))["n"] or 0
    return {"posts": Submission.objects.count(), "words of support": words}


def judge(tokens: list[str]) -> dict:
    """`lost`: a receipt is shown, and no row has its digest."""
    from django.db import transaction

    from stories import sealed
    from stories.intake import receipts
    from stories.models.private import Submission

    with transaction.atomic():
        payloads = [sealed.unseal(token) or {"page": "gone"} for token in tokens]
    shown = [payload["receipt"] for payload in payloads if payload["page"] == "receipt"]
    digests = [receipts.digest(receipt).value for receipt in set(shown)]
    found = 0
    for begin in range(0, len(digests), SOME):
        found += Submission.objects.filter(receipt_digest__in=digests[begin : begin + SOME]).count()
    return {
        "pages": Counter(payload["page"] for payload in payloads),
        "states": Counter(p["state"] for p in payloads if p["page"] == "receipt"),
        "receipts": len(shown),
        "different": len(digests),
        "lost": len(digests) - found,
    }


def main() -> None:
    import django

    django.setup()
    verb, *given = sys.argv[1:]
    if verb == "judge":
        said = judge(Path(given[0]).read_text().split())
    else:
        said = {"ready": ready, "rows": rows}[verb](*map(int, given))
    print(json.dumps(said))


if __name__ == "__main__":
    main()
