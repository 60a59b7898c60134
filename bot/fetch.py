"""Fetches a web page to be added as an article; the net's private parts are out of reach.

Every address of a host must be public, before the connection is made and again, for the one it was
made with, before anything is sent. Redirects are checked the same way.
"""

import hashlib
import http.client
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from html import escape
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from corpus.errors import ArticleError
from corpus.limits import DEFAULT_LIMITS

MayConnect = Callable[[str], bool]

_SECONDS = 20.0  # for one wait on the network
_MOST_SECONDS = 60.0  # for all of it
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_CHUNK = 65_536
_HEADERS = {"User-Agent": "Khamtob/0.1", "Accept": "text/html,application/xhtml+xml"}
_HEAD = re.compile(rb"<head(?:\s[^>]{0,1000})?>", re.I)
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Page:
    """A web page: where it was in the end, and its bytes."""

    url: str
    data: bytes


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


def fetch_page(url: str, may_connect: MayConnect = is_public) -> Page:
    """The page at `url`, at most as large as an article file may be, in at most a minute.

    Raises ArticleError, one line with the url, for anything but an HTML page.
    """
    until = time.monotonic() + _MOST_SECONDS
    place = url
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            found = _fetch_once(place, may_connect, until)
            if isinstance(found, bytes):
                return Page(place, found)
            place = urljoin(place, found)
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        message = f"{url}: can't be fetched ({error}); save the page and add the file"
        raise ArticleError(message) from error
    message = f"{url}: redirects more than {_MOST_REDIRECTS} times; save the page and add the file"
    raise ArticleError(message)


def name_page(url: str) -> str:
    """A file name for the page at `url`: readable, and another one for every url."""
    parts = urlsplit(url)
    words = re.sub(r"[^\w.ก-๎]+", "-", unquote(f"{parts.hostname}{parts.path}")).strip("-.")
    digest = hashlib.sha256(url.encode()).hexdigest()[:8]
    return f"{words[:_LONGEST_NAME].strip('-.')}-{digest}.html"


def declare_url(page: Page) -> bytes:
    """The page's bytes with its url declared as the canonical one, before any other."""
    link = f'<link rel="canonical" href="{escape(page.url)}">'.encode("ascii", "xmlcharrefreplace")
    head = _HEAD.search(page.data)
    if head is None:
        return b"<head>" + link + b"</head>" + page.data
    return page.data[: head.end()] + link + page.data[head.end() :]


def _fetch_once(url: str, may_connect: MayConnect, until: float) -> bytes | str:
    """The page's content, or where it redirects to."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with closing(_open_connection(parts, may_connect)) as connection:
        connection.connect()
        # The name may have been given another address since it was checked.
        _check_address(connection.sock.getpeername()[0], may_connect)
        # Thai letters stand in addresses as browsers show them.
        connection.request("GET", quote(target, safe="/%:@!$&'()*+,;=?~"), headers=_HEADERS)
        with connection.getresponse() as response:
            return _read_response(response, until)


def _read_response(response: http.client.HTTPResponse, until: float) -> bytes | str:
    location = response.getheader("Location")
    if response.status in _REDIRECTS and location:
        return location
    if response.status != http.HTTPStatus.OK:
        message = f"the server says {response.status} {response.reason}"
        raise OSError(message)
    kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if kind not in _PAGES:
        message = f"{kind or 'of unknown type'}, not a web page"
        raise OSError(message)
    return _read_capped(response, until)


def _open_connection(parts: SplitResult, may_connect: MayConnect) -> http.client.HTTPConnection:
    """A connection that is not made yet, to a host whose addresses may all be reached."""
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        message = "not a plain http or https address"
        raise ValueError(message)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname.encode("idna").decode("ascii")
    for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        _check_address(str(address[0]), may_connect)
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=_SECONDS)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(host, port, timeout=_SECONDS, context=context)


def _check_address(address: str, may_connect: MayConnect) -> None:
    if not may_connect(address):
        message = f"{address} is not a public address"
        raise PermissionError(message)


def _read_capped(response: http.client.HTTPResponse, until: float) -> bytes:
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        data += chunk
        if len(data) > DEFAULT_LIMITS.file_bytes:
            message = f"larger than {DEFAULT_LIMITS.file_bytes:,} bytes"
            raise OSError(message)
        if time.monotonic() > until:
            message = f"takes longer than {_MOST_SECONDS:g} s"
            raise TimeoutError(message)
    return bytes(data)
