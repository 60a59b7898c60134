"""Telegram's own verdict on a message, by TDLib, which its servers are built on; offline."""

import json
import re
from dataclasses import dataclass

import tdjson

from bot.render.hypertext import MOST_ENTITIES, MOST_UNITS, count_units, measure

MARKDOWN = re.compile(r"[*_`~|\[\]()\\]")
# The marks that Telegram takes out of every text: combining ring, double low line, double overline.
TAKEN_OUT = re.compile("[\u030a\u0333\u033f]")


@dataclass(frozen=True)
class Entity:
    """A formatted part: `offset` and `length` in UTF-16 units, `url` of a link."""

    kind: str
    offset: int
    length: int
    url: str | None = None


@dataclass(frozen=True)
class Parsed:
    """What Telegram reads in a message."""

    text: str
    entities: tuple[Entity, ...]

    def show(self, entity):
        """The words of the entity."""
        units = self.text.encode("utf-16-le")[2 * entity.offset :][: 2 * entity.length]
        return units.decode("utf-16-le")

    def list(self, kind):
        """The words of all entities of this kind."""
        return [self.show(entity) for entity in self.entities if entity.kind == kind]


def parse(html):
    """The message as Telegram reads it; AssertionError with its words where it refuses."""
    formatted = _execute(
        {
            "@type": "parseTextEntities",
            "text": html,
            "parse_mode": {"@type": "textParseModeHTML"},
        }
    )
    assert formatted["@type"] == "formattedText", (formatted, html)
    entities = [
        Entity(
            entity["type"]["@type"].removeprefix("textEntityType"),
            entity["offset"],
            entity["length"],
            entity["type"].get("url"),
        )
        for entity in formatted["entities"]
    ]
    return Parsed(formatted["text"], tuple(entities))


def judge(message):
    """What Telegram reads in `message`, after checking every limit and every button."""
    parsed = parse(message.html)
    assert parsed.text.strip()
    assert 0 < count_units(parsed.text) <= MOST_UNITS
    assert len(parsed.entities) <= MOST_ENTITIES
    assert measure(message.html) == (count_units(parsed.text), len(parsed.entities))
    assert len(message.html.encode()) <= 35_000  # what TDLib reads of a text at most
    check_keeps(parsed)
    for row in message.keyboard:
        assert 1 <= len(row) <= 8
        for button in row:
            check_button(button)
    return parsed


def check_keeps(parsed):
    """Checks that Telegram's cleaning changes nothing: neither the text nor an entity's place.

    The cleaning is seen through parseMarkdown, so what would be Markdown is made plain before.
    """
    text = TAKEN_OUT.sub("\u0301", MARKDOWN.sub("x", parsed.text))
    formatted = {"@type": "formattedText", "text": text, "entities": []}
    cleaned = _execute({"@type": "parseMarkdown", "text": formatted})
    assert cleaned["@type"] == "formattedText", cleaned
    assert cleaned["text"] == text


def check_button(button):
    """Checks a button as Telegram does."""
    assert button.label.strip()
    assert count_units(button.label) <= 64
    if button.press is not None:
        assert 1 <= len(button.press.encode()) <= 64
    elif button.copy is not None:
        assert 1 <= count_units(button.copy) <= 256
        button.copy.encode()
    else:
        assert len(button.url) <= 2048
        assert parse(f'<a href="{escape_attribute(button.url)}">x</a>').entities == (
            Entity("TextUrl", 0, 1, button.url),
        )


def escape_attribute(text):
    """`text` as it stands in an attribute."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _execute(query):
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')
    return json.loads(tdjson.td_execute(json.dumps(query).encode()))
