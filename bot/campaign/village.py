"""The small collection that the campaign works on: village libraries, each with a known number."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings

_FIRST = ("ดอน", "หนอง", "โนน", "บาง", "ท่า", "ห้วย")
_LAST = ("แก้ว", "ไผ่", "ยาง", "มะเขือ", "ช้าง", "ตาล")
_ENGLISH = ("Lamphun", "Nakhon", "Surin", "Phayao", "Trat", "Ranong")
LIBRARIES = len(_FIRST) * len(_LAST)

Versions = Mapping[int, int]
"""Which libraries a collection has an article about, by number, and the version of each."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with a collection and its index."""

    folder: Path

    @property
    def settings(self) -> Settings:
        """The settings of a Khamtob that works here."""
        return Settings(articles=self.articles, data=self.folder / "ข้อมูล")

    @property
    def articles(self) -> Path:
        """The articles folder."""
        return self.folder / "บทความ"

    @property
    def index(self) -> Path:
        """The index folder."""
        return self.folder / "ข้อมูล" / "index"

    def copy_to(self, folder: Path) -> "Place":
        """A copy of everything, in a new folder; files keep their times."""
        shutil.copytree(self.folder, folder)
        return Place(folder)


def name_article(number: int) -> str:
    """The file name of a library's article."""
    return f"{_name_village(number)}.md"


def write_article(number: int, version: int) -> bytes:
    """The article about a library; every third one is in English."""
    name, books = _name_village(number), _format_books(number, version)
    if number % 3 == 2:
        text = (
            f"# The library of {name}\n\nThe library of {name} opened in {1960 + number}.\n\n"
            f"The library of {name} holds {books} books on {number + 2} shelves."
        )
    else:
        text = (
            f"# ห้องสมุด{name}\n\nห้องสมุด{name}เปิดเมื่อปี {2510 + number} ในศาลาวัดเก่าของหมู่บ้าน\n\n"
            f"ห้องสมุด{name}มีหนังสือ {books} เล่ม วางบนชั้นไม้สัก {number + 2} ชั้น"
        )
    return f"{text}\n".encode()


def ask_about(number: int) -> str:
    """A question that the library's article answers."""
    name = _name_village(number)
    if number % 3 == 2:
        return f"How many books does the library of {name} hold?"
    return f"ห้องสมุด{name}มีหนังสือกี่เล่ม"


def expect_of(number: int, version: int) -> str:
    """What a right quote has in it and no other version's has."""
    unit = "books" if number % 3 == 2 else "เล่ม"
    return f"{_format_books(number, version)} {unit}"


def write_collection(place: Place, versions: Versions) -> None:
    """Make the articles folder hold these articles and no others."""
    place.articles.mkdir(parents=True, exist_ok=True)
    for path in place.articles.iterdir():
        path.unlink()
    for number, version in versions.items():
        (place.articles / name_article(number)).write_bytes(write_article(number, version))


def _name_village(number: int) -> str:
    """A name that no other village has; from the second round on with the number of its part."""
    if number % 3 == 2:
        return f"{_ENGLISH[number // 3 % len(_ENGLISH)]} {number}"
    round_number, at = divmod(number, LIBRARIES)
    name = f"บ้าน{_FIRST[at % len(_FIRST)]}{_LAST[at // len(_FIRST)]}"
    return f"{name} หมู่ {round_number + 1}" if round_number else name


def _format_books(number: int, version: int) -> str:
    """A number that no two versions of no two libraries share."""
    return f"{1000 + 211 * number + 7919 * version:,}"
