"""What hostile articles become; ten thousand of them with --hypothesis-profile hostile."""

from dataclasses import dataclass, field

from hostile import answers, articles, contexts, quotes, texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram_judge import Entity, judge

from bot.messages import choose_messages
from bot.render.answer_message import render_answer
from bot.render.article_messages import render_latest, render_sources
from bot.render.context_message import read_around, render_context, render_others, render_passage
from bot.render.days import asks_about_now, is_stale, write_moment
from bot.render.harmless import make_harmless, make_title
from bot.render.hypertext import MOST_UNITS, count_units
from bot.render.info_messages import render_notice, render_start
from bot.render.inline_results import render_inline
from bot.render.links import check_url
from bot.render.payload import find_quote, read_payload
from bot.render.sources import LONGEST_QUOTE, describe_article, fit_quote, write_glosses
from bot.render.words import choose_words
from index.small_talk import classify_small_talk

slow = settings(suppress_health_check=list(HealthCheck))


@dataclass
class Meant:
    """A message put together a second time, as plain text with the places of its entities."""

    text: str = ""
    entities: list[Entity] = field(default_factory=list)

    def add(self, words, kind=None, url=None):
        if kind and words:
            at = count_units(self.text)
            self.entities.append(Entity(kind, at, count_units(words), url))
        self.text += words

    def add_block(self, words, answer):
        start = count_units(self.text)
        if answer and words[answer.start : answer.end].strip():
            self.add(words[: answer.start])
            self.add(words[answer.start : answer.end], "Bold")
            self.add(words[answer.end :])
        else:
            self.add(words)
        self.entities.append(Entity("Block", start, count_units(words)))

    def add_source(self, article, reader, label, *, is_short=False):
        self.add(label)
        url = check_url(article.url)
        self.add(make_title(article.title, article.id), "TextUrl" if url else None, url)
        about = describe_article(article, reader)
        self.add(f"\n{about}" if about and not is_short else "")


def read(message):
    """What Telegram reads, folded and other block quotes alike, in no particular order."""
    parsed = judge(message)
    kinds = {"BlockQuote": "Block", "ExpandableBlockQuote": "Block"}
    return parsed.text, {
        Entity(kinds.get(entity.kind, entity.kind), entity.offset, entity.length, entity.url)
        for entity in parsed.entities
    }


def put_together(answer, context):
    """The answer as it is meant: with three quotes, or as many as Telegram takes."""
    counts = range(min(len(answer.quotes), 3), -1, -1)
    meant = (put_quotes_together(answer, answer.quotes[:count], context) for count in counts)
    return next(each for each in meant if count_units(each.text) <= MOST_UNITS)


def put_quotes_together(answer, shown, context):
    meant, reader = Meant(), context.reader
    words, messages = choose_words(reader), choose_messages(reader)
    told = set()
    for number, quote in enumerate(shown, start=1):
        meant.add("\n\n" if number > 1 else "")
        meant.add_block(*fit_quote(quote, LONGEST_QUOTE))
        glosses = write_glosses(quote, reader)
        meant.add(f"\n{glosses}" if glosses else "")
        label = f"\n{number}. " if len(shown) > 1 else "\n— "
        meant.add_source(quote.article, reader, label, is_short=quote.article.id in told)
        told.add(quote.article.id)
    if not shown:
        kind = classify_small_talk(answer.question)
        if kind and not answer.closest:
            return Meant(messages.small_talk[kind])
        meant.add(f"{messages.not_found}\n{words.try_again}")
        meant.add("" if context.promised else f"\n{words.promise_offer}")
        meant.add(f"\n\n{messages.closest}" if answer.closest else "")
        for article in answer.closest[:3]:
            meant.add_source(article, reader, "\n• ")
    if asks_about_now(answer.question) or is_stale(context.indexed, context.now):
        meant.add("\n\n" + words.as_of.format(day=write_moment(context.indexed, reader)))
    return meant


@slow
@given(answers, contexts)
def test_telegram_reads_in_every_answer_what_we_mean(answer, context):
    message = render_answer(answer, context)
    meant = put_together(answer, context)
    assert read(message) == (meant.text, set(meant.entities))


@slow
@given(quotes, contexts)
def test_a_quote_that_fits_stands_letter_for_letter_in_its_block(quote, context):
    words, answer = fit_quote(quote, LONGEST_QUOTE)
    if count_units(quote.text) <= LONGEST_QUOTE:
        assert words == make_harmless(quote.text)
        assert len(words) == len(quote.text)
        assert answer == quote.answer
    else:
        assert count_units(words) <= LONGEST_QUOTE
        assert "…" in words
        kept = max(words.split("…"), key=len)
        assert kept in make_harmless(quote.text)
    if answer:
        shown = words[answer.start : answer.end].removesuffix("…")
        assert make_harmless(quote.text)[quote.answer.start : quote.answer.end].startswith(shown)


@slow
@given(quotes, texts, texts, contexts)
def test_telegram_takes_what_is_around_a_hostile_quote(quote, before, after, context):
    judge(render_context(quote, before * 20, after * 20, context))
    judge(render_passage(quote, *read_around(quote), context))


@slow
@given(st.lists(quotes, max_size=5), st.integers(-1, 4), contexts)
def test_telegram_takes_a_page_of_hostile_matches(hits, page, context):
    judge(render_others(hits, page, context))


@slow
@given(st.lists(articles, max_size=10), st.integers(-1, 3), contexts)
def test_telegram_takes_a_list_of_hostile_articles(listed, page, context):
    judge(render_sources(listed, page, context.reader))
    judge(render_latest(listed, context.reader))


@slow
@given(answers, contexts)
def test_telegram_takes_hostile_inline_results_and_notices(answer, context):
    for result in render_inline(answer, context):
        judge(result.message)
        assert 1 <= len(result.result_id.encode()) <= 64
        assert result.title.strip()
        assert result.description.strip()
        assert "\n" not in result.title + result.description
        (result.title + result.description).encode()
        quote = next(
            q for q in answer.quotes if find_quote(read_payload(result.result_id), [q.article])
        )
        assert quote is not None
    judge(render_notice(answer.question, answer, context))
    judge(render_start(context.reader, [answer.question]))
