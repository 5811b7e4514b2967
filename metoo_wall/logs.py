"""Log lines that name events, places in the code and views: never a person, a word, an address or a token.

Values reach a log in three ways: arguments of a message, the message of an exception, and messages that
were put together beforehand. So a line has the template of a message without its arguments, the class of
an exception without its message, and no template at all from code of others that passed no arguments.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType

from django.conf import settings

from metoo_wall.watching import counting

OURS = ("metoo_wall", "stories", "resources")
FRAMES = 12
# One puts a host's name into its message, the other has two bare placeholders.
WITHOUT_TEMPLATE = ("django.security", "django.request")

logging.raiseExceptions = False  # else a line that cannot be written is printed, arguments and all


class Nameless(logging.Filter):
    """Takes the request off a record, leaving the name of its view."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = record.__dict__.pop("request", None)
        match = getattr(request, "resolver_match", None)
        record.view = match.view_name if match else ""
        counting.logged(record.levelname)
        return True


class OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%MZ"),
            "level": record.levelname,
            "logger": record.name,
            "event": _template(record),
            "at": f"{record.module}:{record.lineno}",
            "view": getattr(record, "view", ""),
            "status": getattr(record, "status_code", ""),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = _classes(record.exc_info[1])
            line["frames"] = _frames(record.exc_info[2])
        return json.dumps({name: value for name, value in line.items() if value})


def _template(record: logging.LogRecord) -> str:
    if record.name.startswith(WITHOUT_TEMPLATE):
        return ""
    ours = record.name.partition(".")[0] in OURS
    return str(record.msg) if ours or record.args else ""


def _classes(exception: BaseException | None) -> list[str]:
    classes = []
    while exception is not None:
        classes.append(f"{type(exception).__module__}.{type(exception).__qualname__}")
        exception = exception.__cause__ or exception.__context__
    return classes


def _frames(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{_short(frame.filename)}:{frame.lineno}" for frame in frames]


def _short(path: str) -> str:
    return path.removeprefix(f"{settings.BASE_DIR}/").rpartition("site-packages/")[2]
