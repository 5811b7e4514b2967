"""A restore that has not come to its end keeps the site shut. Imports nothing of ours: it is asked before anything starts."""

from pathlib import Path

from django.conf import settings


def mark() -> Path:
    return settings.VAR_DIR / "restoring"


def restore_is_under_way() -> bool:
    return mark().exists()


def restored_is(identity: str) -> bool:
    """Whether a restore that has not ended was at work in that very database."""
    return mark().exists() and mark().read_text() == identity != ""


def begin(identity: str) -> None:
    mark().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark().touch(0o600)
    mark().write_text(identity)


def refuse_to_serve() -> None:
    """For whatever starts the site. Raises SystemExit."""
    if restore_is_under_way():
        raise SystemExit(
            "A restore has begun here and not ended: what was taken back might stand on the wall. "
            "Run `manage.py restore` again; it begins anew. "
            f"If the database from before is back in its place, delete {mark()} instead."
        )
