"""The triggers by which the database refuses to change a log; migrations make them."""

from django.db import connection

EVERYWHERE = {
    "decision_is_never_changed",
    "decision_stays_once_sealed",
    "decision_holds_hours_and_codes",
    "staff_decision_is_never_changed",
    "staff_decision_stays_once_sealed",
    "seal_is_never_changed",
    "seal_stays_in_its_chain",
    "checkpoint_is_never_changed",
    "checkpoint_stays_until_a_newer",
}
NOUNS = ("decision", "staff_decision", "seal", "checkpoint")
THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def missing() -> list[str]:
    """The names of triggers that should be there and are not, or are switched off."""
    with connection.cursor() as cursor:
        cursor.execute(THERE[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    return sorted(expected() - there)


def expected() -> set[str]:
    own = "is_never_replaced" if connection.vendor == "sqlite" else "is_not_emptied"
    return EVERYWHERE | {f"{noun}_{own}" for noun in NOUNS}
