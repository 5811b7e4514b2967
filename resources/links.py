"""Looks at websites and chats: one at a time for each host, a little of each page, and honest about what it did not see."""

import ipaddress
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from resources.models import Channel, Helpline, LinkCheck

Outcome = LinkCheck.Outcome
AGENT = "Mozilla/5.0 (compatible; helpline link check)"
MOST_BYTES = 2048
MOST_REDIRECTS = 3
GONE = (404, 410)
ON_THE_WEB = (Channel.Kind.CHAT, Channel.Kind.WEB)


@dataclass(frozen=True)
class Seen:
    outcome: Outcome
    detail: str = ""


def addresses() -> list[tuple[Helpline, str]]:
    """Every website and chat of what is published, each once a helpline."""
    found = []
    for line in Helpline.objects.published().prefetch_related("channels"):
        ways = [way.value for way in line.channels.all() if way.kind in ON_THE_WEB]
        found += [(line, address) for address in dict.fromkeys([line.website, *ways]) if address]
    return found


def look_at_all(
    links: list[tuple[Helpline, str]],
    *,
    pause: float,
    seconds: float,
    ends_at: float,
    look: Callable[..., Seen] | None = None,
) -> Iterator[tuple[Helpline, str, Seen]]:
    """Looks at each, waits `pause` seconds between two on one host, stops at `ends_at` (time.monotonic())."""
    last: dict[str, float] = {}
    seen: dict[str, Seen] = {}
    for line, address in links:
        if time.monotonic() >= ends_at:
            return
        host = urlsplit(address).netloc
        if address not in seen:
            time.sleep(max(0, last.get(host, 0) + pause - time.monotonic()))
            seen[address] = (look or look_at)(address, seconds=seconds)
            last[host] = time.monotonic()
        yield line, address, seen[address]


def remember(line: Helpline, address: str, seen: Seen) -> None:
    values = {"outcome": seen.outcome, "detail": seen.detail[:200]}
    LinkCheck.objects.filter(helpline=line, address=address).delete()
    LinkCheck.objects.create(helpline=line, address=address, **values)


def is_public(host: str) -> bool:
    """Whether every address of the host is one of the open network: no link leads into ours."""
    found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    return bool(found) and all(ipaddress.ip_address(a[4][0]).is_global for a in found)


def look_at(address: str, *, seconds: float, may_reach: Callable[[str], bool] = is_public) -> Seen:
    """One request without cookies; reads at most 2 KB."""
    try:
        opener = urllib.request.build_opener(_Redirects(may_reach))
        if not may_reach(urlsplit(address).hostname or ""):
            return Seen(Outcome.UNREACHED, "not an address of the open network")
        request = urllib.request.Request(address, headers={"User-Agent": AGENT})  # noqa: S310
        with opener.open(request, timeout=seconds) as answer:
            answer.read(MOST_BYTES)
            return _arrived(address, answer.url)
    except urllib.error.HTTPError as error:
        return _refused(error.code)
    except (OSError, ValueError, _TooFar) as error:
        return Seen(Outcome.UNREACHED, _why(error))


class _TooFar(Exception):
    """A redirect to where we do not go."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = MOST_REDIRECTS

    def __init__(self, may_reach: Callable[[str], bool]) -> None:
        self._may_reach = may_reach

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        parts = urlsplit(newurl)
        if parts.scheme not in ("http", "https") or not self._may_reach(parts.hostname or ""):
            raise _TooFar("it leads to where we do not go")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _arrived(asked: str, reached: str) -> Seen:
    before, after = (urlsplit(a).netloc.removeprefix("www.") for a in (asked, reached))
    return Seen(Outcome.ANSWERS) if before == after else Seen(Outcome.MOVED, after)


def _refused(code: int) -> Seen:
    if 300 <= code < 400:
        return Seen(Outcome.UNREACHED, "it leads in circles, or to where we do not go")
    return Seen(Outcome.GONE if code in GONE else Outcome.REFUSED, f"HTTP {code}")


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    return type(reason).__name__ if isinstance(reason, Exception) else str(reason)
