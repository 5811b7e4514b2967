"""Languages, each under its own name: computed from Babel's CLDR data once, by `python -m metoo_wall.own_names`, and kept in own_names.json.

To ask each language for its own name takes a locale of each: 30 MB in every worker that are never given back.
"""

import json
from pathlib import Path

FILE = Path(__file__).with_name("own_names.json")


def kept() -> dict[str, str]:
    """By code."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def computed() -> dict[str, str]:
    from metoo_wall.places import language_codes, own_name

    names = {code: own_name(code) for code in sorted(language_codes())}
    return {code: name for code, name in names.items() if name}


if __name__ == "__main__":
    FILE.write_text(json.dumps(computed(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
