"""The parts of an address: a public id, and the token of a sealed page."""

from stories.models.public import PUBLIC_ID_ALPHABET, PUBLIC_ID_LENGTH


class PublicIdConverter:
    regex = f"[{PUBLIC_ID_ALPHABET}]{{{PUBLIC_ID_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TokenConverter(PublicIdConverter):
    regex = "[A-Za-z0-9_-]{20,60}"
