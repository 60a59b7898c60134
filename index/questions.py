"""Questions as people type them: made even for search, and told Thai from English."""

import re

from corpus.article import Language
from corpus.clean import clean_line

# Stretched speech ("มากกกก"): a vowel or mark three times, a consonant three times at the end of a
# word or four times. Three may meet inside a sentence: คะแนนนำ, แบบบังคับ.
_STRETCHED = re.compile(r"([ก-ฮ])\1{2,}(?![ก-๎])|([ก-ฮ])\2{3,}|([ะ-ฺเ-๎])\3{2,}")
_THAI = re.compile("[ก-๎]+")
_LATIN = re.compile(r"[^\W\d_ก-๎]+")
# What a writer quotes or puts in brackets is not the language that they write in.
_QUOTED = re.compile(r"“[^”]{0,200}”|\"[^\"]{0,200}\"|\([^()]{0,200}\)|«[^»]{0,200}»")
# A question with a quarter of Thai letters is Thai: Latin names are longer than Thai words.
_THAI_SHARE = 0.25

_THAI_QUESTION_WORDS = (
    "อะไร อะไรบ้าง ใคร ไหน ที่ไหน ใด เมื่อใด เมื่อไหร่ เมื่อไร เมื่อไหน เท่าไหร่ เท่าไร เท่าใด กี่ อย่างไร ยังไง ทำไม "
    "บ้าง หรือ หรือไม่ หรือเปล่า ไหม มั้ย มั๊ย คือ ครับ คับ ครับผม ค่ะ คะ นะ นะคะ นะครับ นะคับ จ้า จ๊ะ จ้ะ จ๋า ฮะ ฮับ "
    "หน่อย ล่ะ เหรอ หรอ ช่วย อยาก ทราบ อยากทราบ อยากรู้"
)
_ENGLISH_QUESTION_WORDS = "what which who whom whose when where why how do does did please"
# Words that ask and are not what is asked about, as `corpus.words.cut_words` cuts them.
QUESTION_WORDS = frozenset(f"{_THAI_QUESTION_WORDS} {_ENGLISH_QUESTION_WORDS}".split())


def normalise_question(text: str) -> str:
    """Return `text` on one line as articles are written: NFC, no invisible or stretched letters.

    >>> normalise_question(" ไกลมากกกก  ไหม ")
    'ไกลมาก ไหม'
    """
    line = clean_line(text)
    # A vowel that was stretched may have kept a mark from its consonant, so clean again.
    while (shorter := clean_line(_STRETCHED.sub(lambda match: match.group()[0], line))) != line:
        line = shorter
    return line


def detect_question_language(text: str) -> Language:
    """Return the language that `text` is written in, "en" where it has no letters at all.

    A question that names Latin brands is still Thai ("iPhone 15 Pro Max ราคาเท่าไร"); an English
    one may quote a Thai word ("What does สวัสดี mean?").
    """
    outside = _QUOTED.sub(" ", text)
    if not _THAI.search(outside) and not _LATIN.search(outside):
        outside = text
    thai = sum(map(len, _THAI.findall(outside)))
    latin_words = _LATIN.findall(outside)
    latin = sum(map(len, latin_words))
    if not thai:
        return "en"
    return "th" if thai >= _THAI_SHARE * (thai + latin) else "en"
