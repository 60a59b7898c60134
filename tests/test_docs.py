"""What the documents say is what the code does."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from bot.cli import make_app
from bot.settings import Settings
from index.measures import Measures

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
COMMANDS = {
    "ask": {"--json", "--why", "--hits", "--batch"},
    "chat": set(),
    "add": {"--replace"},
    "remove": set(),
    "articles": {"--json", "--text"},
    "sources": set(),
    "backup": {"--force"},
    "restore": {"--force"},
    "export": set(),
    "index": {"--dry-run", "--rebuild", "--gate", "--force", "--strict"},
    "watch": {"--fetch-every"},
    "status": {"--json"},
    "verify": {"--json"},
    "rollback": set(),
    "run": set(),
    "unanswered": {"--json", "--test", "--handled"},
    "top": {"--days", "--json"},
    "stats": {"--days", "--json", "--chart"},
    "test": {"--json", "--junit", "--url"},
    "eval": {"--questions", "--off-topic", "--ablation", "--json"},
}


def _read_options():
    commands = typer.main.get_command(make_app()).commands
    return {
        name: {
            option
            for parameter in command.params
            for option in parameter.opts
            if option.startswith("--")
        }
        for name, command in commands.items()
    }


def _read_written_commands():
    """The indented lines that start with `khamtob`, with or without a prompt."""
    pages = [README, *sorted((ROOT / "docs").glob("*.md"))]
    lines = [line for page in pages for line in page.read_text("utf-8").split("\n")]
    return [line.strip() for line in lines if re.match(r" {4}(\$ )?khamtob ", line)]


def test_every_command_of_the_contract_is_there_with_its_options():
    assert _read_options() == COMMANDS


def test_every_command_and_option_has_a_help_text():
    commands = typer.main.get_command(make_app()).commands
    assert [name for name, command in commands.items() if not command.help] == []
    assert [
        (name, parameter.name)
        for name, command in commands.items()
        for parameter in command.params
        if not parameter.help
    ] == []


def test_every_setting_is_in_the_example_with_its_default_and_no_other():
    text = (ROOT / ".env.example").read_text("utf-8")
    named = dict(re.findall(r"^# ?(KHAMTOB_[A-Z_]+)=(.*)$", text, re.M))
    fields = {f"KHAMTOB_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert named.keys() == fields.keys()
    for name in named.keys() - {"KHAMTOB_ARTICLES"}:  # its default lies in the package
        default = fields[name].default
        assert named[name] == ("" if default in (None, frozenset()) else str(default))


def test_each_setting_of_the_readme_exists():
    text = README.read_text("utf-8") if README.is_file() else ""
    fields = {f"KHAMTOB_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"KHAMTOB_[A-Z_]+", text)) <= fields


@pytest.mark.parametrize("line", _read_written_commands())
def test_each_command_in_the_documents_is_a_real_one(line):
    words = shlex.split(line.removeprefix("$ "), comments=True)[1:]
    assert words[0] in COMMANDS
    options = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert options <= COMMANDS[words[0]] | {"--help"}


def test_every_measure_is_explained_outside_the_table():
    page = (ROOT / "docs" / "quality.md").read_text("utf-8")
    prose = re.sub(r"<!-- measures -->.*<!-- /measures -->", "", page, flags=re.S)
    assert Measures.__dataclass_fields__.keys() <= set(re.findall(r"`([a-z0-9_]+)`", prose))
