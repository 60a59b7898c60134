"""Whole conversations with `khamtob run` over real HTTP, in both ways to get updates."""

from pathlib import Path

import pytest
from running_bot import copy_index, play_with_bot

from bot.article_list import open_table
from bot.emulator.bot_process import TOKEN
from bot.script_play import play_script
from bot.script_turns import read_conversation
from bot.settings import Settings

CONVERSATIONS = Path(__file__).parent / "conversations.yaml"


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_people_see_what_the_conversations_say(mode, sample_index, tmp_path):
    table = open_table(Settings(data=copy_index(sample_index, tmp_path)))
    turns = read_conversation(CONVERSATIONS)

    async def play(_emulator, town, _bot):
        # The bot gets to see all that is said in groups, and must keep out of it by itself.
        await town.post("bot", {"token": TOKEN, "privacy": False})
        return await play_script(turns, town, table)

    results = play_with_bot(play, tmp_path, mode)
    assert [(result.step.line, result.problems) for result in results if not result.passed] == []
    assert len(results) == 48
