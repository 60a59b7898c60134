"""What leaves the chat with a quote: the citation to copy, and the links to open and to share."""

import re
from urllib.parse import quote as percent_encode

from bot.render.buttons import MOST_COPIED, Button
from bot.render.days import write_day
from bot.render.harmless import make_name, make_title
from bot.render.hypertext import count_units, shorten
from bot.render.links import check_url, point_at_words
from bot.render.payload import make_payload
from bot.render.words import choose_words
from corpus.article import Language
from index.answer import Quote

_SHORTEST_TITLE = 40  # UTF-16 units; for less room the address is left out
_USERNAME = re.compile(r"[A-Za-z0-9_]{1,64}")
_MOST_WORDS = 600  # code points of a quote that an address is made of


def cite_quote(quote: Quote, reader: Language) -> str:
    """Title, publisher, date and address on one line of at most 256 UTF-16 units."""
    article = quote.article
    title = make_title(article.title, article.id)
    known = [make_name(article.publisher)]
    known.append(write_day(article.published, reader) if article.published else "")
    rest = "".join(f", {part}" for part in known if part)
    url = check_url(article.url)
    if url and count_units(rest) + len(url) + 2 + _SHORTEST_TITLE <= MOST_COPIED:
        rest += f", {url}"
    return shorten(title, MOST_COPIED - count_units(rest)) + rest


def make_cite_button(quote: Quote, reader: Language) -> Button:
    """The button that copies the citation."""
    return Button(choose_words(reader).buttons.cite, copy=cite_quote(quote, reader))


def make_open_button(quote: Quote, reader: Language) -> Button | None:
    """The button that opens the article at the quoted words; None if it has no address."""
    text = quote.text
    words = text if len(text) <= _MOST_WORDS else f"{text[:300]}\n{text[-300:]}"
    url = point_at_words(quote.article.url, words)
    return Button(choose_words(reader).buttons.open, url=url) if url else None


def make_share_button(quote: Quote, reader: Language, bot_username: str | None) -> Button | None:
    """The button that sends a friend the link to the same passage; None without a bot's name."""
    link = make_deep_link(quote, bot_username)
    if link is None:
        return None
    title = percent_encode(make_title(quote.article.title, quote.article.id), safe="")
    url = f"https://t.me/share/url?url={percent_encode(link, safe='')}&text={title}"
    return Button(choose_words(reader).buttons.share, url=url)


def make_deep_link(quote: Quote, bot_username: str | None) -> str | None:
    """The link that opens the bot with this passage; None without a bot's name."""
    name = (bot_username or "").removeprefix("@")
    if not _USERNAME.fullmatch(name):
        return None
    return f"https://t.me/{name}?start={make_payload(quote)}"
