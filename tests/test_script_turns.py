"""Scripts that read like a conversation: what they say, and how a mistake in them is told."""

import pytest

from bot.script import read_script
from bot.script_turns import read_conversation
from corpus.errors import UsageError

CONVERSATION = """
- ask: "@bot คุนซานมีจีดีพีเท่าไร"
  as: มาลี
  in: group
  language_code: en
  status: answered
  article: คุนซาน.md
  quote: 4.7 แสนล้านหยวน
  language: th
  says: [คุนซาน, หยวน]
  hides: <b>
  buttons: [👍, 👎]
- press: 👎
  toast: ขอบคุณ
- ask: แล้วปี 2565 ล่ะ
  reply_to: last
  status: shown
- edit: คุนซานอยู่ที่ไหน
  status: silence
- send: sticker
- forward: ข่าวเก่า
  as: มาลี
- inline: คุนซาน
- ask: สวัสดี
  status: small_talk
"""


def _write(tmp_path, text):
    path = tmp_path / "script.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_field_of_a_turn_is_read(tmp_path):
    turns = read_conversation(_write(tmp_path, CONVERSATION))
    first = turns[0]
    assert (first.act, first.who, first.where, first.language_code) == (
        "ask",
        "มาลี",
        "group",
        "en",
    )
    assert (first.step.line, first.step.ask) == (2, "@bot คุนซานมีจีดีพีเท่าไร")
    assert (first.step.status, first.step.quote) == ("answered", "4.7 แสนล้านหยวน")
    assert first.step.articles == ("คุนซาน.md",)
    assert (first.says, first.hides, first.buttons) == (("คุนซาน", "หยวน"), ("<b>",), ("👍", "👎"))
    assert (first.language, turns[1].language) == ("th", None)
    assert (turns[1].toast, turns[2].reply_to) == ("ขอบคุณ", "last")
    assert [turn.act for turn in turns] == [
        "ask",
        "press",
        "ask",
        "edit",
        "send",
        "forward",
        "inline",
        "ask",
    ]
    assert [turn.step.status for turn in turns[1:]] == [
        "shown",
        "shown",
        "silence",
        "shown",
        "shown",
        "shown",
        "small_talk",
    ]


def test_presses_edits_and_replies_go_on_where_the_turn_before_was(tmp_path):
    turns = read_conversation(_write(tmp_path, CONVERSATION))
    assert [turn.goes_on for turn in turns] == [
        False,
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- status: answered\n", "1: ask is missing"),
        ("- ask: ก\n", "1: status is missing"),
        ("- ask: ก\n  press: ข\n  status: shown\n", "2: press is a step of its own"),
        ("- press: 👍\n", "1: press can't be the first; begin with a question"),
        (
            "- ask: ก\n  status: found\n",
            "2: status is one of answered, not_found, small_talk, shown, silence, not found",
        ),
        (
            "- ask: ก\n  status: shown\n  in: ห้อง\n",
            "3: in is one of private, group, topic, not ห้อง",
        ),
        (
            "- ask: ก\n  status: shown\n  button: ข\n",
            "3: unknown field button; did you mean buttons?",
        ),
        ("- ask: ก\n  status: shown\n  quote: ข\n", "3: quote belongs to status answered only"),
        ("- ask: ก\n  status: shown\n  says: []\n", "3: says is an empty list"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, message, tmp_path):
    path = _write(tmp_path, text)
    with pytest.raises(UsageError) as refusal:
        read_conversation(path)
    assert str(refusal.value) == f"{path}:{message}"


def test_what_is_sent_is_one_of_the_known_kinds(tmp_path):
    with pytest.raises(UsageError, match=r"1: send is one of animation, audio, .*, not ภาพ"):
        read_conversation(_write(tmp_path, "- send: ภาพ\n"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- press: 👍\n", "1: press needs a chat; play the script with --url"),
        (
            "- ask: ก\n  status: answered\n  in: group\n",
            "3: in needs a chat; play the script with --url",
        ),
        (
            "- ask: ก\n  status: silence\n",
            "2: status silence needs a chat; play the script with --url",
        ),
    ],
)
def test_the_engine_alone_can_not_play_what_needs_a_chat(text, message, tmp_path):
    path = _write(tmp_path, text)
    with pytest.raises(UsageError) as refusal:
        read_script(path)
    assert str(refusal.value) == f"{path}:{message}"
