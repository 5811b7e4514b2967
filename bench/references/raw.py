"""A WSGI function that answers 12 KB: what the server itself costs."""

BODY = [b"x" * 12_288]
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "12288")]


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return BODY
