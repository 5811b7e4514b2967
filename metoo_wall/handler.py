"""Django's WSGI handler, but for one thing: no request chooses the codec that it is read with.

Django sets the encoding while it makes the request, and decodes the query with it: a codec of Python that is no charset
(`rot13`) ended in a bare 500 before any page of ours. CharsetMiddleware still refuses what says it is not UTF-8.
"""

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Utf8Request(WSGIRequest):
    def _set_content_type_params(self, meta: dict) -> None:
        kind = meta.get("CONTENT_TYPE", "")
        self.content_type, self.content_params = parse_header_parameters(kind)


class Handler(WSGIHandler):
    request_class = Utf8Request


def make() -> Handler:
    django.setup(set_prefix=False)
    return Handler()
