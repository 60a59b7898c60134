"""Puts question data together: in other words, as whole articles, in two languages."""

from dataclasses import replace

from corpus.errors import UsageError
from index.question_data import QuestionData, find_group


def join_questions(data: QuestionData, other: QuestionData) -> QuestionData:
    """`data` asked in the words of `other`, joined by question id; the others are left out.

    Raises UsageError if they have no question in common.
    """
    words = {question.id: question.text for question in other.questions}
    joined = tuple(
        replace(question, text=words[question.id])
        for question in data.questions
        if question.id in words
    )
    if not joined:
        message = "the two files have no question id in common; are they the same questions?"
        raise UsageError(message)
    return QuestionData(data.articles, joined)


def join_groups(data: QuestionData) -> QuestionData:
    """The paragraphs of each source article joined into one article, as articles really are."""
    texts: dict[str, str] = {}
    shifts: dict[str, int] = {}
    for article in data.articles:
        group = find_group(article.id)
        before = f"{texts[group]}\n\n" if group in texts else ""
        shifts[article.id] = len(before)
        texts[group] = before + article.text
    by_group = {find_group(article.id): article for article in reversed(data.articles)}
    articles = tuple(replace(by_group[group], id=group, text=text) for group, text in texts.items())
    questions = tuple(
        replace(
            question,
            article_id=find_group(question.article_id),
            answers=tuple(
                replace(
                    answer,
                    article_id=find_group(answer.article_id),
                    start=answer.start + shifts[answer.article_id],
                )
                for answer in question.answers
            ),
        )
        for question in data.questions
    )
    return QuestionData(articles, questions)


def mix_languages(one: QuestionData, other: QuestionData) -> QuestionData:
    """Every second source article in the other language, and each question asked in both.

    The two must be translations of each other, paragraph by paragraph; raises UsageError if not.
    """
    if [article.id for article in one.articles] != [article.id for article in other.articles]:
        message = "the two files have different paragraphs; are they translations of each other?"
        raise UsageError(message)
    kept = [
        {a.id for a in data.articles if int(find_group(a.id)) % 2 == place}
        for place, data in enumerate((one, other))
    ]
    articles = [
        a
        for data, ids in zip((one, other), kept, strict=True)
        for a in data.articles
        if a.id in ids
    ]
    words = [{question.id: question.text for question in data.questions} for data in (one, other)]
    questions = tuple(
        replace(question, text=texts[question.id])
        for data, ids in zip((one, other), kept, strict=True)
        for question in data.questions
        if question.article_id in ids
        for texts in words
        if question.id in texts
    )
    return QuestionData(tuple(sorted(articles, key=lambda article: article.id)), questions)
