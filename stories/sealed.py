"""Sealed pages carry what a browser must not keep (docs/decisions/0002).

A POST that is answered with a page is written to the disk by Chromium, body and all; a 303 is not. So
every POST of words answers 303 to an address that lives shortly. The payload is encrypted under a key
that exists only in that address: the database alone opens nothing.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple

from cryptography.fernet import Fernet, InvalidToken
from django.utils import timezone

from stories import turns
from stories.inserting import Like
from stories.models.private import SealedPage

FIRST_VIEW = timedelta(minutes=15)
RELOAD = timedelta(minutes=2)  # counted from the first view
TOKEN_BYTES = 32


class Page(NamedTuple):
    """Sealed, and not kept yet."""

    token: str
    digest: bytes
    payload: bytes


def made(payload: dict[str, Any]) -> Page:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    text = json.dumps(payload, ensure_ascii=False).encode()
    return Page(token, _digest(token), _fernet(token).encrypt_at_time(text, 0))


def seal(payload: dict[str, Any]) -> str:
    """Stores a JSON payload; returns the token of its address, 43 characters, kept nowhere else."""
    page = made(payload)
    with turns.taken():
        SealedPage.objects.create(
            digest=page.digest, payload=page.payload, sealed_at=timezone.now()
        )
    return page.token


def keep_together(pages: Iterable[Page]) -> None:
    """Stores many that were made, by one statement."""
    now = timezone.now()
    _rows().insert([(page.digest, page.payload, now) for page in pages])


@cache
def _rows() -> Like:
    return Like(SealedPage(), "digest", "payload", "sealed_at")


def unseal(token: str) -> dict[str, Any] | None:
    """The payload while its address lives: 15 minutes to the first view, two minutes from then on; else None."""
    page = SealedPage.objects.filter(digest=_digest(token)).first()
    if page is None or not _lives(page):
        return None
    if page.first_viewed_at is None:
        SealedPage.objects.filter(pk=page.pk).update(first_viewed_at=timezone.now())
    try:
        return json.loads(_fernet(token).decrypt(bytes(page.payload)))
    except InvalidToken:
        return None  # damaged: as if it were gone


def close(token: str) -> None:
    SealedPage.objects.filter(digest=_digest(token)).delete()


def erase_expired() -> int:
    """Deletes every page whose address no longer opens; returns how many. A job of the timer."""
    now = timezone.now()
    expired = SealedPage.objects.filter(first_viewed_at__lt=now - RELOAD)
    unseen = SealedPage.objects.filter(first_viewed_at=None, sealed_at__lt=now - FIRST_VIEW)
    return expired.delete()[0] + unseen.delete()[0]


def _lives(page: SealedPage) -> bool:
    now = timezone.now()
    if page.first_viewed_at is None:
        return now - page.sealed_at < FIRST_VIEW
    return now - page.first_viewed_at < RELOAD


def _digest(token: str) -> bytes:
    return hashlib.sha256(b"address\0" + token.encode()).digest()


def _fernet(token: str) -> Fernet:
    key = hashlib.sha256(b"key\0" + token.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
