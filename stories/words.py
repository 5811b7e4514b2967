"""What a person typed: a text and a name to show, together, as they are encrypted."""

import json
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class Words:
    text: str = ""
    name: str = ""
    afterword: str = ""  # "where I am now", added to a published story
    dismissed: tuple[
        tuple[str, str], ...
    ] = ()  # contacts in it, each with the code why it may stand

    def __bool__(self) -> bool:
        return bool(self.text or self.name or self.afterword)

    def with_afterword(self, afterword: str) -> "Words":
        return replace(self, afterword=afterword)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Words":
        said = json.loads(text)
        dismissed = tuple((words, code) for words, code in said.pop("dismissed", ()))
        return cls(**said, dismissed=dismissed)
