"""Takes a link apart, once, and refuses what isn't a plain web address."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_PORTS = {"http": 80, "https": 443}
_LONGEST = 4_000
_LONGEST_HOST = 253  # RFC 1035
# Whatever a browser or a C library takes for an IPv4 address: 2130706433, 0x7f.1, 0177.0.0.1.
_NUMBER_AT_END = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)$", re.I)
_PLAIN_IPV4 = re.compile(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|[0-9a-f:.]+", re.I)
_SAFE_IN_TARGET = "/%:@!$&'()*+,;=?~"


@dataclass(frozen=True, slots=True)
class Link:
    """A web address in the parts that a request is made of; `host` and `target` are ASCII."""

    scheme: str
    host: str
    port: int
    target: str


def parse_link(url: str) -> Link:
    """The parts of `url`; raises ValueError for what isn't a plain http or https address."""
    if len(url) > _LONGEST or not url.isprintable() or re.search(r"[\s\\]", url):
        message = "not a plain web address: too long, or with spaces or backslashes"
        raise ValueError(message)
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        message = "not a plain http or https address"
        raise ValueError(message)
    # Thai letters stand in addresses as browsers show them.
    target = quote(parts.path or "/", safe=_SAFE_IN_TARGET)
    if parts.query:
        target += "?" + quote(parts.query, safe=_SAFE_IN_TARGET)
    port = _PORTS[parts.scheme] if parts.port is None else parts.port
    return Link(parts.scheme, _read_host(parts.hostname), port, target)


def _read_host(name: str) -> str:
    """The host as it is looked up: ASCII, without a dot at its end."""
    if len(name) > _LONGEST_HOST:
        message = "its host name is too long"
        raise ValueError(message)
    host = name if ":" in name else name.encode("idna").decode("ascii").removesuffix(".").lower()
    odd_number = _NUMBER_AT_END.search(host) and not _PLAIN_IPV4.fullmatch(host)
    if not _HOST.fullmatch(host) or (odd_number and ":" not in host):
        message = f"{name[:80]} is no plain host name"
        raise ValueError(message)
    return host
