"""Units and currencies that have one certain name in both languages."""

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its names; the first Thai one is written."""

    thai: tuple[str, ...]
    singular: str
    plural: str
    short: tuple[str, ...] = ()


def _make_unit(thai: str, english: str, short: str = "") -> Unit:
    """`thai` and `short` list names by "|"; `english` is "singular/plural" or one word for both."""
    singular, _, plural = english.partition("/")
    return Unit(
        tuple(thai.split("|")),
        singular,
        plural or singular,
        tuple(filter(None, short.split("|"))),
    )


# Left out where a name is two things: เหรียญ (coin or dollar), เรียล (riel, rial or real).
UNITS = (
    _make_unit("บาท", "baht", "THB"),
    _make_unit("หยวน", "yuan"),
    _make_unit("ดอลลาร์สหรัฐ|ดอลลาร์สหรัฐฯ|เหรียญสหรัฐ|เหรียญสหรัฐฯ", "US dollar/US dollars", "USD"),
    _make_unit("ดอลลาร์สิงคโปร์", "Singapore dollar/Singapore dollars"),
    _make_unit("ดอลลาร์ฮ่องกง", "Hong Kong dollar/Hong Kong dollars"),
    _make_unit("ดอลลาร์ออสเตรเลีย", "Australian dollar/Australian dollars"),
    _make_unit("ดอลลาร์แคนาดา", "Canadian dollar/Canadian dollars"),
    _make_unit("ดอลลาร์นิวซีแลนด์", "New Zealand dollar/New Zealand dollars"),
    _make_unit("ดอลลาร์ไต้หวัน", "Taiwan dollar/Taiwan dollars"),
    _make_unit("ดอลลาร์", "dollar/dollars"),
    _make_unit("ยูโร", "euro/euros", "EUR"),
    _make_unit("เยน", "yen"),
    _make_unit("ปอนด์", "pound/pounds"),
    _make_unit("วอน", "won"),
    _make_unit("รูปี", "rupee/rupees"),
    _make_unit("รูเบิล", "ruble/rubles", "rouble|roubles"),
    _make_unit("ริงกิต", "ringgit"),
    _make_unit("ดอง", "dong"),
    _make_unit("กีบ", "kip"),
    _make_unit("จ๊าด", "kyat"),
    _make_unit("เปโซ", "peso/pesos"),
    _make_unit("กิโลเมตรต่อชั่วโมง|กม./ชม.", "kilometre per hour/kilometres per hour", "km/h"),
    _make_unit("ไมล์ต่อชั่วโมง", "mile per hour/miles per hour", "mph"),
    _make_unit(
        "ตารางกิโลเมตร|ตร.กม.",
        "square kilometre/square kilometres",
        "square kilometer|square kilometers|sq km|km²|km2",
    ),
    _make_unit(
        "ตารางเมตร|ตร.ม.",
        "square metre/square metres",
        "square meter|square meters|sq m|m²|m2",
    ),
    _make_unit("ลูกบาศก์เมตร|ลบ.ม.", "cubic metre/cubic metres", "cubic meter|cubic meters"),
    _make_unit("กิโลเมตร|กม.|ก.ม.", "kilometre/kilometres", "kilometer|kilometers|km"),
    _make_unit("เซนติเมตร|ซม.|ซ.ม.", "centimetre/centimetres", "centimeter|centimeters|cm"),
    _make_unit("มิลลิเมตร|มม.|ม.ม.", "millimetre/millimetres", "millimeter|millimeters|mm"),
    _make_unit("เมตร", "metre/metres", "meter|meters"),
    _make_unit("ตารางไมล์", "square mile/square miles"),
    _make_unit("ไมล์", "mile/miles"),
    _make_unit("ฟุต", "foot/feet"),
    _make_unit("นิ้ว", "inch/inches"),
    _make_unit("หลา", "yard/yards"),
    _make_unit("ไร่", "rai"),
    _make_unit("เฮกตาร์", "hectare/hectares"),
    _make_unit("เอเคอร์", "acre/acres"),
    _make_unit("กิโลกรัม|กก.|ก.ก.", "kilogram/kilograms", "kg"),
    _make_unit("กรัม", "gram/grams"),
    _make_unit("ตัน", "tonne/tonnes", "ton|tons"),
    _make_unit("ลิตร", "litre/litres", "liter|liters"),
    _make_unit("องศาเซลเซียส", "degree Celsius/degrees Celsius", "°C"),
    _make_unit("เมกะวัตต์", "megawatt/megawatts", "MW"),
    _make_unit("กิโลวัตต์", "kilowatt/kilowatts", "kW"),
    _make_unit("คน", "person/people"),
    _make_unit("ปี", "year/years"),
    _make_unit("เดือน", "month/months"),
    _make_unit("สัปดาห์", "week/weeks"),
    _make_unit("วัน", "day/days"),
    _make_unit("ชั่วโมง", "hour/hours"),
    _make_unit("นาที", "minute/minutes"),
    _make_unit("วินาที", "second/seconds"),
    _make_unit("ประเทศ", "country/countries"),
    _make_unit("จังหวัด", "province/provinces"),
    _make_unit("อำเภอ", "district/districts"),
    _make_unit("ตำบล", "subdistrict/subdistricts"),
    _make_unit("หมู่บ้าน", "village/villages"),
    _make_unit("ครัวเรือน", "household/households"),
    _make_unit("โครงการ", "project/projects"),
)
# Signs of money before a number. "¥" is yen or yuan, so it has no name here.
SIGNS = {
    "US$": "ดอลลาร์สหรัฐ",
    "A$": "ดอลลาร์ออสเตรเลีย",
    "C$": "ดอลลาร์แคนาดา",
    "S$": "ดอลลาร์สิงคโปร์",
    "HK$": "ดอลลาร์ฮ่องกง",
    "$": "ดอลลาร์",
    "€": "ยูโร",
    "£": "ปอนด์",
    "฿": "บาท",
}


@cache
def load_unit_names() -> dict[str, Unit]:
    """Return each name of a unit, in both languages, with its unit; English in lower case."""
    return {
        name.lower(): unit
        for unit in UNITS
        for name in (*unit.thai, unit.singular, unit.plural, *unit.short)
    }


@cache
def build_unit_pattern() -> re.Pattern[str]:
    """Return a pattern for a unit right behind a number, the longest name first."""
    names = sorted(load_unit_names(), key=len, reverse=True)
    return re.compile(
        rf"[ -]?(?P<unit>{'|'.join(map(re.escape, names))})(?![A-Za-z0-9²]|-[ก-๎])", re.I
    )
