"""A story's page comes in three lengths, so that somebody who watches sizes on the wire learns little."""

from django.http import HttpResponse

KIB = 1024
LENGTHS = (
    16 * KIB,
    56 * KIB,
    128 * KIB,
)  # bytes; a letter of 10,000 signs and its afterword fit the last
SPACE = b" "


def padded(answer: HttpResponse) -> HttpResponse:
    """The same answer with white space behind the last tag, to the next of the lengths; not to be compressed."""
    answer.content = pad(answer.content)
    return answer


def pad(page: bytes) -> bytes:
    length = len(page)
    return page.ljust(next((size for size in LENGTHS if length <= size), length), SPACE)
