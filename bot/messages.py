"""What Khamtob says in its own words, in both languages; everything else is an article's."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from corpus.article import Language
from index.small_talk import SmallTalk


@dataclass(frozen=True, slots=True)
class Messages:
    """The words of the interface in one language."""

    not_found: str
    closest: str
    in_thai: str
    in_english: str
    small_talk: Mapping[SmallTalk, str]


_THAI = Messages(
    not_found="ไม่พบคำตอบในบทความ",
    closest="บทความที่ใกล้เคียงที่สุด (ไม่ใช่คำตอบ)",
    in_thai="ข้อความภาษาไทย",
    in_english="ข้อความภาษาอังกฤษ",
    small_talk=MappingProxyType(
        {
            "greeting": "สวัสดี ถามเรื่องที่อยู่ในบทความได้เลย",
            "thanks": "ยินดีเสมอ",
            "goodbye": "แล้วพบกันใหม่",
            "about_bot": "บอท “คำตอบ” ตอบคำถามด้วยข้อความจากบทความ พร้อมบอกแหล่งที่มา ถามมาได้เลย",
            "chat": "ถามเรื่องที่อยู่ในบทความได้เลย",
            "empty": "พิมพ์คำถามมาได้เลย",
        }
    ),
)
_ENGLISH = Messages(
    not_found="The articles don't say.",
    closest="Closest articles (not an answer)",
    in_thai="in Thai",
    in_english="in English",
    small_talk=MappingProxyType(
        {
            "greeting": "Hello! Ask me something that the articles may tell.",
            "thanks": "You're welcome.",
            "goodbye": "Goodbye!",
            "about_bot": "I am Khamtob. I answer in the articles' own words, with their source. "
            "Ask me something.",
            "chat": "Ask me something that the articles may tell.",
            "empty": "Please type a question.",
        }
    ),
)


def choose_messages(language: Language) -> Messages:
    """The words for a reader of this language."""
    return _THAI if language == "th" else _ENGLISH
