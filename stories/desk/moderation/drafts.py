from dataclasses import dataclass
from typing import Any

from stories import vault
from stories.models.public import Kind
from stories.words import Words


@dataclass(frozen=True)
class Draft:
    """What a post is made of, before it is kept."""

    words: Words
    phrase_id: int | None
    warnings: tuple[int, ...] = ()
    detail: str = ""
    language: str = ""
    country: str = ""
    asks_before_publishing: bool = False
    may_quote: bool = False

    @property
    def kind(self) -> Kind:
        return Kind.STORY if self.words.text else Kind.BARE

    @property
    def columns(self) -> dict[str, Any]:
        """What a submission keeps of the words themselves, encrypted, and of how to treat them."""
        return {
            "kind": self.kind,
            "sealed_words": vault.seal(self.words.to_json()) if self.words else None,
            "length": len(self.words.text),
            "phrase_id": self.phrase_id,
            "detail": self.detail,
            "language": self.language,
        }
