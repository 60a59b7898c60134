"""Which addresses a link may lead to: the public internet, and networks that are named as own."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], list[str]]

_WEB_PORTS = frozenset({80, 443})
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
# Not everybody's, though Python takes (parts of) them for global: protocol assignments, where
# Oracle's cloud keeps its metadata; the old 6to4 relays; Azure's host service; documentation.
_APART = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "3fff::/20"))
)


def resolve_name(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them; raises OSError if there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be connected to: public addresses on ports 80 and 443, `own` ones on any port."""

    own: tuple[Network, ...] = ()
    resolve: Resolve = field(default=resolve_name, compare=False)

    def find_addresses(self, host: str, port: int) -> list[str]:
        """The addresses of `host`, all of them allowed; connect to these and look up no more.

        Raises PermissionError if one of them is not allowed, OSError if there are none.
        """
        addresses = self.resolve(host, port)
        for address in addresses:
            self._check(address, port)
        return addresses

    def owns(self, address: str) -> bool:
        """Whether the address lies in a network that is named as own."""
        ip = _parse_address(address)
        return any(ip in network for network in self.own)

    def _check(self, address: str, port: int) -> None:
        if self.owns(address):
            return
        if not is_public(address):
            message = f"{address} is not a public address"
            raise PermissionError(message)
        if port not in _WEB_PORTS:
            message = f"port {port} is not a web server's port, 80 or 443"
            raise PermissionError(message)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; of IPv6, to its global unicast.

    An IPv4 address inside an IPv6 one (mapped, 6to4 or NAT64) is what counts.
    """
    ip = _parse_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is None and ip not in _GLOBAL_UNICAST:
            return False
        ip = inner or ip
    is_apart = any(ip in network for network in _APART)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or is_apart)


def read_reach(settings: "Settings") -> Reach:
    """What the settings allow links to lead to."""
    return Reach(parse_networks(settings.own_networks))


def parse_networks(text: str) -> tuple[Network, ...]:
    """The networks in a list like "10.0.0.0/8, fd00::/8, 192.168.1.5"; ValueError for others."""
    return tuple(ipaddress.ip_network(each.strip()) for each in text.split(",") if each.strip())


def _parse_address(address: str) -> Address:
    return ipaddress.ip_address(address.partition("%")[0])
