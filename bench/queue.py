"""The queue page and "next one for me" with 100 and with 100,000 waiting posts, interleaved, as a ratio.

    python -m bench.queue            # SQLite in a folder of its own
    DATABASE_URL=postgres://… python -m bench.queue

Two processes with a database each; every round asks both, in turn. Printed: medians in milliseconds, as they passed on the
clock and on the processor, and their ratios.
"""

import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="wall-bench-"))
SIZES = (100, 100_000)
ROUNDS = 65
LEFT_TO_OTHERS = "all but one"
OTHERS = 6  # warnings beside it: 64 sets of them, each on as many posts
ASKED = ("queue page", "next one", "next one, past all that is left to others", "a gentle one")


def fill(number: int) -> None:
    from stories.models import ContentWarning, Submission
    from stories.models.private import Lane

    def post(n: int) -> Submission:
        return Submission(
            receipt_digest=secrets.token_bytes(32),
            state="waiting",
            kind="story",
            length=200 + n % 4000,
            language="en",
            asks_before_publishing=False,
            lane=(Lane.DANGER, Lane.FLAGGED, Lane.REST, Lane.REST, Lane.REST)[n % 5],
            sealed_words=secrets.token_bytes(600),
        )

    for begin in range(0, number, 5000):
        rows = [post(n) for n in range(begin, min(number, begin + 5000))]
        Submission.objects.bulk_create(rows)
    left = ContentWarning.objects.create(
        slug=LEFT_TO_OTHERS, short_en=LEFT_TO_OTHERS, is_heavy=True
    )
    others = [ContentWarning.objects.create(slug=f"other-{n}") for n in range(OTHERS)]
    ids = list(Submission.objects.order_by("pk").values_list("pk", flat=True))
    for which in range(2**OTHERS):
        some = [warning.pk for bit, warning in enumerate(others) if which >> bit & 1]
        label(ids[which : -1 : 2**OTHERS], [left.pk, *some])


def label(posts: list[int], warnings: list[int]) -> None:
    """As `stories.desk.labelling` does, many at once."""
    from stories.models import Submission

    through = Submission.warnings.through
    rows = [through(submission_id=pk, contentwarning_id=one) for pk in posts for one in warnings]
    through.objects.bulk_create(rows, batch_size=5000)
    warning_set = ",".join(str(warning) for warning in sorted(warnings))
    Submission.objects.filter(pk__in=posts).update(warning_set=warning_set)


def client_of(account):
    from django.test import Client

    from metoo_wall.models import BackupCodes

    device = BackupCodes.objects.create(user=account, confirmed=True)
    client = Client()
    client.force_login(account)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    return client


def measured(action) -> tuple[float, float]:
    """Milliseconds on the clock, and on the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def serve(size: int) -> None:
    """A child: fills its database, then answers each line of its input with a measurement."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    here = settings.VAR_DIR / f"bench_{size}.sqlite3"
    name = here if connection.vendor == "sqlite" else f"bench_{size}"
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    fill(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    actions = _actions()
    print("ready", flush=True)
    for line in sys.stdin:
        print(*measured(actions[line.strip()]), flush=True)
    connection.creation.destroy_test_db("bench", verbosity=0)


def _actions() -> dict:
    from stories.desk import care, queue
    from stories.models import ContentWarning
    from tests.factories import make_moderator

    robin, kim, sam = make_moderator(), make_moderator("kim"), make_moderator("sam")
    left = ContentWarning.objects.filter(slug=LEFT_TO_OTHERS)
    care.choose(kim, leaves=left, pause_after=5, cap=None)
    client = client_of(robin)
    return {
        "queue page": lambda: client.get("/admin/stories/submission/"),
        "next one": lambda: queue.claim_next(robin),
        "next one, past all that is left to others": lambda: queue.claim_next(kim),
        "a gentle one": lambda: queue.claim_next(sam, gentle=True),
    }


def ask(child: subprocess.Popen, what: str) -> tuple[float, float]:
    child.stdin.write(what + "\n")
    child.stdin.flush()
    clock, processor = child.stdout.readline().split()
    return float(clock), float(processor)


def main() -> None:
    command = [sys.executable, "-m", "bench.queue"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    children = {size: subprocess.Popen([*command, str(size)], **pipes) for size in SIZES}
    for child in children.values():
        if child.stdout.readline().strip() != "ready":
            raise SystemExit("a child did not get ready")
    times = {what: {size: [] for size in SIZES} for what in ASKED}
    for _round in range(ROUNDS):
        for what, by_size in times.items():
            for size, child in children.items():
                by_size[size].append(ask(child, what))
    for child in children.values():
        child.stdin.close()
        child.wait(60)
    report(times)


def report(times: dict[str, dict[int, list[tuple[float, float]]]]) -> None:
    small, large = SIZES
    for what, by_size in times.items():
        for place, clock in enumerate(("on the clock", "on the processor")):
            few, many = (
                statistics.median(pair[place] for pair in by_size[size][5:]) for size in SIZES
            )
            print(
                f"{what}, {clock}: {few:.1f} ms at {small}, {many:.1f} ms at {large}: "
                f"{many / few:.2f} times"
            )


if __name__ == "__main__":
    serve(int(sys.argv[1])) if len(sys.argv) > 1 else main()
