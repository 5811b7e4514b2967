"""What a person typed: a text and a name to show, together, as they are encrypted."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Words:
    text: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.name)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Words":
        return cls(**json.loads(text))
