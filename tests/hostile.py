"""What an article may hold that wants to do harm, for hypothesis."""

from datetime import date, datetime, timedelta

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
_PIECES = st.one_of(
    st.sampled_from(_SPECIAL),
    st.sampled_from(_SPECIAL),
    st.text(max_size=12),
    st.sampled_from(["คำตอบอยู่ในบทความ", "the answer is here", " ", ", ", "\n\n", "เมือง", "words"]),
)
texts = st.lists(_PIECES, max_size=40).map("".join)
long_texts = st.builds(lambda text, times: (text * times)[:5000], texts, st.integers(1, 5000))
titles = st.one_of(texts, long_texts)
urls = st.one_of(
    st.none(),
    texts,
    st.builds(
        "{}{}{}".format,
        st.sampled_from(
            [
                "https://example.com/",
                "http://example.com",
                "https://th.wikipedia.org/wiki/",
                "https://ตัวอย่าง.ไทย/",
                "javascript:alert(1)//",
                "JaVaScRiPt:",
                "data:text/html,",
                "tg://resolve?domain=x",
                "https://user:pass@example.com/",
                "https://example.com:99999/",
                "https://localhost/",
                "https://[::1]/",
                "HTTPS://EXAMPLE.COM/",
                "//example.com/",
                " https://example.com/ ",
            ]
        ),
        texts,
        st.sampled_from(["", "#part", "#:~:text=x", "?a=1&b=2#x", '"><b>', "%zz", " ก", "#\ud800"]),
    ),
    st.builds(lambda path: "https://example.com/" + path * 400, texts),
)
languages = st.sampled_from(["th", "en"])
dates = st.none() | st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@st.composite
def articles(draw):
    """An article of which nothing can be trusted."""
    return Article(
        id=draw(texts) or "x",
        title=draw(titles),
        url=draw(urls),
        publisher=draw(st.none() | titles),
        published=draw(dates),
        language=draw(languages),
        text=draw(st.one_of(texts, texts, long_texts)) or "x",
    )


@st.composite
def quotes(draw, article=None):
    """A quote of any part of such an article, with any part of it as the answer."""
    article = article or draw(articles())
    start = draw(st.integers(0, len(article.text) - 1))
    end = draw(st.integers(start + 1, len(article.text)))
    if draw(st.booleans()):
        start, end = 0, len(article.text)
    answer = None
    if draw(st.booleans()):
        first = draw(st.integers(0, end - start - 1))
        answer = Span(first, draw(st.integers(first + 1, end - start)))
    return Quote(article, start, end, answer)


@st.composite
def answers(draw):
    """An answer with up to four hostile quotes, or none and hostile articles beside."""
    found = draw(st.lists(quotes(), max_size=4))
    if len(found) > 1 and draw(st.booleans()):
        found[1] = draw(quotes(found[0].article))
    closest = () if found else tuple(draw(st.lists(articles(), max_size=4)))
    status = "answered" if found else "not_found"
    question = draw(st.one_of(texts, st.sampled_from(["ราคาวันนี้", "what is it now?"])))
    return Answer(question, draw(languages), status, 0.9, tuple(found), closest)


@st.composite
def contexts(draw):
    """Any reader at any time."""
    now = datetime(2026, 11, 22, 12)
    return AnswerContext(
        reader=draw(languages),
        answer_id=draw(st.from_regex(r"\A[A-Za-z0-9_-]{11}\Z")),
        bot_username=draw(st.sampled_from([None, "khamtob_bot", "@khamtob_bot", "<b>"])),
        indexed=now - timedelta(days=draw(st.integers(0, 60))),
        now=now,
        votes=draw(st.none() | st.tuples(st.integers(0, 10**9), st.integers(0, 10**9))),
        private=draw(st.booleans()),
        promised=draw(st.booleans()),
        asks_why=draw(st.booleans()),
        has_others=draw(st.booleans()),
    )
