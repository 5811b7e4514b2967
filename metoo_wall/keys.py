"""Makes the keys that are missing in VAR_DIR/keys.env: `python -m metoo_wall.keys`.

Runs before the settings can be read, so it needs no Django. It never changes a key that is there:
without the text keys waiting posts cannot be read, without the receipt keys no receipt is known.
"""

import base64
import os
import secrets
import sys
from pathlib import Path

import environ


def _random_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


MAKERS = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "TEXT_KEYS": _random_key,
    "RECEIPT_KEYS": lambda: f"k1:{_random_key()}",
    "LOG_KEYS": lambda: f"k1:{_random_key()}",
}


def file_in(var_dir: Path) -> Path:
    """KEYS_FILE, or keys.env in VAR_DIR."""
    return Path(os.environ.get("KEYS_FILE") or var_dir / "keys.env").resolve()


def create_missing(var_dir: Path) -> list[str]:
    """Appends keys that neither the environment nor keys.env has; returns their names."""
    path = file_in(var_dir)
    here = path.read_text() if path.exists() else ""
    present = {line.partition("=")[0] for line in here.splitlines()} | set(os.environ)
    missing = [name for name in MAKERS if name not in present]
    if missing:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
            file.writelines(f"{name}={MAKERS[name]()}\n" for name in missing)
    return missing


def main() -> None:
    base = Path(__file__).resolve().parent.parent
    environ.Env.read_env(base / ".env")
    var_dir = Path(os.environ.get("VAR_DIR") or base / "var").resolve()
    try:
        made = create_missing(var_dir)
    except OSError as error:
        sys.exit(
            f"{file_in(var_dir).parent} cannot be written ({error.strerror}). "
            "Set VAR_DIR to a folder that belongs to this user."
        )
    for name in made:
        print(f"Made {name} in {file_in(var_dir)}. Keep a copy somewhere safe.")


if __name__ == "__main__":
    main()
