"""A text that was rendered once by its template, with holes for the few things in it that differ.

The template stays the only place that says how something looks: it is given `hole("name")` where a value would stand.
"""

import re
import secrets

_MARK = f"hole{secrets.token_hex(8)}"  # nobody outside of this process can write one
_HOLES = re.compile(f"{_MARK}-([a-z_]+)-")


def hole(name: str) -> str:
    """Only letters, digits, - and _: neither HTML nor an address needs to escape it."""
    return f"{_MARK}-{name}-"


class Frame:
    """`fill` gives the text back, each hole filled with a string that is ready to stand there."""

    def __init__(self, text: str) -> None:
        self._format = _HOLES.sub(r"%(\1)s", text.replace("%", "%%"))

    def fill(self, given: dict[str, str]) -> str:
        return self._format % given
