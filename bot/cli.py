"""The command line's table of contents: which command is which function."""

import typer

from bot.ask_commands import ask, chat
from bot.backup_commands import backup, export, restore
from bot.collection_commands import add, articles, remove
from bot.eval_command import evaluate
from bot.index_commands import index, rollback, status, verify
from bot.run_command import run
from bot.source_commands import make_sources_app
from bot.test_command import test
from bot.watch_command import watch


def make_app() -> typer.Typer:
    """The command line with all its commands."""
    app = typer.Typer(
        name="khamtob",
        help="Khamtob (คำตอบ) answers in Thai and English in the words of your articles.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.command(rich_help_panel="Ask")(ask)
    app.command(rich_help_panel="Ask")(chat)
    app.command(rich_help_panel="Articles")(add)
    app.command(rich_help_panel="Articles")(remove)
    app.command(rich_help_panel="Articles")(articles)
    app.add_typer(make_sources_app(), name="sources", rich_help_panel="Articles")
    app.command(rich_help_panel="Articles")(backup)
    app.command(rich_help_panel="Articles")(restore)
    app.command(rich_help_panel="Articles")(export)
    app.command(rich_help_panel="Index")(index)
    app.command(rich_help_panel="Index")(watch)
    app.command(rich_help_panel="Index")(status)
    app.command(rich_help_panel="Index")(verify)
    app.command(rich_help_panel="Index")(rollback)
    app.command(rich_help_panel="Telegram")(run)
    app.command("test", rich_help_panel="Measure")(test)
    app.command("eval", rich_help_panel="Measure")(evaluate)
    return app
