"""Fetches what a link leads to; the net's private parts are out of reach, also by redirect.

Everything is bounded: time, size, redirects, and what a compressed answer unpacks to.
"""

import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

import httpcore

from bot.connecting import CheckedBackend
from bot.link import Link, parse_link
from bot.reach import Reach
from corpus.errors import ArticleError
from corpus.limits import DEFAULT_LIMITS

USER_AGENT = "Khamtob/0.1"
PUBLIC = Reach()

_SECONDS = 20.0  # for one wait on the network
_MOST_SECONDS = 60.0  # for all of it
_MOST_REDIRECTS = 5
_OK = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TIMEOUTS = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), _SECONDS)}
_FAILURES = (
    OSError,
    ValueError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer of a web server; `data` is empty unless `status` is 200.

    `url` is where it was in the end, `kind` its media type. `headers` have small-letter names.
    """

    url: str
    status: int
    kind: str
    headers: Mapping[str, str]
    data: bytes


def fetch(
    url: str,
    reach: Reach = PUBLIC,
    *,
    most_bytes: int = DEFAULT_LIMITS.file_bytes,
    most_seconds: float = _MOST_SECONDS,
    headers: Mapping[str, str] | None = None,
    on_redirect: Callable[[str], None] | None = None,
) -> Fetched:
    """What the server says at `url`, with redirects followed, whatever the status.

    `on_redirect` is called with each further address before it is gone to. Raises ArticleError, one
    line with the url, if the link is refused or nothing whole arrives, and what `on_redirect` does.
    """
    until = time.monotonic() + most_seconds
    place = url
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            found = _fetch_once(place, reach, until, most_bytes, headers or {})
            onward = found.headers.get("location")
            if found.status not in _REDIRECTS or not onward:
                return found
            place = urljoin(place, onward)
            if on_redirect:
                on_redirect(place)
    except _FAILURES as error:
        raise explain_failure(url, str(error) or type(error).__name__) from error
    raise explain_failure(url, f"redirects more than {_MOST_REDIRECTS} times")


def explain_failure(url: str, reason: str) -> ArticleError:
    """The error for a link that gave no article."""
    return ArticleError(f"{url}: can't be fetched ({reason}); save the page and add the file")


def _fetch_once(
    url: str, reach: Reach, until: float, most_bytes: int, headers: Mapping[str, str]
) -> Fetched:
    link = parse_link(url)
    with (
        httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context() if link.scheme == "https" else None,
            network_backend=CheckedBackend(reach, until),
        ) as pool,
        pool.stream(
            "GET", _make_url(link), headers=_make_headers(link, headers), extensions=_TIMEOUTS
        ) as response,
    ):
        received = _read_headers(response)
        data = b""
        if response.status == _OK:
            coding = received.get("content-encoding", "").lower()
            data = _join(_unpack(response.iter_stream(), coding, most_bytes), most_bytes)
    kind = received.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(url, response.status, kind, received, data)


def _make_url(link: Link) -> httpcore.URL:
    """Made of the parts that were checked, so that nothing is read in two ways."""
    parts = (link.scheme.encode(), link.host.encode(), link.target.encode())
    return httpcore.URL(scheme=parts[0], host=parts[1], port=link.port, target=parts[2])


def _make_headers(link: Link, headers: Mapping[str, str]) -> list[tuple[str | bytes, str | bytes]]:
    host = f"[{link.host}]" if ":" in link.host else link.host
    is_usual = link.port == {"http": 80, "https": 443}[link.scheme]
    return [
        ("Host", host if is_usual else f"{host}:{link.port}"),
        ("User-Agent", USER_AGENT),
        ("Accept-Encoding", "gzip"),
        ("Connection", "close"),
        *headers.items(),
    ]


def _read_headers(response: httpcore.Response) -> dict[str, str]:
    """Names in small letters; of several with one name the first."""
    received: dict[str, str] = {}
    for name, value in response.headers:
        received.setdefault(name.decode("ascii").lower(), value.decode("utf-8", "replace"))
    return received


def _unpack(chunks: Iterable[bytes], coding: str, most_bytes: int) -> Iterator[bytes]:
    """The content in pieces, never much more of it than may be had."""
    if coding in {"", "identity"}:
        yield from chunks
        return
    if coding not in {"gzip", "x-gzip", "deflate"}:
        message = f"packed as {coding[:20]}, which was not asked for"
        raise ValueError(message)
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # gzip or zlib, as its head says
    try:
        for chunk in chunks:
            yield unpacker.decompress(chunk, most_bytes + 1)
    except zlib.error as error:
        message = f"damaged {coding} content"
        raise ValueError(message) from error
    if not unpacker.eof:
        message = f"its {coding} content is cut short"
        raise ValueError(message)


def _join(pieces: Iterable[bytes], most_bytes: int) -> bytes:
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > most_bytes:
            message = f"larger than {most_bytes:,} bytes"
            raise ValueError(message)
    return bytes(data)
