"""Answers to presses of a button and to inline queries."""

import json

from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator

from bot.emulator.content import read_inline_content
from bot.emulator.wire import Wire
from bot.emulator.world import World

_TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
_UNKNOWN_TO_CORE = frozenset({"button", "switch_pm_text", "switch_pm_parameter"})


def answer_press(core: LoBotApiEmulator, world: World, fields: Wire) -> bool:
    """True; the person sees the text, if there is one.

    Raises ApiRefusal for a press that is unknown or too old.
    """
    core.validate("answerCallbackQuery", dict(fields), {})
    query_id = fields["callback_query_id"]
    if query_id not in world.open_queries:
        raise ApiRefusal(_TOO_OLD)
    alert = str(fields.get("show_alert", "")).lower() in ("true", "1")
    toast = {"id": query_id, "text": fields.get("text", ""), "show_alert": alert}
    world.tell("toast", world.open_queries[query_id], toast)
    return True


def answer_inline(core: LoBotApiEmulator, world: World, fields: Wire) -> bool:
    """True; the person sees the results. Raises ApiRefusal for what Telegram would refuse."""
    results = json.loads(fields["results"]) if fields.get("results") else []
    contents = [read_inline_content(result) for result in results]
    plain = [_write_plain(*pair) for pair in zip(results, contents, strict=True)]
    for result in results:
        if "reply_markup" in result:
            core.validate_markup(result["reply_markup"], private_chat=False)
    kept = {name: value for name, value in fields.items() if name not in _UNKNOWN_TO_CORE}
    core.validate("answerInlineQuery", {**kept, "results": json.dumps(plain)}, {})
    if fields["inline_query_id"] not in world.open_queries:
        raise ApiRefusal(_TOO_OLD)
    del world.open_queries[fields["inline_query_id"]]
    shown = [{**pair[0], "content": pair[1]} for pair in zip(results, contents, strict=True)]
    world.tell("inline", None, {"id": fields["inline_query_id"], "results": shown})
    return True


def _write_plain(result: Wire, content: Wire) -> Wire:
    """The result with its message as it is after parsing, whose length is what counts."""
    if not content:
        return result
    return {**result, "input_message_content": {"message_text": content["text"]}}
