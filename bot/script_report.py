"""The results of a script: a table for people, JSON and JUnit XML for machines."""

from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.console import make_one_line
from bot.script_run import Result, name_group


def print_results(console: Console, results: Sequence[Result]) -> None:
    """Print what failed in detail, then how many passed of each kind."""
    failed = [result for result in results if not result.passed]
    for result in failed:
        problems = "; ".join(result.problems)
        line = f"FAILED line {result.step.line}: {result.step.ask}: {problems}"
        console.print(Text(make_one_line(line), "red"), soft_wrap=True)
        if result.outcome.quote:
            words = make_one_line(result.outcome.quote)
            console.print(Text(f"  it quotes: {words}"), soft_wrap=True)
    total = Counter(map(_group, results))
    passed = Counter(_group(result) for result in results if result.passed)
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("kind")
    table.add_column("passed", justify="right")
    table.add_column("asked", justify="right")
    for group in sorted(total):
        table.add_row(group, str(passed[group]), str(total[group]))
    table.add_row("all", str(len(results) - len(failed)), str(len(results)), style="bold")
    console.print(table)


def results_to_record(results: Sequence[Result]) -> dict[str, object]:
    """Counts, and each step with what it got; `problems` are empty where it passed."""
    passed = sum(result.passed for result in results)
    steps = [
        {
            "line": result.step.line,
            "ask": result.step.ask,
            "expected": result.step.status,
            "status": result.outcome.status,
            "passed": result.passed,
            "problems": list(result.problems),
            "article": result.outcome.article,
            "quote": result.outcome.quote,
        }
        for result in results
    ]
    return {"passed": passed, "failed": len(results) - passed, "steps": steps}


def results_to_junit(name: str, results: Sequence[Result]) -> str:
    """A JUnit XML document: https://github.com/testmoapp/junitxml describes the format."""
    failures = sum(not result.passed for result in results)
    counts = {"tests": str(len(results)), "failures": str(failures), "errors": "0"}
    suite = ElementTree.Element("testsuite", {"name": name, **counts})
    for result in results:
        label = make_one_line(f"line {result.step.line}: {result.step.ask}")
        case = ElementTree.SubElement(suite, "testcase", {"classname": name, "name": label})
        if result.problems:
            message = make_one_line("; ".join(result.problems))
            failure = ElementTree.SubElement(case, "failure", {"message": message})
            failure.text = make_one_line(result.outcome.quote or "")
    ElementTree.indent(suite)
    text: str = ElementTree.tostring(suite, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _group(result: Result) -> str:
    return name_group(result.step, result.outcome.language)
