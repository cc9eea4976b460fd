"""Which addresses heed may connect to. No sockets are opened here, only names resolved."""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import TypeAlias

Resolver: TypeAlias = Callable[[str, int], Sequence[str]]
"""(host, port) -> numeric addresses, best first; raises OSError where the name is unknown."""

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_TUNNELS = (ipaddress.ip_network("2001::/32"), ipaddress.ip_network("2002::/16"))


def resolve(host: str, port: int) -> Sequence[str]:
    """Every numeric address of a host, as the machine's resolver gives them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether a numeric address lies on the open internet.

    False for private, loopback, link-local, shared (CGNAT), unique-local, multicast, reserved and
    unspecified addresses, for IPv4 ones hidden in IPv6, and for anything that is no address.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        return _is_public_v6(parsed)
    return _is_public_v4(parsed)


def _is_public_v4(address: ipaddress.IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_public_v6(address: ipaddress.IPv6Address) -> bool:
    if address.scope_id:
        return False
    if address.ipv4_mapped is not None:
        return _is_public_v4(address.ipv4_mapped)
    if address in _NAT64:
        return _is_public_v4(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    tunnelled = any(address in network for network in _TUNNELS)
    return address in _GLOBAL_UNICAST and address.is_global and not tunnelled


class AllowList:
    """The hosts a reader trusts although they are private: `host` or `host:port`, any case."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._entries = frozenset(entry.strip().lower() for entry in entries)

    def allows(self, host: str, port: int) -> bool:
        """Whether this host, on this port, was named."""
        name = host.lower().strip("[]")
        forms = {name, f"[{name}]", f"{name}:{port}", f"[{name}]:{port}"}
        return not self._entries.isdisjoint(forms)
