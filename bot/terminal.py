"""Shows a reply in the terminal: the articles' words, the answer in bold, the source under them."""

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.console import make_one_line, make_printable
from bot.messages import Messages, choose_messages
from bot.wrapping import wrap_text
from corpus.article import Article, Language
from index.answer import Answer, Quote
from index.dates import DateMention
from index.gloss import gloss_quote
from index.small_talk import classify_small_talk
from index.wording import write_date

_ANSWER_STYLE = "bold underline"
_SOURCE_STYLE = "dim"


def print_answer(console: Console, answer: Answer) -> None:
    """Print the answer in the language of its question."""
    messages = choose_messages(answer.language)
    small_talk = classify_small_talk(answer.question)
    console.print()
    if answer.quotes:
        for number, quote in enumerate(answer.quotes, start=1):
            label = f"{number}. " if len(answer.quotes) > 1 else "   "
            _print_quote(console, quote, label, answer.language)
    elif small_talk and not answer.closest:
        _print_wrapped(console, Text(messages.small_talk[small_talk]), "")
        console.print()
    else:
        _print_not_found(console, answer, messages)


def cite_article(article: Article, reader: Language) -> str:
    """Title, publisher and date on one line, as far as they are known."""
    published = write_published(article, reader)
    parts = (article.title, article.publisher, published)
    return " · ".join(make_one_line(part) for part in parts if part)


def write_published(article: Article, reader: Language) -> str | None:
    """The article's date in the reader's calendar: 12 มกราคม 2564 or 12 January 2021."""
    date = article.published
    if date is None:
        return None
    return write_date(DateMention(0, 0, date.year, date.month, date.day, era="CE"), reader)


def locate_article(article: Article) -> str:
    """The article's url; without one its id."""
    return make_one_line(article.url or article.id)


def _print_quote(console: Console, quote: Quote, label: str, reader: Language) -> None:
    words = Text(make_printable(quote.text))
    if quote.answer:
        words.stylize(_ANSWER_STYLE, quote.answer.start, quote.answer.end)
    _print_wrapped(console, words, label)
    indent = " " * len(label)
    for gloss in gloss_quote(quote.text, quote.article.language, reader):
        meaning = make_one_line(f"{gloss.original} = {gloss.meaning}")
        _print_wrapped(console, Text(meaning, "italic"), f"{indent}  ")
    source = cite_article(quote.article, reader)
    if quote.article.language != reader:
        messages = choose_messages(reader)
        name = messages.in_thai if quote.article.language == "th" else messages.in_english
        source += f" ({name})"
    _print_wrapped(console, Text(source, _SOURCE_STYLE), f"{indent}— ")
    _print_place(console, quote.article, f"{indent}  ")
    console.print()


def _print_not_found(console: Console, answer: Answer, messages: Messages) -> None:
    _print_wrapped(console, Text(messages.not_found), "")
    console.print()
    if not answer.closest:
        return
    _print_wrapped(console, Text(f"{messages.closest}:", _SOURCE_STYLE), "")
    for article in answer.closest:
        cited = Text(cite_article(article, answer.language), _SOURCE_STYLE)
        _print_wrapped(console, cited, "- ")
        _print_place(console, article, "  ")
    console.print()


def _print_wrapped(console: Console, text: Text, label: str) -> None:
    """Print `text` with `label` before its first line and as much space before the others."""
    width = console.width - cell_len(label)
    for number, line in enumerate(wrap_text(text.plain, width)):
        before = label if number == 0 else " " * cell_len(label)
        shown = text[line.start : line.end]
        console.print(Text(before) + shown, soft_wrap=True)


def _print_place(console: Console, article: Article, indent: str) -> None:
    """The address in one piece: a terminal opens only a whole one."""
    place = Text(locate_article(article), _SOURCE_STYLE)
    console.print(Text(indent) + place, soft_wrap=True)
