"""Sealed pages carry what a browser must not keep (docs/decisions/0002).

A POST that is answered with a page is written to the disk by Chromium, body and all; a 303 is not. So
every POST of words answers 303 to an address that lives shortly. The payload is encrypted under a key
that exists only in that address: the database alone opens nothing.
"""

import base64
import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet
from django.utils import timezone

from stories.models.private import SealedPage

FIRST_VIEW = timedelta(minutes=15)
RELOAD = timedelta(minutes=2)  # counted from the first view
TOKEN_BYTES = 32


def seal(payload: dict[str, Any]) -> str:
    """Stores a JSON payload; returns the token of its address, 43 characters, kept nowhere else."""
    erase_expired()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    text = json.dumps(payload, ensure_ascii=False).encode()
    SealedPage.objects.create(
        digest=_digest(token),
        payload=_fernet(token).encrypt_at_time(text, 0),
        sealed_at=timezone.now(),
    )
    return token


def unseal(token: str) -> dict[str, Any] | None:
    """The payload while its address lives: 15 minutes to the first view, two minutes from then on; else None."""
    page = SealedPage.objects.filter(digest=_digest(token)).first()
    if page is None or not _lives(page):
        return None
    if page.first_viewed_at is None:
        SealedPage.objects.filter(pk=page.pk).update(first_viewed_at=timezone.now())
    return json.loads(_fernet(token).decrypt(bytes(page.payload)))


def close(token: str) -> None:
    SealedPage.objects.filter(digest=_digest(token)).delete()


def erase_expired() -> int:
    """Deletes every page whose address no longer opens; returns how many."""
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
