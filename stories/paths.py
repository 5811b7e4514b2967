"""The parts of an address: a public id, and the token of a sealed page. Importing this makes them known."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from stories.models.public import PUBLIC_ID_ALPHABET, PUBLIC_ID_LENGTH


class PublicIdConverter(StringConverter):
    regex = f"[{PUBLIC_ID_ALPHABET}]{{{PUBLIC_ID_LENGTH}}}"


class TokenConverter(StringConverter):
    regex = "[A-Za-z0-9_-]{20,60}"


register_converter(PublicIdConverter, "public_id")
register_converter(TokenConverter, "token")
