"""What is signed, by which key: Ed25519, so that whoever has the public key alone can check, and not forge."""

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from metoo_wall.keeping import keyring
from stories.models.private import Checkpoint, Seal

Keys = Mapping[str, Ed25519PublicKey]
NOTHING = bytes(32)  # what the first seal of all follows
ENTRY = 40  # bytes: an id, and SHA-256 of its line


def sign(made: Seal | Checkpoint) -> None:
    """Names the newest key in it, and signs it."""
    keyring.refresh()
    if not settings.LOG_KEYS:
        raise ImproperlyConfigured("LOG_KEYS is empty. `python -m metoo_wall.keys` makes one.")
    made.key, secret = next(iter(settings.LOG_KEYS.items()))
    made.signature = Ed25519PrivateKey.from_private_bytes(secret).sign(_signed(made))


def is_signed(made: Seal | Checkpoint, keys: Keys) -> bool:
    """Whether the signature is that of the key that it names. A value of another kind is no signature."""
    try:
        keys[made.key].verify(bytes(made.signature), _signed(made))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return True


def public_keys() -> Keys:
    keyring.refresh()
    return {
        name: Ed25519PrivateKey.from_private_bytes(secret).public_key()
        for name, secret in settings.LOG_KEYS.items()
    }


def read_public_keys(given: list[str]) -> Keys:
    """From `name:base64`, as `written` makes them. Raises ValueError."""
    parts = (entry.partition(":") for entry in given)
    return {
        name: Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key))
        for name, _colon, key in parts
    }


def written(keys: Keys) -> list[str]:
    return [
        f"{name}:{base64.urlsafe_b64encode(key.public_bytes_raw()).decode()}"
        for name, key in keys.items()
    ]


def chain_digest(seal: Seal) -> bytes:
    """What the next seal says of this one."""
    return hashlib.sha256(_signed(seal) + bytes(seal.signature)).digest()


def pack(lines: Mapping[int, bytes]) -> bytes:
    return b"".join(number.to_bytes(8, "big") + digest for number, digest in lines.items())


def unpack(packed: bytes) -> dict[int, bytes]:
    packed = bytes(packed)
    starts = range(0, len(packed), ENTRY)
    return {int.from_bytes(packed[i : i + 8], "big"): packed[i + 8 : i + ENTRY] for i in starts}


def _signed(made: Seal | Checkpoint) -> bytes:
    """Every column but the row's own number and the signature, in the order of the model."""
    columns = [
        f.attname for f in made._meta.concrete_fields if f.attname not in ("id", "signature")
    ]
    values = [_plain(getattr(made, column)) for column in columns]
    return json.dumps([made._meta.model_name, *values]).encode()


def _plain(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest()
    return value
