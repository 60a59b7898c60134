"""What an article may hold that wants to do harm, for hypothesis.

Each example grows from one number that hypothesis chooses: so ten thousand of them are dense with
trouble and take minutes, and a failing one comes back by its number.
"""

from datetime import date, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from bot.render.answer_context import AnswerContext
from corpus.article import Article, Span
from index.answer import Answer, Quote

_SPECIAL = [
    *"<>&\"'`*_~[]()|\\/#@:;=%\n\r\t\x00\x01\x0b\x1f\x7f\x85\xa0",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u200f",
    *map(chr, range(0x2028, 0x202F)),
    *map(chr, range(0x2060, 0x2070)),
    "\ufeff",
    "\ufffd",
    "\ufffe",
    "\ud800",
    "\udfff",
    "\u061c",
    "\u3164",
    "\u2800",
    "\U000e0041",
    "\U000e007f",
    "\ufe0f",
    "\u0301",
    "\u0338",
    "\u20e3",
    "\u0e33",
    "\u0e48",
    "\u0e4d",
    "อ้ำ",
    "น้ำ",
    "เเ",
    "😀",
    "👩‍👩‍👧‍👦",
    "🏴\U000e0067\U000e0062\U000e007f",
    "🇹🇭",
    "שלום",
    "مرحبا",
    "𝕳",
    "e\u0301" + "\u0301" * 20,
    "</a>",
    "</blockquote>",
    "<b>",
    "&amp;",
    "&#0;",
    "&lt;script&gt;",
    "<!--",
    "]]>",
    "tg://user?id=1",
    "@everyone",
    "/start",
    "2564",
    "4.7 แสนล้านหยวน",
    "12 มกราคม 2564",
    "พ.ศ. ๒๕๖๔",
    "5 million baht",
    "x" * 500,
    "ก" * 500,
    "\u0e48" * 80,
]
_PLAIN = [
    "คำตอบอยู่ในบทความ",
    "the answer is here",
    " ",
    ", ",
    ". ",
    "\n\n",
    "เมือง",
    "words",
    "ปี 2565",
]
_STARTS = [
    *["https://example.com/"] * 8,
    "http://example.com",
    "https://example.com?q=",
    "https://example.com:8080/a?b=c#",
    "https://th.wikipedia.org/wiki/",
    "https://ตัวอย่าง.ไทย/",
    "HTTPS://EXAMPLE.COM/",
    " https://example.com/ ",
    "javascript:alert(1)//",
    "JaVaScRiPt:",
    "data:text/html,",
    "tg://resolve?domain=x",
    "https://user:pass@example.com/",
    "https://example.com:99999/",
    "https://localhost/",
    "https://[::1]/",
    "//example.com/",
    "",
]
_ENDS = ["", "", "#part", "#:~:text=x", "?a=1&b=2#x", '"><b>', "%zz", " ก", "#\ud800", "x" * 3000]


def _make_letter(random):
    limit = random.choice([0x80, 0x250, 0x0E80, 0x3000, 0x110000])
    return chr(random.randrange(limit))


def _make_piece(random):
    kind = random.random()
    if kind < 0.35:
        return random.choice(_SPECIAL)
    return random.choice(_PLAIN) if kind < 0.75 else _make_letter(random)


def make_text(random):
    """Up to 40 pieces; seldom the same again and again, up to 5,000 characters."""
    text = "".join(_make_piece(random) for _ in range(random.choice([0, 1, 3, 10, 40])))
    return (text * 5000)[:5000] if text and random.random() < 0.1 else text


def make_url(random):
    """An address, good or bad, seldom none."""
    if random.random() < 0.1:
        return None
    middle = make_text(random)[:400] if random.random() < 0.6 else "a/b"
    return random.choice(_STARTS) + middle + random.choice(_ENDS)


def make_article(random):
    """An article of which nothing can be trusted."""
    years = (1, 1900, 2021, 2026, 9999)
    return Article(
        id=make_text(random) or "x",
        title=make_text(random),
        url=make_url(random),
        publisher=make_text(random) if random.random() < 0.7 else None,
        published=date(random.choice(years), random.randint(1, 12), random.randint(1, 28)),
        language=random.choice(["th", "en"]),
        text=make_text(random) + make_text(random) or "x",
    )


def make_quote(random, article=None):
    """A quote of any part of such an article, with any part of it as the answer."""
    article = article or make_article(random)
    start, end = 0, len(article.text)
    if random.random() < 0.5:
        start = random.randrange(end)
        end = random.randint(start + 1, end)
    answer = None
    if random.random() < 0.7:
        first = random.randrange(end - start)
        answer = Span(first, random.randint(first + 1, end - start))
    return Quote(article, start, end, answer)


def make_answer(random):
    """An answer with up to four hostile quotes, or none and hostile articles beside."""
    found = [make_quote(random) for _ in range(random.randint(0, 4))]
    if len(found) > 1 and random.random() < 0.3:
        found[1] = make_quote(random, found[0].article)
    closest = () if found else [make_article(random) for _ in range(random.randint(0, 4))]
    question = random.choice([make_text(random), "ราคาวันนี้", "what is it now?"])
    status, language = "answered" if found else "not_found", random.choice(["th", "en"])
    return Answer(question, language, status, 0.9, tuple(found), tuple(closest))


def make_context(random):
    """Any reader at any time."""
    now = datetime(2026, 11, 22, 12)
    return AnswerContext(
        reader=random.choice(["th", "en"]),
        answer_id="".join(random.choices("AZaz09_-", k=11)),
        bot_username=random.choice([None, "khamtob_bot", "@khamtob_bot", "<b>"]),
        indexed=now - timedelta(days=random.randint(0, 60)),
        now=now,
        votes=random.choice([None, (0, 0), (1, 0), (10**9, 10**9)]),
        promised=random.random() < 0.5,
        asks_why=random.random() < 0.5,
        has_others=random.random() < 0.5,
    )


def _grow(make):
    """What `make` makes of a number; it decides nothing that has to stay secret."""
    return st.integers(0, 2**63 - 1).map(lambda number: make(Random(number)))  # noqa: S311


texts = _grow(make_text)
urls = _grow(make_url)
articles = _grow(make_article)
quotes = _grow(make_quote)
answers = _grow(make_answer)
contexts = _grow(make_context)
