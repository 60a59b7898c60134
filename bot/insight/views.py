"""Topics as they are shown, to admins in the chat and in the terminal."""

from collections.abc import Mapping, Sequence

from bot.insight.masking import mask_personal
from bot.insight.topics import Topic
from bot.insight.wordings import Entry, merge_same_words
from bot.render.insight_messages import TopicView
from bot.state.gaps import Gap
from bot.state.usage import AskedQuestion


def to_entries(gaps: Sequence[Gap]) -> list[Entry]:
    """Questions without an answer as entries, numbered as they are in the database."""
    return [Entry(gap.gap_id, gap.question, gap.language, gap.asked) for gap in gaps]


def number_asked(asked: Sequence[AskedQuestion]) -> list[Entry]:
    """Questions that were asked as entries, numbered by their place."""
    return [
        Entry(number, each.question, each.language, each.asked) for number, each in enumerate(asked)
    ]


def view_gaps(topics: Sequence[Topic], gaps: Sequence[Gap]) -> list[TopicView]:
    """What can't be answered; a topic is a test case once one of its questions is."""
    tested = {gap.gap_id for gap in gaps if gap.tested}
    return [
        TopicView(
            number=topic.wordings[0].numbers[0],
            questions=_list_questions(topic),
            count=topic.count,
            tested=not tested.isdisjoint(topic.numbers),
        )
        for topic in topics
    ]


def view_ticked(gaps: Sequence[Gap]) -> list[TopicView]:
    """What can be answered by now, most asked first."""
    return [
        TopicView(wording.numbers[0], (mask_personal(wording.question),), wording.count)
        for wording in merge_same_words(to_entries(gaps))
    ]


def view_asked(topics: Sequence[Topic], asked: Sequence[AskedQuestion]) -> list[TopicView]:
    """What was asked, with how often it was answered and what was thought of it."""
    by_number: Mapping[int, AskedQuestion] = dict(enumerate(asked))
    views = []
    for topic in topics:
        own = [by_number[number] for number in topic.numbers]
        views.append(
            TopicView(
                number=topic.wordings[0].numbers[0],
                questions=_list_questions(topic),
                count=topic.count,
                answered=sum(each.answered for each in own) / len(own),
                up=sum(each.up for each in own),
                down=sum(each.down for each in own),
            )
        )
    return views


def _list_questions(topic: Topic) -> tuple[str, ...]:
    return tuple(mask_personal(wording.question) for wording in topic.wordings)
