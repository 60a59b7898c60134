"""TDLib as the judge of formatted text: the official Bot API server is built on it.

It runs offline and without an account. https://core.telegram.org/tdlib
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from bot.emulator.wire import Wire
from corpus.errors import UsageError

ParseMode = Literal["HTML", "MarkdownV2", "Markdown"]

_MODES: dict[str, Wire] = {
    "html": {"@type": "textParseModeHTML"},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
}
# TDLib's names that aren't the Bot API's name in capitals.
_KINDS = {
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "PreCode": "pre",
    "BotCommand": "bot_command",
    "PhoneNumber": "phone_number",
    "EmailAddress": "email",
    "CustomEmoji": "custom_emoji",
}
_NOT_FOR_BOTS = frozenset({"bankcardnumber", "mediatimestamp"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The visible text with its entities in the Bot API's form, or TDLib's `complaint`."""

    text: str
    entities: tuple[Wire, ...]
    complaint: str | None


def judge_markup(text: str, mode: ParseMode = "HTML") -> Verdict:
    """What Telegram makes of a text in this parse mode; a refused one has only a complaint."""
    wanted = _MODES.get(mode.lower())
    if wanted is None:
        return Verdict("", (), "unsupported parse_mode")
    found = _execute({"@type": "parseTextEntities", "text": text, "parse_mode": wanted})
    if found["@type"] == "error":
        complaint: str = found["message"]
        # The Bot API server writes the first letter small: "Bad Request: can't parse entities".
        return Verdict("", (), complaint[:1].lower() + complaint[1:])
    return Verdict(found["text"], _translate(found["entities"]), None)


def find_entities(text: str) -> tuple[Wire, ...]:
    """The commands, mentions, links and so on that Telegram marks in what a person types."""
    found = _execute({"@type": "getTextEntities", "text": text})
    return _translate(found.get("entities", []))


def _translate(entities: list[Wire]) -> tuple[Wire, ...]:
    translated = (_translate_entity(entity) for entity in entities)
    return tuple(entity for entity in translated if entity["type"] not in _NOT_FOR_BOTS)


def _translate_entity(entity: Wire) -> Wire:
    kind = str(entity["type"]["@type"]).removeprefix("textEntityType")
    place = {"offset": entity["offset"], "length": entity["length"]}
    translated: Wire = {"type": _KINDS.get(kind, kind.lower()), **place}
    for name in ("url", "language"):
        if name in entity["type"]:
            translated[name] = entity["type"][name]
    if "user_id" in entity["type"]:
        translated["user"] = {"id": entity["type"]["user_id"], "is_bot": False, "first_name": "?"}
    return translated


def _execute(request: Wire) -> Wire:
    answer: Wire = json.loads(_load_tdlib().td_execute(json.dumps(request).encode()))
    return answer


@cache
def _load_tdlib() -> Any:
    try:
        import tdjson
    except ModuleNotFoundError as error:
        message = "tdjson is not installed; run: pip install khamtob[emulator]"
        raise UsageError(message) from error
    quiet = {"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}
    tdjson.td_execute(json.dumps(quiet).encode())
    return tdjson
