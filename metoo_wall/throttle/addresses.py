"""Whom a connection stands for: an IPv4 address, an IPv6 /64 (what one household gets), or nobody in particular."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

NOBODY = b"-"
IPV6_NETWORK_BYTES = 8


def network(request: HttpRequest) -> bytes:
    """The address or its network, packed; one value for all who have none that can be read."""
    try:
        address = ip_address(_bare(_address(request)))
    except ValueError:
        return NOBODY
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return b"6" + address.packed[:IPV6_NETWORK_BYTES]
        address = address.ipv4_mapped
    return b"4" + address.packed


def _address(request: HttpRequest) -> str:
    """Of the connection; behind proxies of ours, what the outermost of them saw. Hops before that are hearsay."""
    proxies = settings.TRUSTED_PROXIES
    hops = request.headers.get("x-forwarded-for", "").split(",")[-proxies:] if proxies else []
    return (hops[0].strip() if hops else "") or request.META.get("REMOTE_ADDR", "")


def _bare(address: str) -> str:
    """Without brackets, a port or a zone: `[2001:db8::1]:443`, `192.0.2.1:443`, `fe80::1%eth0`."""
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    return address.partition("%")[0]
