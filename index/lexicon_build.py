"""Makes the Thai-English lexicon from public packages, and writes its two files.

apt-get install wordnet-base; pip install babel geothai
python -m index.lexicon_build [--wordnet FOLDER]
"""

import argparse
import gzip
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

from rich.console import Console

import index
from corpus.article import Language
from corpus.words import cut_words
from index.lexicon import FILES
from index.lexicon_sources import (
    LISTED,
    Pair,
    iterate_irregular,
    iterate_names,
    iterate_transliterated,
    pair_wordnet,
)
from index.tokens import list_whole_tokens

WORDNET = Path("/usr/share/wordnet")
MOST_TRANSLATIONS = 30
MOST_WORDS = 4  # of a phrase that is looked up or found
_IDLE_ENGLISH = (
    "the of to in on at for from with by a an and or but is was were be been being has have had do "
    "does did will would can could may might shall should must this that these those their his her "
    "its it he she they we you i him them us my your our as than then there here into onto upon "
    "within without during between among against under over about after before not no any some "
    "such more most other another each every if because while also only same so too very out up "
    "down off again itself himself themselves"
)
# Of PyThaiNLP's words that say little: those that are left out although they have translations.
_IDLE_THAI = (
    "ที่ เป็น ไป ไม่ มี ได้ ให้ มา ของ และ แล้ว อยู่ กัน เขา กับ ขึ้น ฉัน ออก เข้า ตาม ยัง มาก ถึง เพราะ ลง ทั้ง เอา "
    "คือ เลย จน กว่า พอ แก่ คง เคย ควร บาง ทรง พวก ขอ ก่อน กำลัง สิ่ง ส่วน ต่อ อยาก สามารถ เดียว แก ต่าง ดัง "
    "หลัง ตรง เพียง เท่านั้น มัก ที่สุด ทำไม ตลอด ชาว ด้าน ที ระหว่าง เป็นต้น เดียวกัน แบบ แต่ละ เช่นนั้น ทันที เท่า "
    "บางที ขณะที่ ทั่ว เกือบ ประมาณ ฉะนั้น นอกจากนี้ ทั้งสิ้น ขณะนั้น ข้างต้น อย่างยิ่ง ส่วนใหญ่ ค่อนข้าง ที่จริง "
    "เท่ากับ ส่วนมาก อนึ่ง เหล่า ขณะนี้ กล่าวคือ จ้า หากว่า ทั้งมวล อันที่จริง เพียงแค่ แม้กระทั่ง อาจจะ ด้วยกัน "
    "ตามที่ น่าจะ พร้อมกัน ยังคง ร่วมกัน เช่นกัน ทำให้ ได้รับ ได้มา"
)

Translations = dict[str, dict[str, float]]


def build_lexicons(wordnet: Path) -> dict[Language, Translations]:
    """For each language its keys, with how sure each translation is; see `index/lexicon.py`."""
    sureness: dict[Pair, float] = defaultdict(float)
    for (thai, english), sure in pair_wordnet(wordnet).items():
        sureness[join_tokens(thai), join_tokens(english)] += sure
    for thai, english in (*iterate_names(), *iterate_transliterated()):
        sureness[join_tokens(thai), join_tokens(english)] += LISTED
    found: dict[Language, Translations] = {"th": defaultdict(dict), "en": defaultdict(dict)}
    for (thai, english), sure in sureness.items():
        if _is_short(thai) and _is_short(english):
            found["th"][thai][english] = found["en"][english][thai] = sure
    _add_irregular(found, iterate_irregular(wordnet))
    for word in _read_idle_thai():
        found["th"].setdefault(word, {})
    found["th"].update({join_tokens(word): {} for word in _IDLE_THAI.split()})
    found["en"].update({join_tokens(word): {} for word in _IDLE_ENGLISH.split()})
    return found


def join_tokens(text: str) -> str:
    """The tokens of a word or phrase as the keyword index has them, joined by spaces."""
    words = cut_words(text.lower())
    return " ".join(token for word in words for token in list_whole_tokens(word))


def write_lexicon(translations: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """Writes one language's file; the same translations give the same bytes."""
    lines = [_format_line(key, found) for key, found in translations.items()]
    text = "".join(f"{line}\n" for line in sorted(lines, key=_order_of))
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _is_short(key: str) -> bool:
    return bool(key) and len(key.split(" ")) <= MOST_WORDS


def _add_irregular(found: dict[Language, Translations], forms: Iterable[Pair]) -> None:
    """Gives went the translations of go, and lets ไป find went."""
    for form, base in forms:
        key, basic = join_tokens(form), join_tokens(base)
        if key == basic or basic not in found["en"]:
            continue
        for thai, sure in found["en"][basic].items():
            found["en"][key].setdefault(thai, sure)
            found["th"][thai].setdefault(key, sure)


def _read_idle_thai() -> list[str]:
    """PyThaiNLP's words that say nothing."""
    path = files("pythainlp.corpus") / "stopwords_th.txt"
    return path.read_text(encoding="utf-8").split()


def _format_line(key: str, found: Mapping[str, float]) -> str:
    best = max(found.values(), default=1.0)
    order = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_TRANSLATIONS]
    fields = [f"{max(1, round(9 * sure / best))}{translation}" for translation, sure in order]
    return "\t".join([key, *fields])


def _order_of(line: str) -> bytes:
    return line.partition("\t")[0].encode()


def main() -> None:
    """Writes both files into the package."""
    console = Console()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wordnet", type=Path, default=WORDNET)
    options = parser.parse_args()
    folder = Path(next(iter(index.__path__)))
    for language, translations in build_lexicons(options.wordnet).items():
        path = folder / FILES[language]
        write_lexicon(translations, path)
        console.print(f"{path.name}: {len(translations):,} keys, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
