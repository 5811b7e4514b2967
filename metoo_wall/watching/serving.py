"""The port of its own. Each worker listens there and the system hands a question to one of them: all know the same numbers.

It is bound to 127.0.0.1 and is no address of the site, so that no proxy in front of the site leads to it.
"""

import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.conf import settings
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from metoo_wall.watching import counting
from metoo_wall.watching.standing import Standing

HOST = "127.0.0.1"
PATH = "/metrics"

log = logging.getLogger(__name__)


class Handler(BaseHTTPRequestHandler):
    timeout = 10

    def do_GET(self) -> None:
        if self.path != PATH:
            self.send_error(404)
            return
        text = numbers()
        self.send_response_only(200)
        self.send_header("Content-Type", CONTENT_TYPE_LATEST)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_arguments) -> None:
        """No line for a question: it would have an address in it."""


class Server(ThreadingHTTPServer):
    allow_reuse_port = True
    daemon_threads = True

    def handle_error(self, _request, _address) -> None:
        log.warning("a question about the numbers could not be answered")


def numbers() -> bytes:
    standing = CollectorRegistry()
    standing.register(Standing())
    return generate_latest(counting.registry()) + generate_latest(standing)


def start() -> Server | None:
    """Listens where METRICS_PORT says; nowhere with 0. The site serves on without it where the port is taken."""
    if not settings.METRICS_PORT:
        return None
    try:
        server = Server((HOST, settings.METRICS_PORT), Handler)
    except OSError:
        log.warning("METRICS_PORT is taken by another program; nobody can read the numbers.")
        return None
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server
