"""What an admin sees of a file before it is added."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from bot.messages import choose_messages
from bot.render.admin_buttons import make_admin_button
from bot.render.admin_words import choose_admin_words
from bot.render.buttons import Button
from bot.render.days import write_day
from bot.render.harmless import make_line, make_name, make_title
from bot.render.hypertext import escape, make_block, make_bold, make_link, shorten
from bot.render.links import check_url
from bot.render.message import Message
from corpus.article import Article, Language

Kind = Literal["same name", "same text", "other version", "similar"]

_SHOWN = 700  # UTF-16 units of the first lines
_MOST_NAME = 100


@dataclass(frozen=True, slots=True)
class Likeness:
    """An article that is already there and like the new one.

    `shared` is the part of the shorter one's words that both have, 0 to 1. `answers_from` is the id
    that the index would answer from if both stay; None where it would from both.
    """

    article_id: str
    title: str
    kind: Kind
    shared: float
    answers_from: str | None = None


def render_offer(
    article: Article,
    likes: Sequence[Likeness],
    order_id: str,
    reader: Language,
    replaces: str | None = None,
) -> Message:
    """The article as it was read, what is like it, and the buttons to add it or not.

    `replaces` is the title of the article that this one was sent to replace.
    """
    words = choose_admin_words(reader)
    names = {article.id: show_name(article.id)}
    names |= {like.article_id: show_name(like.article_id) for like in likes}
    warnings = []
    for like in likes:
        template = words.likes[like.kind]
        title = make_title(like.title, like.article_id)
        percent = round(100 * like.shared)
        warnings.append(template.format(title=title, name=names[like.article_id], percent=percent))
        if like.answers_from:
            name = names.get(like.answers_from, show_name(like.answers_from))
            warnings.append(words.answers_from.format(name=name))
    asks = (
        words.offer_replacement.format(title=make_title(replaces, replaces))
        if replaces
        else words.offer
    )
    parts = (
        render_card(article, reader),
        make_block(escape(show_beginning(article.text)), folded=True),
        escape("\n".join(warnings)),
        make_bold(asks),
    )
    rows = _make_rows(likes, order_id, reader, is_replacement=replaces is not None)
    return Message("\n\n".join(filter(None, parts)), rows)


def render_card(article: Article, reader: Language, passages: int | None = None) -> str:
    """The title, linked where it has an address, and what is known of the article, as HTML."""
    words, messages = choose_admin_words(reader), choose_messages(reader)
    url = check_url(article.url)
    facts = (
        write_day(article.published, reader) if article.published else words.no_date,
        messages.in_thai if article.language == "th" else messages.in_english,
        words.characters.format(count=f"{len(article.text):,}"),
        words.passages.format(count=f"{passages:,}") if passages is not None else "",
    )
    lines = (
        "📄 " + (make_link(make_title(article.title, article.id), url)),
        escape(" · ".join(filter(None, facts))),
        escape(make_name(article.publisher)),
        escape(shorten(make_line(unquote(url)), 200)) if url else "",
        escape(words.file.format(name=show_name(article.id))),
    )
    return "\n".join(filter(None, lines))


def show_beginning(text: str) -> str:
    """The first lines of a text, each made harmless."""
    lines = (make_line(line) for line in text[: 3 * _SHOWN].split("\n"))
    return shorten("\n".join(filter(None, lines)) or "—", _SHOWN)


def show_name(name: str) -> str:
    """A file's name on one line, shortened where it is huge."""
    return shorten(make_line(name[:1000]) or "—", _MOST_NAME)


def _make_rows(
    likes: Sequence[Likeness], order_id: str, reader: Language, *, is_replacement: bool
) -> tuple[tuple[Button, ...], ...]:
    buttons = choose_admin_words(reader).buttons
    cancel = make_admin_button(buttons.cancel, "no", order_id)
    if is_replacement:
        return ((make_admin_button(buttons.replace, "swap", order_id), cancel),)
    swaps = tuple(
        (
            make_admin_button(
                buttons.swap.format(title=make_title(like.title, like.article_id)),
                "swap",
                order_id,
                number,
            ),
        )
        for number, like in enumerate(likes, start=1)
    )
    label = buttons.add_beside if likes else buttons.add
    return (*swaps, (make_admin_button(label, "add", order_id), cancel))
