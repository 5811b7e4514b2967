"""Encrypts what an author wrote, under keys that live outside the database.

Fernet (AES-128-CBC and HMAC-SHA-256, from `cryptography`), newest key first, older ones still read.
A Fernet token carries the second at which it was made in clear; here that is always 0.
"""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from metoo_wall.keeping import keyring


def _keys() -> MultiFernet:
    keyring.refresh()
    if not settings.TEXT_KEYS:
        raise ImproperlyConfigured("TEXT_KEYS is empty. `python -m metoo_wall.keys` makes one.")
    return MultiFernet([Fernet(key) for key in settings.TEXT_KEYS])


def seal(text: str) -> bytes:
    keyring.refresh()
    return Fernet(settings.TEXT_KEYS[0]).encrypt_at_time(text.encode(), 0)


def unseal(sealed: bytes) -> str:
    """The text again. Raises `cryptography.fernet.InvalidToken` where no key fits."""
    return _keys().decrypt(bytes(sealed)).decode()


def is_newest(sealed: bytes) -> bool:
    """Whether it was sealed under the newest key."""
    keyring.refresh()
    try:
        Fernet(settings.TEXT_KEYS[0]).decrypt(bytes(sealed))
    except InvalidToken:
        return False
    return True
