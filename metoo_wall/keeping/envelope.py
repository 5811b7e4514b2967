"""Encrypted files in the `age` format (pyrage): to a public key, whose private half is kept on another machine."""

from collections.abc import Sequence
from pathlib import Path

import pyrage


class NotThisKey(Exception):
    """The file is whole, as far as can be told, and another key opens it."""


class Damaged(Exception):
    """The file was cut off or changed, or is no such file at all."""


class NoKey(ValueError):
    """What was given is no key of age."""


def recipient(text: str) -> pyrage.x25519.Recipient:
    """The public key `age1…`. Raises NoKey."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise NoKey(text) from None


def identity(path: Path) -> pyrage.x25519.Identity:
    """The private key in a file such as `age-keygen` writes, with lines that begin with # left out. Raises NoKey, OSError."""
    lines = [line.strip() for line in path.read_text(errors="replace").splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    try:
        return pyrage.x25519.Identity.from_str(keys[0] if len(keys) == 1 else "")
    except pyrage.IdentityError:
        raise NoKey(str(path)) from None


def new_identity() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


def close(plain: Path, closed: Path, to: Sequence[pyrage.x25519.Recipient]) -> None:
    with plain.open("rb") as reader, closed.open("wb") as writer:
        pyrage.encrypt_io(reader, writer, list(to))


def open_with(closed: Path, plain: Path, key: pyrage.x25519.Identity) -> None:
    """Raises NotThisKey, Damaged; what was written by then is worth nothing."""
    try:
        with closed.open("rb") as reader, plain.open("wb") as writer:
            pyrage.decrypt_io(reader, writer, [key])
    except pyrage.DecryptError as error:
        raise (NotThisKey if "No matching keys" in str(error) else Damaged)(closed.name) from None
    except OSError as error:
        if error.errno is not None:  # the disk, not the file
            raise
        raise Damaged(closed.name) from None
