"""Reads a message's content out of a call: text with entities, and keyboard."""

import json

from lo_bot_api_emulator import ApiRefusal

from bot.emulator.td_judge import judge_markup
from bot.emulator.wire import Wire

# Telegram ignores the entities behind these: https://core.telegram.org/bots/api#messageentity
_MOST_ENTITIES = 100
# Telegram takes them, the core's contract doesn't know them.
_UNKNOWN_TO_CORE = frozenset(
    {
        "link_preview_options",
        "message_thread_id",
        "protect_content",
        "message_effect_id",
        "disable_web_page_preview",
        "direct_messages_topic_id",
        "allow_paid_broadcast",
        "show_caption_above_media",
    }
)
_STYLE_OF_BUTTON = frozenset({"style", "icon_custom_emoji_id"})


def read_content(fields: Wire) -> Wire:
    """Text or caption with its entities, as Telegram reads the parse mode.

    Raises ApiRefusal with TDLib's complaint.
    """
    content: Wire = {}
    for text_name, entities_name in (("text", "entities"), ("caption", "caption_entities")):
        text = fields.get(text_name)
        if text is None:
            continue
        entities = fields.get(entities_name) or []
        if fields.get("parse_mode"):
            verdict = judge_markup(text, fields["parse_mode"])
            if verdict.complaint is not None:
                message = f"Bad Request: {verdict.complaint}"
                raise ApiRefusal(message)
            text, entities = verdict.text, list(verdict.entities)
        content[text_name] = text
        if isinstance(entities, str):
            entities = json.loads(entities)
        if entities:
            content[entities_name] = entities[:_MOST_ENTITIES]
    return content


def read_keyboard(fields: Wire) -> Wire:
    """The inline keyboard, if there is one."""
    keyboard = fields.get("reply_markup")
    keyboard = json.loads(keyboard) if isinstance(keyboard, str) else keyboard
    return {"reply_markup": keyboard} if keyboard and "inline_keyboard" in keyboard else {}


def read_inline_content(result: Wire) -> Wire:
    """The text and entities of the message that an inline result would send."""
    content = result.get("input_message_content") or {}
    fields = {"text": content.get("message_text"), "parse_mode": content.get("parse_mode")}
    return read_content(fields) if content else {}


def prepare_for_core(fields: Wire, content: Wire) -> Wire:
    """The fields without what the core would refuse; lengths count after parsing."""
    left = {name: value for name, value in fields.items() if name not in _UNKNOWN_TO_CORE}
    for name in ("text", "caption"):
        if name in content:
            left[name] = content[name]
    left.pop("reply_parameters", None)
    keyboard = left.get("reply_markup")
    keyboard = json.loads(keyboard) if isinstance(keyboard, str) else keyboard
    if keyboard and "force_reply" in keyboard:
        del left["reply_markup"]
    elif keyboard and isinstance(keyboard.get("inline_keyboard"), list):
        rows = [[_drop_style(button) for button in row] for row in keyboard["inline_keyboard"]]
        left["reply_markup"] = {**keyboard, "inline_keyboard": rows}
    return left


def _drop_style(button: Wire) -> Wire:
    return {name: value for name, value in button.items() if name not in _STYLE_OF_BUTTON}
