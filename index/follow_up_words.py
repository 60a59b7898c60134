"""The words by which a follow-up is known: those that ask, point back or name nothing."""

import re


def _read_words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Words that ask in Thai, as `corpus.words.cut_words` cuts them.
THAI_ASKING = _read_words(
    "อะไร ใคร ไหน ที่ไหน ใด เมื่อใด เมื่อไหร่ เมื่อไร เท่าไหร่ เท่าไร เท่าใด กี่ อย่างไร ยังไง ทำไม เหตุใด ไหม "
    "มั้ย หรือไม่ หรือเปล่า หรือยัง"
)
THAI_YES_OR_NO = _read_words("ไหม มั้ย หรือไม่ หรือเปล่า หรือยัง")
# Words around an asking word that ask with it: "ปีไหน", "ตั้งแต่เมื่อไหร่", "กี่คน".
THAI_MEASURES = _read_words(
    "ปี วัน วันที่ เดือน จังหวัด เมือง ประเทศ ที่ ใน ตอน ช่วง ตั้งแต่ จาก เพราะ เป็น คือ ชื่อ คน กิโล กิโลเมตร กม. "
    "เมตร ตาราง ตัว แห่ง ครั้ง ชั่วโมง นาที โมง บาท หยวน ดอลลาร์ ลำ องค์ เล่ม หลัง สาย กรัม กิโลกรัม ลิตร ตัน "
    "เปอร์เซ็นต์ บ้าง ถึง จึง กัน พ.ศ. ค.ศ. อายุ ศตวรรษ ราย แบบนั้น อย่างนั้น แบบนี้ อย่างนี้"
)
# What is said of a thing that may be left unsaid: "เปิดเมื่อไหร่", "ใครเป็นคนสร้าง".
THAI_PREDICATES = _read_words(
    "มี เป็น อยู่ คือ เปิด ปิด สร้าง เกิด ตาย เสียชีวิต เริ่ม จบ เลิก ยกเลิก ยาว สูง กว้าง ลึก หนัก เก่า ใหญ่ เล็ก "
    "ไกล ใกล้ แพง ถูก นาน เร็ว ใช้ ใช้เวลา ชื่อ ตั้ง ตั้งอยู่ ก่อตั้ง ออกแบบ เจอ พบ ค้นพบ คิด คิดค้น เขียน แต่ง ทำ "
    "ทำงาน ผลิต ซื้อ ขาย จ่าย ราคา ประกาศ บังคับใช้ ขุด เรียก เรียกว่า แปล แปลว่า หมายถึง หมายความว่า มา ไป "
    "เข้า ออก เดินทาง รักษา ป้องกัน ติดต่อ ติด ระบาด หาย ให้บริการ ให้ ได้ ได้รับ โดน ขึ้นทะเบียน แต่งงาน เรียน "
    "อาศัย สวรรคต ครองราชย์ ชนะ แพ้ ส่งออก นำเข้า เข้าไป กลับ กลับมา ต้อง ควร สามารถ เก็บ ตั้งเป้า วิ่ง ขวาง "
    "เตือน หยุด ลง ขึ้น เหลือ จัด รับรอง สูญเสีย บาดเจ็บ ล่ม จม ตั้งชื่อ กำหนด ตก ต่าง เพิ่ม ลด พัง เคย จะ ยัง "
    "เพิ่ง เอง รวม ห่าง มาจาก ปรับ"
)
# What a thing has, so that it can stand for no thing: "แล้วประชากรล่ะ".
THAI_ATTRIBUTES = _read_words(
    "ประชากร พื้นที่ ราคา ค่าโดยสาร ความยาว ความสูง ความกว้าง ความลึก ความเร็ว จำนวน จีดีพี อายุ ขนาด "
    "น้ำหนัก อาการ คนตาย คนเจ็บ ผู้เสียชีวิต ผู้บาดเจ็บ สาเหตุ วิธี วิธีรักษา การรักษา วิธีป้องกัน การป้องกัน ผู้ "
    "เจ้าของ ผู้สร้าง ผู้ออกแบบ ผู้ก่อตั้ง ชื่อ ประวัติ ระยะทาง งบประมาณ โทษ ค่าปรับ สถานี ผู้โดยสาร รายได้ มูลค่า "
    "ค่าใช้จ่าย ภาษา เมืองหลวง เวลา ที่ตั้ง ที่อยู่ เบอร์ ข้อดี ข้อเสีย ประโยชน์"
)
THAI_PRONOUNS = _read_words("มัน เขา เธอ พวกเขา พวกเธอ พวกมัน ท่าน พระองค์ ที่นั่น ที่นั้น")
THAI_PERSONS = _read_words("เขา เธอ พวกเขา พวกเธอ ท่าน พระองค์")
THAI_POINTING = _read_words("นี้ นั้น ดังกล่าว")
# "This" of these is today's or the chat's, not the last question's.
THAI_NOT_POINTED = _read_words(
    "วัน ปี เดือน ตอน ช่วง เวลา สัปดาห์ อาทิตย์ คืน เช้า เย็น ขณะ ครั้ง คำ ข้อความ แบบ อย่าง บอท กลุ่ม แอป เว็บ "
    "ที่ ข้อ คำถาม"
)
# One of these can take the place of another: "แล้ววันอาทิตย์ล่ะ".
WEEKDAYS = (
    _read_words("จันทร์ อังคาร พุธ พฤหัส พฤหัสบดี ศุกร์ เสาร์ อาทิตย์"),
    _read_words("monday tuesday wednesday thursday friday saturday sunday"),
)
# A noun before a name; two names behind the same noun are things of one kind.
THAI_NAME_HEADS = _read_words(
    "เมือง จังหวัด ประเทศ กรุง นคร มณฑล รัฐ สาย สถานี เรือ คลอง แม่น้ำ ทะเล เกาะ เขา ภูเขา ถ้ำ วัด เขื่อน "
    "สะพาน นาย นาง โรค รัชกาล ทีม บริษัท มหาวิทยาลัย โรงเรียน โรงพยาบาล สนามบิน ตลาด ภาค อำเภอ ตำบล "
    "ยาน อะพอลโล วัน"
)

ENGLISH_ASKING = _read_words("what which who whom whose when where why how")
ENGLISH_AUXILIARIES = _read_words(
    "is are was were do does did has have had can could will would should may might must"
)
# What is asked of a thing that may be left unsaid: "how long?", "who built?", "how many died?".
ENGLISH_LIGHT = _read_words(
    "long tall high deep wide big large old far fast heavy many much often strong hot cold "
    "people years days hours minutes meters metres km kilometres kilometers miles times year "
    "day month century date time country city place province kind type color colour percent "
    "money exactly else build built open opened close closed start started begin began end "
    "ended happen happened die died dead born found founded find invent invented discover "
    "discovered design designed write wrote written made make cost costs pay pays paid work works "
    "use used live lived lead led own owned run runs take takes took last lasted go goes went "
    "come comes came stand stands mean means call called named name lie lies located win won "
    "lose lost kill killed become became cause caused get got stay stayed say said see saw "
    "give gave created create ban banned spread treated prevented reach "
    "missing injured hurt rescued saved survived"
)
ENGLISH_PREPOSITIONS = _read_words(
    "in on at to from by for with under over during since until before after of into near "
    "behind about around through between"
)
ENGLISH_ATTRIBUTES = _read_words(
    "population area size price cost length height depth width weight speed age name capital "
    "gdp economy history cause causes symptoms treatment prevention cure owner builder "
    "designer founder inventor author fine penalty distance budget revenue language location "
    "address date number deaths casualties victims fare stations passengers tolls benefits "
    "risks side effects"
)
# Nobody's "it": the weather, the time, and "it is ... to".
ENGLISH_IDLE_IT = re.compile(
    r"\b(?:(?:time|day|date|month|year|week|season)\b.{0,20} (?:is|will) it\b"
    r"|it (?:rain|snow)"
    r"|it(?: is| was| be| cost| mean| take|'s)?(?: \w+)? (?:to|for|that|when|if)\b"
    r"|(?:is|was|will) it (?:be )?(?:true|possible|ok|okay|going|raining|snowing|time|safe|legal"
    r"|bad|good|worth|normal|better|cold|hot|warm|cloudy|sunny|windy|late|too)\b"
    r"|(?:cold|hot|warm|late|windy) is it\b|is it \w+ (?:to|that|if|when)\b)",
    re.IGNORECASE,
)
# Words of two who talk with each other, here and now: no article is about that.
ENGLISH_TALKERS = _read_words(
    "you your yours me my mine our us ours yourself myself today tomorrow tonight yesterday "
    "now outside everything everyone something please"
)
ENGLISH_NOW = _read_words(
    "year week month morning evening night afternoon moment time bot app chat group channel "
    "site website question word message answer link one way"
)
# The question that a bare asking word of the other language asks.
OTHER_LANGUAGE = {
    "when": "เมื่อไหร่", "where": "ที่ไหน", "who": "ใคร", "why": "ทำไม", "how": "อย่างไร",
    "what year": "ปีไหน", "which year": "ปีไหน",
    "เมื่อไหร่": "when", "เมื่อไร": "when", "เมื่อใด": "when", "ที่ไหน": "where", "ใคร": "who",
    "ทำไม": "why", "เพราะอะไร": "why", "อย่างไร": "how", "ยังไง": "how", "ปีไหน": "which year",
    "ปีอะไร": "which year", "วันไหน": "which day",
}  # fmt: skip

ENGLISH_PERSONS = _read_words("he she him her his hers")
ENGLISH_OWNERS = _read_words("its their his her")
ENGLISH_PRONOUNS = ENGLISH_PERSONS | ENGLISH_OWNERS | _read_words("it they them theirs there")
_FUNCTION = _read_words("the a an and or so also still ever first just then not no any all")
# A question of such words alone does not say what it is about.
THAI_CLOSED = THAI_ASKING | THAI_MEASURES | THAI_PREDICATES | THAI_ATTRIBUTES
ENGLISH_CLOSED = (
    ENGLISH_ASKING | ENGLISH_AUXILIARIES | ENGLISH_LIGHT | ENGLISH_PREPOSITIONS | ENGLISH_PRONOUNS
) | _FUNCTION
# English asking words that stand alone where they ask for time, place, person or reason.
BARE_ASKING = _read_words("when where who why how") | {
    "what year", "which year", "in what year", "in which year", "what day", "what date",
    "which country", "which city", "in which country", "by whom", "why not", "how so",
    "how come", "since when",
}  # fmt: skip
