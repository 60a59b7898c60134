"""Units and currencies that have one certain name in both languages."""

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its names; the first Thai name and the first two English ones are written."""

    thai: tuple[str, ...]
    singular: str
    plural: str
    short: tuple[str, ...] = ()


def _unit(thai: str, english: str, short: str = "") -> Unit:
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
    _unit("บาท", "baht", "THB"),
    _unit("หยวน", "yuan"),
    _unit("ดอลลาร์สหรัฐ|ดอลลาร์สหรัฐฯ|เหรียญสหรัฐ|เหรียญสหรัฐฯ", "US dollar/US dollars", "USD"),
    _unit("ดอลลาร์สิงคโปร์", "Singapore dollar/Singapore dollars"),
    _unit("ดอลลาร์ฮ่องกง", "Hong Kong dollar/Hong Kong dollars"),
    _unit("ดอลลาร์ออสเตรเลีย", "Australian dollar/Australian dollars"),
    _unit("ดอลลาร์แคนาดา", "Canadian dollar/Canadian dollars"),
    _unit("ดอลลาร์นิวซีแลนด์", "New Zealand dollar/New Zealand dollars"),
    _unit("ดอลลาร์ไต้หวัน", "Taiwan dollar/Taiwan dollars"),
    _unit("ดอลลาร์", "dollar/dollars"),
    _unit("ยูโร", "euro/euros", "EUR"),
    _unit("เยน", "yen"),
    _unit("ปอนด์", "pound/pounds"),
    _unit("วอน", "won"),
    _unit("รูปี", "rupee/rupees"),
    _unit("รูเบิล", "ruble/rubles", "rouble|roubles"),
    _unit("ริงกิต", "ringgit"),
    _unit("ดอง", "dong"),
    _unit("กีบ", "kip"),
    _unit("จ๊าด", "kyat"),
    _unit("เปโซ", "peso/pesos"),
    _unit("กิโลเมตรต่อชั่วโมง|กม./ชม.", "kilometre per hour/kilometres per hour", "km/h"),
    _unit("ไมล์ต่อชั่วโมง", "mile per hour/miles per hour", "mph"),
    _unit(
        "ตารางกิโลเมตร|ตร.กม.",
        "square kilometre/square kilometres",
        "square kilometer|square kilometers|sq km|km²|km2",
    ),
    _unit(
        "ตารางเมตร|ตร.ม.",
        "square metre/square metres",
        "square meter|square meters|sq m|m²|m2",
    ),
    _unit("ลูกบาศก์เมตร|ลบ.ม.", "cubic metre/cubic metres", "cubic meter|cubic meters"),
    _unit("กิโลเมตร|กม.|ก.ม.", "kilometre/kilometres", "kilometer|kilometers|km"),
    _unit("เซนติเมตร|ซม.|ซ.ม.", "centimetre/centimetres", "centimeter|centimeters|cm"),
    _unit("มิลลิเมตร|มม.|ม.ม.", "millimetre/millimetres", "millimeter|millimeters|mm"),
    _unit("เมตร", "metre/metres", "meter|meters"),
    _unit("ตารางไมล์", "square mile/square miles"),
    _unit("ไมล์", "mile/miles"),
    _unit("ฟุต", "foot/feet"),
    _unit("นิ้ว", "inch/inches"),
    _unit("หลา", "yard/yards"),
    _unit("ไร่", "rai"),
    _unit("เฮกตาร์", "hectare/hectares"),
    _unit("เอเคอร์", "acre/acres"),
    _unit("กิโลกรัม|กก.|ก.ก.", "kilogram/kilograms", "kg"),
    _unit("กรัม", "gram/grams"),
    _unit("ตัน", "tonne/tonnes", "ton|tons"),
    _unit("ลิตร", "litre/litres", "liter|liters"),
    _unit("องศาเซลเซียส", "degree Celsius/degrees Celsius", "°C"),
    _unit("เมกะวัตต์", "megawatt/megawatts", "MW"),
    _unit("กิโลวัตต์", "kilowatt/kilowatts", "kW"),
    _unit("คน", "person/people"),
    _unit("ปี", "year/years"),
    _unit("เดือน", "month/months"),
    _unit("สัปดาห์", "week/weeks"),
    _unit("วัน", "day/days"),
    _unit("ชั่วโมง", "hour/hours"),
    _unit("นาที", "minute/minutes"),
    _unit("วินาที", "second/seconds"),
    _unit("ประเทศ", "country/countries"),
    _unit("จังหวัด", "province/provinces"),
    _unit("อำเภอ", "district/districts"),
    _unit("ตำบล", "subdistrict/subdistricts"),
    _unit("หมู่บ้าน", "village/villages"),
    _unit("ครัวเรือน", "household/households"),
    _unit("โครงการ", "project/projects"),
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
def names_of_units() -> dict[str, Unit]:
    """Return each name of a unit, in both languages, with its unit; English in lower case."""
    return {
        name.lower(): unit
        for unit in UNITS
        for name in (*unit.thai, unit.singular, unit.plural, *unit.short)
    }


@cache
def unit_pattern() -> re.Pattern[str]:
    """Return a pattern for a unit right behind a number, the longest name first."""
    names = sorted(names_of_units(), key=len, reverse=True)
    return re.compile(
        rf"[ -]?(?P<unit>{'|'.join(map(re.escape, names))})(?![A-Za-z0-9²]|-[ก-๎])", re.I
    )
