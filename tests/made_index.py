"""A few short articles and the index made of them, which the tests of `index/` share."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from corpus.article import Article
from corpus.language import detect_language
from index.build import STORE, Gate, build_generation
from index.computed_store import ComputedStore
from index.encoder import Encoder, ModelIdentity, PassageText, PassageVectors, Vector
from index.language_bases import measure_language_means
from index.manifest import Manifest
from index.progress import Progress

FISH = (
    "ปลากัดเป็นปลาน้ำจืดที่อาศัยอยู่ในนาข้าวและหนองน้ำตื้น\n"
    "ตัวผู้สร้างหวอดฟองอากาศที่ผิวน้ำเพื่อเก็บไข่\n\n"
    "คณะรัฐมนตรีประกาศให้ปลากัดเป็นสัตว์น้ำประจำชาติเมื่อวันที่ 5 กุมภาพันธ์ 2562"
)
LIGHTHOUSE = (
    "The lighthouse on the northern cape was lit for the first time in 1871. "
    "Its keeper climbed 214 steps every evening to trim the lamp.\n\n"
    "A storm broke the lantern in 1903, and the new lens was carried up by mules."
)
RICE = (
    "ข้าวเหนียวมูน (mango sticky rice) ทำจากข้าวเหนียวเขี้ยวงูกับกะทิ "
    "ร้านในกรุงเทพฯ ขายได้วันละ 1,200 จานในเดือนเมษายน"
)
LIBRARY = (
    "The village library lends 3,500 books a year. "
    "Readers may keep a book for three weeks, and a late book costs two baht a day."
)


def make_article(article_id: str, title: str, text: str) -> Article:
    """An article in the language of its text."""
    published = date(2021, 4, 13)
    return Article(article_id, title, None, "หอจดหมายเหตุ", published, detect_language(text), text)


ARTICLES = (
    make_article("ปลากัด.md", "ปลากัด", FISH),
    make_article("lighthouse.md", "The lighthouse", LIGHTHOUSE),
    make_article("ข้าวเหนียว.md", "ข้าวเหนียวมูน", RICE),
    make_article("library.md", "The library", LIBRARY),
)


def ignore_progress(step: str, done: int, total: int) -> None:
    """Progress that nobody looks at."""


class CountingEncoder:
    """An encoder that writes down what it embeds, and is interrupted after so many passages."""

    def __init__(self, encoder: Encoder, interrupt_after: int | None = None) -> None:
        self.encoder = encoder
        self.interrupt_after = interrupt_after
        self.embedded: list[str] = []

    @property
    def identity(self) -> ModelIdentity:
        return self.encoder.identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self.encoder.count_tokens(texts)

    def encode_question(self, question: str) -> Vector:
        return self.encoder.encode_question(question)

    def encode_passages(self, passages: Sequence[PassageText]) -> Iterator[PassageVectors]:
        vectors = self.encoder.encode_passages(passages)
        for passage, vector in zip(passages, vectors, strict=True):
            if len(self.embedded) == self.interrupt_after:
                raise KeyboardInterrupt
            self.embedded.append(passage.text)
            yield vector


@cache
def _measure_once(encoder: Encoder) -> tempfile.TemporaryDirectory:
    folder = tempfile.TemporaryDirectory(prefix="ดัชนี-")
    with ComputedStore(Path(folder.name) / STORE) as store:
        measure_language_means(encoder, store)
    return folder


def prepare_store(encoder: Encoder, folder: Path) -> None:
    """Makes the index folder, with what is the same for every index of the model measured."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(_measure_once(encoder).name) / STORE, folder)


def build_index(
    articles: Sequence[Article],
    encoder: Encoder | CountingEncoder,
    folder: Path,
    progress: Progress = ignore_progress,
    gate: Gate | None = None,
) -> Manifest:
    """Builds and publishes; what is the same for every index of a model is not measured again."""
    if not (folder / STORE).exists():
        model = encoder.encoder if isinstance(encoder, CountingEncoder) else encoder
        prepare_store(model, folder)
    return build_generation(articles, encoder, folder, progress, gate)


@cache
def _build_once(encoder: Encoder) -> tempfile.TemporaryDirectory:
    folder = tempfile.TemporaryDirectory(prefix="ดัชนี-")
    build_index(ARTICLES, encoder, Path(folder.name))
    return folder


def copy_small_index(encoder: Encoder, target: Path) -> Path:
    """A fresh copy at `target` of the index of ARTICLES, its generation 1 live."""
    shutil.copytree(_build_once(encoder).name, target)
    return target


def start_python(code: str, *arguments: object) -> subprocess.Popen:
    """A process of its own that runs `code`, with the tests' folder as the working one."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    folder = Path(__file__).parent
    return subprocess.Popen(  # noqa: S603 - our own code
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder
    )


def run_python(code: str, *arguments: object) -> list[str]:
    """The lines that `code` prints in a process of its own, which has to end well."""
    process = start_python(code, *arguments)
    printed, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, complaints
    return printed.splitlines()


def flip_bit(path: Path, offset: int, bit: int = 0) -> None:
    """Changes one bit of the file; the file is written anew, so that hard links keep theirs."""
    data = bytearray(path.read_bytes())
    data[offset] ^= 1 << bit
    path.unlink()
    path.write_bytes(data)
