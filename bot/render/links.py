"""Web addresses that may be sent: checked, encoded, and pointing at the words of a quote."""

import re
from urllib.parse import SplitResult, quote, urlsplit

from bot.render.hypertext import count_units
from corpus.long_text import find_word_ends

LONGEST_URL = 2048
"""Characters of an address once it is encoded; browsers and Telegram take no more for sure."""

_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNSAFE = re.compile(r"[\x00-\x20\x7f]")
# What an address may hold as it is, by RFC 3986, and % which is looked at before.
_KEPT = "!$&'()*+,;=:@/?~%-._"
_DIRECTIVE = ":~:"  # what follows it in a fragment is for the browser, not for the page
_LONGEST_PHRASE = 40  # UTF-16 units of the words that a browser looks for


def check_url(url: str | None) -> str | None:
    """`url` as it may be sent, all ASCII: http or https, a real host, nothing else.

    None for any other scheme, a user name before the host, a host without a dot, or an address
    that is too long: then the title stands without a link.
    """
    url = (url or "").strip()
    if not url or len(url) > LONGEST_URL or _UNSAFE.search(url.replace(" ", "")):
        return None
    try:
        parts = urlsplit(url.replace(" ", "%20"))
        host, port = _check_host(parts.hostname or ""), parts.port
        checked = None if host is None else _join(parts, host, port)
    except ValueError:  # lone surrogates, ports out of range, brackets
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or checked is None:
        return None
    return checked if len(checked) <= LONGEST_URL else None


def point_at_words(url: str | None, words: str) -> str | None:
    """The address that opens at `words` and marks them; None if `url` can't be linked.

    Source: the text directive of WICG's "URL Fragment Text Directives". The page's own fragment
    stays before it. Long words are named by how they begin and end.
    """
    checked = check_url(url)
    if checked is None:
        return None
    address, _, fragment = checked.partition("#")
    anchor = fragment.partition(_DIRECTIVE)[0]
    pointed = f"{address}#{anchor}{_DIRECTIVE}text={_name_words(words)}"
    return pointed if len(pointed) <= LONGEST_URL else checked


def _name_words(words: str) -> str:
    lines = [line.strip() for line in words.split("\n") if line.strip()] or [""]
    if len(lines) == 1 and count_units(lines[0]) <= 2 * _LONGEST_PHRASE:
        return _encode_words(lines[0])
    return f"{_encode_words(_take_first(lines[0]))},{_encode_words(_take_last(lines[-1]))}"


def _take_first(line: str) -> str:
    """The first words, up to a space if there is one: there every browser sees a word end."""
    if count_units(line) <= _LONGEST_PHRASE:
        return line
    ends = [end for end in find_word_ends(line[:440]) if count_units(line[:end]) <= _LONGEST_PHRASE]
    spaces = [end for end in ends if line[end : end + 1].isspace() and end > _LONGEST_PHRASE // 3]
    return line[: (spaces or ends or [_LONGEST_PHRASE])[-1]].strip()


def _take_last(line: str) -> str:
    if count_units(line) <= _LONGEST_PHRASE:
        return line
    tail = line[-440:]
    starts = [end for end in find_word_ends(tail) if count_units(tail[end:]) <= _LONGEST_PHRASE]
    shortest = len(tail) - _LONGEST_PHRASE // 3
    spaces = [start for start in starts if tail[start - 1].isspace() and start < shortest]
    return (tail[(spaces or starts)[0] :] if len(starts) > 1 else tail[-_LONGEST_PHRASE:]).strip()


def _encode_words(words: str) -> str:
    """Percent-encoded, with - too: in a text directive - and , and & have their own meaning."""
    return quote(words, safe="", errors="replace").replace("-", "%2D")


def _check_host(host: str) -> str | None:
    """The host in ASCII (a Thai one as xn--), None if it is none that a reader could open."""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    host = host.lower()
    if _IPV4.fullmatch(host):
        return host if all(int(part) < 256 for part in host.split(".")) else None
    return host if _HOST.fullmatch(host) and not host.rsplit(".", 1)[1].isdigit() else None


def _join(parts: SplitResult, host: str, port: int | None) -> str | None:
    if port == 0:
        return None
    joined = f"{parts.scheme}://{host}{'' if port is None else f':{port}'}"
    joined += _encode(parts.path) or "/"
    joined += f"?{_encode(parts.query)}" if parts.query else ""
    return joined + (f"#{_encode(parts.fragment)}" if parts.fragment else "")


def _encode(part: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_KEPT)
