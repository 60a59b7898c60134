"""Runs a script of questions and says what is wrong with each answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.script import ExpectedStatus, Step
from corpus.article import Language
from index.answer import Answer

Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step got: the first quote and its article's id, where it is an answer with quotes."""

    status: ExpectedStatus
    language: Language
    article: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a step got; it passed if there are no `problems`, each of them one line."""

    step: Step
    outcome: Outcome
    problems: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the answer is what the step expects."""
        return not self.problems


def run_script(steps: Sequence[Step], ask: Ask) -> list[Result]:
    """The result of each step, in order."""
    return [_run_step(step, ask(step.ask)) for step in steps]


def _run_step(step: Step, answer: Answer) -> Result:
    outcome = Outcome(classify_answer(answer), answer.language)
    if answer.quotes:
        first = answer.quotes[0]
        outcome = Outcome(outcome.status, answer.language, first.article.id, first.text)
    return Result(step, outcome, tuple(find_problems(step, answer)))


def find_problems(step: Step, answer: Answer) -> Iterator[str]:
    """What is wrong with the answer to this step, a line each; nothing if it is right."""
    found = classify_answer(answer)
    if found != step.status:
        yield f"is {found}, not {step.status}"
        return
    if step.status != "answered":
        return
    first = answer.quotes[0]
    if step.articles and first.article.id not in step.articles:
        yield f"quotes {first.article.id}, not {' or '.join(step.articles)}"
    if step.quote is not None and step.quote not in first.text:
        yield f'quote lacks "{step.quote}"'
    if step.across and first.article.language == answer.language:
        yield f"quotes an article in the question's own language ({answer.language})"


def classify_answer(answer: Answer) -> ExpectedStatus:
    """The answer's status; small talk is what is neither answered nor near any article."""
    if answer.status == "answered":
        return "answered"
    return "not_found" if answer.closest else "small_talk"


def name_group(step: Step, language: Language) -> str:
    """What the step tests, for the summary: "answered th", "answered across en", "not_found th"."""
    return f"{step.status}{' across' if step.across else ''} {language}"
