"""What is counted while the site works. All workers of a machine write into one folder, which `manage.py run` names and empties."""

import os
import shutil
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, multiprocess

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # what prometheus_client calls it
NOWHERE = "none"  # an address that leads to no page
ADDRESSES = 2048  # whose routes a worker remembers
LONGEST = 256  # characters of one that is remembered; a server takes 64 KiB

_registry = CollectorRegistry()
_requests = Counter(
    "wall_requests", "Answers, by route and status.", ["route", "status"], registry=_registry
)
_slowed = Counter(
    "wall_slowed", "Times that a limit had no room left, by limit.", ["limit"], registry=_registry
)
_events = Counter("wall_log_events", "Lines of the log, by level.", ["level"], registry=_registry)


class Counted:
    """The outermost layer of the site: it sees every answer, those that Django was never asked for too."""

    def __init__(self, application: Callable) -> None:
        self._application = application

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        def hear(status: str, headers: list, *more) -> Callable:
            _requests.labels(route_of(environ["PATH_INFO"]), status[:3]).inc()
            return start_response(status, headers, *more)

        return self._application(environ, hear)


def route_of(path: str) -> str:
    """The name of the view at an address, never the address. The desk is one route: who looked at what is nobody's number."""
    return _remembered(path) if len(path) <= LONGEST else _found(path)


@lru_cache(ADDRESSES)
def _remembered(path: str) -> str:
    return _found(path)


def _found(path: str) -> str:
    from django.conf import settings
    from django.urls import Resolver404, resolve
    from django.utils import translation

    if path.startswith(f"/{settings.ADMIN_PATH}/"):
        return "desk"
    if path.startswith(settings.STATIC_URL):
        return "static"
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            return resolve(path).view_name or NOWHERE
        except Resolver404:
            return NOWHERE


def slowed(limit: str) -> None:
    """`limit` is the name of one as it stands in the code."""
    _slowed.labels(limit).inc()


def logged(level: str) -> None:
    _events.labels(level).inc()


def registry() -> CollectorRegistry:
    """The counts of every worker together; of this process alone where no folder is named."""
    if FOLDER not in os.environ:
        return _registry
    together = CollectorRegistry()
    multiprocess.MultiProcessCollector(together)
    return together


def begin_anew(folder: Path) -> dict[str, str]:
    """Empties the folder; what the server's environment must say of it, before it is started."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return {FOLDER: str(folder)}
