"""Reads the HTML of a message as Telegram does: few tags, nothing else, all of them closed.

Source: "HTML style" in Telegram's Bot API documentation. Telegram repairs nothing, it refuses the
message; so does this reader, and what it lets through is safe to show in a page.
"""

from dataclasses import dataclass
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Literal, NoReturn, cast
from urllib.parse import urlsplit

from corpus.errors import UsageError

Tag = Literal["b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"]
TAGS = frozenset({"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"})
SCHEMES = frozenset({"http", "https", "tg"})
_CHARACTERS = MappingProxyType({"lt": "<", "gt": ">", "amp": "&", "quot": '"'})
_BLOCKS = frozenset({"pre", "blockquote"})


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a message in one of Telegram's tags; `href` is a checked address of an `a`."""

    tag: Tag
    parts: tuple["Part", ...]
    href: str | None = None
    expandable: bool = False


Part = str | Element


def read_telegram_html(html: str) -> tuple[Part, ...]:
    """The message as text and elements.

    Raises UsageError for what Telegram would refuse or a page must not show: another tag or
    attribute, a tag that is not closed, an address that is no web address, a bare `<`.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.take_parts()


def list_text(parts: tuple[Part, ...]) -> str:
    """The text that a person reads in these parts."""
    return "".join(part if isinstance(part, str) else list_text(part.parts) for part in parts)


def drop_block_breaks(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The same without one line break before and after each block, which is a line by itself."""
    shown: list[Part] = []
    for number, part in enumerate(parts):
        if isinstance(part, Element):
            shown.append(part)
            continue
        if number > 0 and _is_block(parts[number - 1]):
            part = part.removeprefix("\n")
        if number + 1 < len(parts) and _is_block(parts[number + 1]):
            part = part.removesuffix("\n")
        shown.append(part)
    return tuple(shown)


def check_address(address: str) -> str:
    """`address`, if a person may be sent there; raises UsageError for any other, like javascript:.

    A control character or a space in it is refused too: browsers skip some of them.
    """
    unsafe = any(letter.isspace() or not letter.isprintable() for letter in address)
    if unsafe or urlsplit(address).scheme not in SCHEMES:
        message = f"{address[:80]!r}: not a web address; use one that starts with https://"
        raise UsageError(message)
    return address


def _is_block(part: Part) -> bool:
    return isinstance(part, Element) and part.tag in _BLOCKS


@dataclass(frozen=True, slots=True)
class _Open:
    """A tag that is not closed yet, and the parts inside it so far."""

    element: Element
    parts: list[Part]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)  # else "&lt;" and a bare "<" look the same
        self._parts: list[Part] = []
        self._open: list[_Open] = []

    def take_parts(self) -> tuple[Part, ...]:
        """What was read, once everything is closed."""
        if self._open:
            _refuse(f"<{self._open[-1].element.tag}> is not closed")
        return tuple(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            known = ", ".join(sorted(TAGS))
            _refuse(f"Telegram knows no tag <{tag[:40]}>; use one of {known}")
        self._open.append(_Open(_make_element(cast("Tag", tag), dict(attrs)), []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _refuse(f"<{tag[:40]}/> has no text in it; write both of its tags")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].element.tag != tag:
            _refuse(f"</{tag[:40]}> closes nothing here; close the tags in turn")
        closed = self._open.pop()
        element = closed.element
        parts = tuple(closed.parts)
        self._add(Element(element.tag, parts, element.href, element.expandable))

    def handle_data(self, data: str) -> None:
        if "<" in data:
            _refuse("a bare < is in the text; write &lt;")
        self._add_text(data)

    def handle_entityref(self, name: str) -> None:
        if name not in _CHARACTERS:
            _refuse(f"Telegram knows no &{name[:40]};; write the character itself")
        self._add_text(_CHARACTERS[name])

    def handle_charref(self, name: str) -> None:
        _refuse(f"&#{name[:40]}; is not expected; write the character itself")

    def handle_comment(self, data: str) -> None:
        _refuse(f"a comment can't be in a message: {data[:40]!r}; take it out")

    def handle_decl(self, decl: str) -> None:
        _refuse(f"<!{decl[:40]}> can't be in a message; take it out")

    def handle_pi(self, data: str) -> None:
        _refuse(f"<?{data[:40]}> can't be in a message; take it out")

    def unknown_decl(self, data: str) -> None:
        _refuse(f"<![{data[:40]}]> can't be in a message; take it out")

    def _add_text(self, text: str) -> None:
        parts = self._open[-1].parts if self._open else self._parts
        if parts and isinstance(parts[-1], str):
            parts[-1] += text
        else:
            parts.append(text)

    def _add(self, element: Element) -> None:
        (self._open[-1].parts if self._open else self._parts).append(element)


def _make_element(tag: Tag, attributes: dict[str, str | None]) -> Element:
    allowed = {"a": {"href"}, "blockquote": {"expandable"}}.get(tag, set())
    for name in attributes.keys() - allowed:
        _refuse(f"<{tag}> takes no {name[:40]}; take it out")
    if tag != "a":
        return Element(tag, (), expandable="expandable" in attributes)
    return Element(tag, (), href=check_address(attributes.get("href") or ""))


def _refuse(what: str) -> NoReturn:
    message = f"the message's HTML: {what}"
    raise UsageError(message)
