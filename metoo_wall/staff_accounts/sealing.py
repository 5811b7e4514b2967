"""Encrypts what staff entrust to the database: secrets of authenticator apps, a form that waits for its factor.

Keys are made of TEXT_KEYS, for this purpose alone: what is sealed here cannot pass for an author's words. The newest
key seals, older ones still read. A Fernet token carries its second in clear; here that is always 0.
"""

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from metoo_wall.keeping import keyring

PURPOSE = b"secrets of staff"
Unreadable = InvalidToken


def seal(text: str) -> bytes:
    return _fernets()[0].encrypt_at_time(text.encode(), 0)


def unseal(sealed: bytes | str) -> str:
    """The text again. Raises Unreadable where no key fits."""
    token = sealed if isinstance(sealed, str) else bytes(sealed)
    return MultiFernet(_fernets()).decrypt(token).decode()


def is_newest(sealed: bytes | str) -> bool:
    """Whether it was sealed under the newest key."""
    try:
        _fernets()[0].decrypt(sealed if isinstance(sealed, str) else bytes(sealed))
    except InvalidToken:
        return False
    return True


def _fernets() -> list[Fernet]:
    keyring.refresh()
    keys = (hmac.digest(key, PURPOSE, "sha256") for key in settings.TEXT_KEYS)
    return [Fernet(base64.urlsafe_b64encode(key)) for key in keys]
