"""Small talk told from questions: greetings, thanks, goodbyes, asking who the bot is, noise.

A message is small talk only if it is made of such phrases from end to end: "สวัสดีครับ" is,
"สวัสดี เมืองคุนซานอยู่ที่ไหน" and "Hello Kitty คือใคร" are questions. The courtesy around a question can be
taken off for search.
"""

import re
from functools import cache
from typing import Literal

from corpus.words import cut_words
from index.questions import normalise_question

SmallTalk = Literal["greeting", "thanks", "goodbye", "about_bot", "chat", "empty"]

# Phrases are parted by "|". Of two kinds in one message the earlier in this list is told.
_PHRASES: tuple[tuple[SmallTalk, str], ...] = (
    (
        "about_bot",
        "คุณคือใคร|คุณเป็นใคร|เธอคือใคร|เธอเป็นใคร|นายเป็นใคร|แกเป็นใคร|บอทคือใคร|คุณชื่ออะไร|เธอชื่ออะไร"
        "|ชื่ออะไร|ชื่อไร|คุณเป็นบอท|เป็นบอท|เป็นคนหรือบอท|คุณเป็นคน|คุณเป็นหุ่นยนต์|เป็นหุ่นยนต์|คุณเป็น ai|เป็น ai"
        "|คุณทำอะไรได้บ้าง|ทำอะไรได้บ้าง|คุณทำอะไรได้|ทำไรได้บ้าง|คุณช่วยอะไรได้บ้าง|ช่วยอะไรได้บ้าง|คุณอายุเท่าไหร่"
        "|คุณอายุเท่าไร|ใครสร้างคุณ|ช่วยด้วย|ช่วยหน่อย|who are you|who r u|who made you|who created you"
        "|what are you|what can you do|what do you do|what's your name|what is your name"
        "|whats your name|do you have a name|are you real|are you a real person|are you a bot"
        "|are you a robot|are you human|are you a human|are you ai|are you an ai"
        "|are you a machine|are you a person|are you a chatbot|are you a computer"
        "|tell me about yourself|how old are you|can you help me|can you help|help me|help|start",
    ),
    (
        "greeting",
        "สวัสดี|สวัสดีตอนเช้า|สวัสดีตอนบ่าย|สวัสดีตอนเย็น|หวัดดี|ดีจ้า|ดีครับ|ดีค่ะ|ฮัลโหล|ฮาย|ไฮ|เฮลโล|เฮลโหล"
        "|อรุณสวัสดิ์|ยินดีที่ได้รู้จัก|สบายดี|เป็นไงบ้าง|เป็นยังไงบ้าง|กินข้าวยัง|กินข้าวหรือยัง|hello|hallo|hi|hiya|hey"
        "|yo|greetings|howdy|good morning|good afternoon|good evening|good day|sawasdee|sawatdee"
        "|sawadee|nice to meet you|how are you|how are you doing|how are you today"
        "|how's it going|how is it going|hows it going|how are things|how are things going"
        "|how do you do|what's up|whats up|sup|how have you been|how's your day|how is your day",
    ),
    (
        "thanks",
        "ขอบคุณ|ขอบใจ|ขอบพระคุณ|ขอบคุน|แต๊งกิ้ว|แต้งกิ้ว|แท้งกิ้ว|แทงกิ้ว|แต๊ง|thanks|thank you"
        "|thank you so much|thank u|thank you very much|thanks a lot|thanks so much"
        "|thanks very much|thanks a million|many thanks|thx|ty|much appreciated|cheers"
        "|i appreciate it|thanks for your help|thank you for your help",
    ),
    (
        "goodbye",
        "ลาก่อน|บ๊ายบาย|บายบาย|บ้ายบาย|บาย|บ๊าย|แล้วเจอกัน|แล้วพบกัน|ไว้เจอกัน|เจอกัน|เจอกันใหม่|ฝันดี|ราตรีสวัสดิ์"
        "|ไปละ|ไปแล้ว|goodbye|good bye|bye|bye bye|see you|see ya|see you later|see you soon"
        "|see you tomorrow|good night|goodnight|farewell|take care|have a nice day"
        "|talk to you later",
    ),
    (
        "chat",
        "โอเค|โอเช|โอเคร|โอ|ได้|ใช่|ไม่|ไม่ใช่|ไม่เป็นไร|ดี|ดีมาก|เยี่ยม|สุดยอด|เก่ง|เข้าใจ|รับทราบ|ทราบ|อืม|อือ"
        "|เออ|อ๋อ|อ้อ|อ่า|ว้าว|จริงเหรอ|จริงหรอ|จริงดิ|รักนะ|รักคุณ|คิดถึง|เหงา|เบื่อ|ง่วง|ทดสอบ|เทส|ฮ่า|ฮ่าฮ่า|อิอิ"
        "|คริคริ|ขอโทษ|ถามหน่อย|ขอถามหน่อย|มีคำถาม|ok|okay|k|kk|yes|yeah|yep|yup|no|nope|nah|sure"
        "|fine|great|good|nice|cool|wow|awesome|perfect|lol|ha|haha|hahaha|hehe|hmm|hm|oh|i see"
        "|got it|understood|alright|right|sorry|please|never mind|nevermind|no problem"
        "|you're welcome|i love you|love you|test|testing|ping|tell me a joke|very good"
        "|well done|good job|good bot|i have a question|can i ask you something",
    ),
)
# What goes with small talk and is none by itself.
_PARTICLES = (
    "นะ|น้า|ครับผม|ครับ|คับ|คร้าบ|ค้าบ|ค่ะ|คะ|ค่า|ค้า|จ้ะ|จ๊ะ|จ้า|จ๋า|ฮะ|ฮับ|งับ|เด้อ|ละ|แล้ว|เลย|ล่ะ|ด้วย|มาก|มากๆ"
    "|จัง|ทุกคน|แอด|แอดมิน|บอท|คุณ|ไหม|มั้ย|หรือเปล่า|หรอ|เหรอ|ใช่ไหม|ใช่มั้ย|there|all|everyone|bot|friend"
    "|sir|guys|again|so much|today|mate|buddy|and you"
)
_LAUGHTER = re.compile(r"\b(?:5{3,}|(?:ha){2,}h?|(?:he){2,})\b|ถ{3,}|(?:ฮ่า){2,}")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_NOT_SAID = re.compile(r"[^\w\s'ก-๎]|[_ๆ]")
# No small talk is longer; a longer message is not looked into.
_LONGEST = 80

_POLITE = r"(?:นะ|ครับผม|ครับ|คับ|ค่ะ|คะ|ค่า|จ้ะ|จ๊ะ|จ้า|ฮะ|ฮับ)"
_HELLO = r"(?:(?i:hello|hi|hey|good (?:morning|afternoon|evening)|greetings)(?i: there| bot| all)?)"
_ASKING = (
    r"(?i:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|will"
    r"|would|please|tell)\b"
)
_LEADS = re.compile(
    # A Thai greeting with a polite particle, or with a space and no "is" behind it.
    rf"(?:สวัสดี|หวัดดี|ขอบคุณ)(?:{_POLITE}+[\s,!.]*|[\s,!.]+(?!คือ|เป็น|หมายถึง|แปลว่า))(?:แอดมิน\s+|แอด\s+)?"
    # An English one before a pause, Thai or a word that asks: not the Hello of Hello Kitty.
    rf"|{_HELLO}(?:\s*[,!.:;]+\s*|\s+(?={_ASKING}|[ก-๎])){_POLITE}*\s*"
    rf"|(?:ขอ(?:ถาม|สอบถาม)|อยากถาม|รบกวนสอบถาม|สอบถาม)(?:หน่อย|ว่า|{_POLITE})+[\s,]*"
    rf"|(?:อยากทราบว่า|อยากรู้ว่า|ช่วยบอก(?:หน่อย|ที)?{_POLITE}*ว่า|บอกหน่อย{_POLITE}*ว่า)\s*"
    r"|(?i:(?:please,? )?(?:can|could|would) you (?:please )?tell me|please tell me"
    r"|i(?: want|'d like| would like) to know),?\s+"
)
_POLITE_WORDS = frozenset(
    {"นะ", "ครับ", "ครับผม", "คับ", "ค่ะ", "คะ", "ค่า", "นะครับ", "นะคะ", "นะคับ", "จ้ะ", "จ๊ะ", "จ้า", "ฮะ"}
)
_LAST_THANKS = re.compile(
    rf"(?<=[\s?!.,])(?:ขอบคุณ(?:มาก)?(?:ๆ)?\s?{_POLITE}*"
    r"|(?i:thanks|thank you)(?i: so much| a lot)?)[\s!.]*$"
)


@cache
def _load_phrases() -> dict[str, SmallTalk | None]:
    phrases: dict[str, SmallTalk | None] = dict.fromkeys(_PARTICLES.split("|"))
    for kind, listed in reversed(_PHRASES):
        phrases |= dict.fromkeys(listed.split("|"), kind)
    return phrases


def classify_small_talk(text: str) -> SmallTalk | None:
    """Return which small talk `text` is, or None for what may be a question.

    "empty" has neither letters nor digits: emoji, punctuation, nothing.
    """
    # Only the start of a long message is cleaned: it is enough to see that it says something.
    said = _NOT_SAID.sub(" ", normalise_question(text[:2000]).replace("’", "'").lower())
    said = " ".join(_STRETCHED.sub(r"\1", _LAUGHTER.sub(" haha ", said)).split())
    if not said.strip("' "):
        return "empty" if len(text) <= 2000 or not re.search(r"\w", text) else None
    if len(said) > _LONGEST:
        return None
    kinds = _read_phrases(said)
    if kinds is None:
        return None
    return next((kind for kind, _ in _PHRASES if kind in kinds), "chat")


def is_small_talk(text: str) -> bool:
    """Return whether `text` is nothing that an article answers."""
    return classify_small_talk(text) is not None


def _read_phrases(said: str) -> frozenset[SmallTalk] | None:
    """Return the kinds of the phrases that make up `said` from end to end, None if some don't."""
    phrases = _load_phrases()
    reached: dict[int, frozenset[SmallTalk]] = {0: frozenset()}
    for start in range(len(said)):
        if start not in reached:
            continue
        if said[start] == " ":
            reached.setdefault(start + 1, reached[start])
            continue
        for end in range(start + 1, len(said) + 1):
            phrase = said[start:end]
            if phrase in phrases and _ends_word(said, end):
                kind = phrases[phrase]
                found = reached[start] | ({kind} if kind else frozenset())
                # The fewest kinds: "how are you" is one phrase, not three.
                if end not in reached or len(found) < len(reached[end]):
                    reached[end] = found
    return reached.get(len(said))


def _ends_word(said: str, end: int) -> bool:
    return end == len(said) or not (said[end - 1].isascii() and re.match("[a-z0-9']", said[end]))


def strip_courtesy(text: str) -> str:
    """Return the question in `text` on one line, without greeting, thanks and polite particles.

    What would leave nothing is left as it is.

    >>> strip_courtesy("สวัสดีครับ เมืองคุนซานอยู่ที่ไหนครับ ขอบคุณครับ")
    'เมืองคุนซานอยู่ที่ไหน'
    """
    question = normalise_question(text)
    stripped = question
    # A greeting and a request: "สวัสดีค่ะ ขอถามหน่อยค่ะ ...".
    for _ in range(3):
        if lead := _LEADS.match(stripped):
            stripped = stripped[lead.end() :]
    stripped = _drop_last_particles(_LAST_THANKS.sub("", stripped).strip())
    return stripped or question


def _drop_last_particles(question: str) -> str:
    """Drop polite particles at the end; whole words only, because ชนะ ends in นะ."""
    tail = question[-80:]
    words = cut_words(tail)
    mark = ""
    while words and (words[-1].isspace() or words[-1] in _POLITE_WORDS or words[-1] in "?!.~"):
        word = words.pop()
        mark = word if word == "?" else mark
    kept = (question[: len(question) - len(tail)] + "".join(words)).rstrip()
    return kept + mark if kept else ""
