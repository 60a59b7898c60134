"""Measures how fast Khamtob is on this machine, with your own settings and articles.

    python -m bot.speed [--questions FILE] [--passages N]

Prints a table: a question inside a running process, a cold `khamtob ask`, memory, one article
added to the collection, and indexing against plain sentence-transformers on torch. The index and
the articles are only read; what is changed is changed in a temporary copy.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep

from rich.console import Console
from rich.table import Table

from bot.opening import open_engine, open_model
from bot.settings import Settings, load_settings
from index.build import list_texts
from index.computed_store import ComputedStore
from index.cutting import cut_articles
from index.embedded_model import EMBEDDED_MODEL, prepare_embedded_model
from index.encoder import Encoder, PassageText
from index.engine import Engine
from index.model_folder import PROMPTS
from index.progress import show_nothing
from index.update import update_index

COLD_RUNS = 3
SETTLED = 2.5  # seconds after which a file's time is trusted, as that of any older file
ROUNDS = 3  # of indexing, each way in turn, because machines are noisy
NEW_ARTICLE = """---
title: ตลาดน้ำแห่งใหม่เปิดให้บริการ
language: th
---

ตลาดน้ำแห่งใหม่ริมคลองบางหลวงเปิดให้บริการเมื่อวันที่ 3 มกราคม 2569 มีร้านค้า 48 ร้าน เปิดทุกวันเสาร์และวันอาทิตย์
ตั้งแต่เวลา 08.00 น. ถึง 17.00 น. ผู้มาเยือนจอดรถได้ที่วัดใกล้เคียงโดยไม่เสียค่าใช้จ่าย
"""


_STARTER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    name: str
    value: str


def measure_questions(engine: Engine, questions: Sequence[str]) -> list[Figure]:
    """Time from question to answer in this process, after one round that warms it up."""
    spent: dict[str, list[float]] = {"encode": [], "search": [], "read": [], "total": []}
    for round_number in range(2):
        for question in questions:
            timings = engine.ask(question).timings
            for step, values in spent.items():
                if round_number:
                    values.append(getattr(timings, step))
    total = spent.pop("total")
    steps = ", ".join(f"{step} {median(values):.1f}" for step, values in spent.items())
    return [
        Figure("question to answer, median", f"{median(total):.1f} ms ({steps})"),
        Figure("question to answer, 95 of 100 under", f"{quantiles(total, n=20)[-1]:.1f} ms"),
    ]


def measure_cold_ask(question: str) -> list[Figure]:
    """Time and peak memory of `khamtob ask` as a new process."""
    runs = [_run_measured([sys.executable, "-m", "bot", "ask", question]) for _ in range(COLD_RUNS)]
    return [
        Figure("cold khamtob ask, median", f"{median(seconds for seconds, _ in runs):.2f} s"),
        Figure("its peak memory", f"{max(memory for _, memory in runs):.0f} MB"),
    ]


def measure_new_article(settings: Settings, encoder: Encoder) -> list[Figure]:
    """Time to index one article more, with its embedding counted apart."""
    with tempfile.TemporaryDirectory() as folder:
        articles, data = Path(folder) / "articles", Path(folder) / "index"
        shutil.copytree(settings.articles, articles, copy_function=shutil.copy2)
        shutil.copytree(settings.index_folder, data)
        sleep(SETTLED)
        update_index(articles, data, encoder, show_nothing)
        (articles / "new-market-th.md").write_text(NEW_ARTICLE, encoding="utf-8")
        started = perf_counter()
        report = update_index(articles, data, encoder, show_nothing)
        seconds = perf_counter() - started
    started = perf_counter()
    list(encoder.encode_passages([PassageText(NEW_ARTICLE, ())] * report.embedded))
    embedding = perf_counter() - started
    return [
        Figure("one article more, in a running process", f"{seconds - embedding:.2f} s"),
        Figure("its embedding", f"{embedding:.2f} s for {report.embedded} passages"),
    ]


def measure_indexing(texts: Sequence[PassageText], encoder: Encoder, folder: str) -> list[Figure]:
    """Passages per second of our encoder and of plain sentence-transformers on torch, in turn."""
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(folder)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        started = perf_counter()
        list(encoder.encode_passages(texts))
        ours.append(perf_counter() - started)
        started = perf_counter()
        plain.encode([text.text for text in texts], prompt=PROMPTS["passage"])
        theirs.append(perf_counter() - started)
    ratio = median(slow / fast for fast, slow in zip(ours, theirs, strict=True))
    return [
        Figure("indexing", f"{len(texts) / median(ours):.1f} passages/s"),
        Figure("plain sentence-transformers, torch", f"{len(texts) / median(theirs):.1f} /s"),
        Figure("ours against plain, median ratio", f"{ratio:.2f}"),
    ]


def sample_passages(
    settings: Settings, engine: Engine, encoder: Encoder, most: int
) -> list[PassageText]:
    """Passages of the live generation, spread over it."""
    articles = engine.generation.table.articles
    with tempfile.TemporaryDirectory() as folder, ComputedStore(Path(folder) / "s") as store:
        chosen = articles[:: max(1, len(articles) // most)]
        texts = list_texts(chosen, cut_articles(chosen, encoder, store, show_nothing))
    return texts[:: max(1, len(texts) // most)][:most]


def _run_measured(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a process.

    A small process starts it, because a child's peak counts its parent's memory at the start.
    """
    started = perf_counter()
    starter = [sys.executable, "-c", _STARTER, *command]
    printed = subprocess.run(starter, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own
    peak = int(printed.split()[-1])
    return perf_counter() - started, peak / (1 << 20 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=Path, help="a question a line; default: the titles")
    parser.add_argument("--passages", type=int, default=64, help="how many are embedded")
    options = parser.parse_args()
    settings = load_settings()
    engine = open_engine(settings)
    encoder = open_model(settings)
    titles = [article.title for article in engine.generation.table.articles][:200]
    lines = options.questions.read_text("utf-8").split("\n") if options.questions else titles
    questions = [line for line in lines if line.strip()]
    texts = sample_passages(settings, engine, encoder, options.passages)
    folder = prepare_embedded_model(print)
    name = settings.embedding_model
    figures = [
        *measure_questions(engine, questions),
        *measure_cold_ask(questions[0]),
        *measure_new_article(settings, encoder),
        *measure_indexing(texts, encoder, folder if name == EMBEDDED_MODEL else name),
    ]
    manifest = engine.generation.manifest
    table = Table(title=f"{manifest.article_count} articles, {manifest.passage_count} passages")
    table.add_column("measure")
    table.add_column("figure")
    for figure in figures:
        table.add_row(figure.name, figure.value)
    Console().print(table)


if __name__ == "__main__":
    main()
