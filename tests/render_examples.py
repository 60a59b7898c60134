"""An article in each language, and who reads it: what the rendering tests share."""

from datetime import date, datetime

from bot.render.answer_context import AnswerContext
from corpus.article import Article, Span
from index.answer import Answer, Quote

THAI = Article(
    id="kunshan-th.md",
    title="คุนซานเดินหน้าเชื่อมเศรษฐกิจกับเซี่ยงไฮ้",
    url="https://example.com/ข่าว/1?a=1&b=2#top",
    publisher="สำนักข่าวตัวอย่าง",
    published=date(2021, 5, 4),
    language="th",
    text="คุนซานอยู่ในมณฑลเจียงซู\n\nในปี 2564 จีดีพีของเมืองอยู่ที่กว่า 4.7 แสนล้านหยวน\n\nรถไฟใช้เวลา 17 นาที",
)
ENGLISH = Article(
    id="kunshan.md",
    title="Kunshan <ties> its growth & Shanghai",
    url=None,
    publisher=None,
    published=None,
    language="en",
    text="Kunshan is in Jiangsu. Its GDP came to 470 billion yuan in 2021. "
    "A train takes 17 minutes.",
)


def quote(article, words, answer=None):
    """The quote of these words of the article, with these of them as the answer."""
    start = article.text.index(words)
    span = None
    if answer:
        span = Span(words.index(answer), words.index(answer) + len(answer))
    return Quote(article, start, start + len(words), span)


THAI_QUOTE = quote(THAI, "ในปี 2564 จีดีพีของเมืองอยู่ที่กว่า 4.7 แสนล้านหยวน", "4.7 แสนล้านหยวน")
ENGLISH_QUOTE = quote(ENGLISH, "Its GDP came to 470 billion yuan in 2021.", "470 billion yuan")


def answered(*quotes, question="คุนซานมีจีดีพีเท่าไร"):
    return Answer(question, "th", "answered", 0.9, quotes, ())


def unanswered(*closest, question="ราคาทองคำเท่าไร"):
    return Answer(question, "th", "not_found", 0.1, (), closest)


def context(reader="th", **changes):
    given = {
        "reader": reader,
        "answer_id": "Xa9-_kQ2b7E",
        "bot_username": "khamtob_bot",
        "indexed": datetime(2021, 5, 20),
        "now": datetime(2021, 5, 21),
    }
    return AnswerContext(**(given | changes))


def labels(message):
    """What stands on the buttons, row by row."""
    return [[button.label for button in row] for row in message.keyboard]
