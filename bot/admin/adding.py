"""Writes what an admin confirmed into the articles folder, and takes it back; blocks."""

from dataclasses import dataclass
from pathlib import Path

from bot.collection import ArticleAdder, NewFile, choose_place, remove_articles
from bot.settings import Settings
from corpus.errors import ArticleError
from corpus.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to the articles folder, and how it is undone.

    `added` is the id that was written (None if nothing was), `kept` a pair of an id and the place
    in the removed folder of the file that stood there before (None if there was none).
    """

    title: str
    added: str | None
    kept: tuple[str, str] | None

    def to_details(self) -> dict[str, object]:
        """As an order keeps it."""
        return {"added": self.added, "kept": list(self.kept) if self.kept else None}


def add_article(settings: Settings, file: NewFile, replaced: str | None) -> Change:
    """The file as an article, in the place of the article `replaced` if there is one.

    The new one is written before the old one is moved, so that neither is lost whenever this ends;
    done again it changes nothing. Raises ArticleError or UsageError, and then nothing has changed.
    """
    with Sandbox() as sandbox:
        adder = ArticleAdder(settings, sandbox, replace=replaced == file.id)
        old = None
        if replaced == file.id and adder.holds(file.id):
            old = choose_place(file.id, settings)
        addition = adder.add_file(file)
        if addition.outcome == "refused":
            raise ArticleError(addition.note)
        if old is not None and old.exists():
            return Change(addition.note, file.id, (file.id, _name(settings, old)))
        if replaced is not None and replaced != file.id and adder.holds(replaced):
            place = remove_articles([replaced], settings)[0]
            return Change(addition.note, file.id, (replaced, _name(settings, place)))
    return Change(addition.note, file.id, None)


def remove_article(settings: Settings, article_id: str, title: str) -> Change:
    """The article's file moved into the removed folder; raises ArticleError if it isn't there."""
    place = remove_articles([article_id], settings)[0]
    return Change(title, None, (article_id, _name(settings, place)))


def undo_change(settings: Settings, added: str | None, kept: tuple[str, str] | None) -> None:
    """The articles folder as it was before the change; raises ArticleError if that can't be done.

    What was added goes into the removed folder; what was kept is written again, and stays there
    too.
    """
    with Sandbox() as sandbox:
        if kept is not None:
            data = (settings.data / kept[1]).read_bytes()
            adder = ArticleAdder(settings, sandbox, replace=True)
            addition = adder.add_file(NewFile(kept[0], data))
            if addition.outcome == "refused":
                raise ArticleError(addition.note)
        if added is not None and (kept is None or kept[0] != added):
            remove_articles([added], settings)


def _name(settings: Settings, place: Path) -> str:
    """The place of a kept file, as it is found again when the data folder is moved."""
    return place.relative_to(settings.data).as_posix()
