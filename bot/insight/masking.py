"""Hides what may tell of a person in a question that admins look at."""

import re

from index.dates import read_thai_digits

MASK = "•••"

_MAIL = r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"
_HANDLE = r"(?<![\w.])@[A-Za-z0-9_]{3,64}"
_PHONE = r"(?<![\d.,])(?:\+\d{1,3}[ -]?|0)\d{1,2}(?:[ -]?\d{3,4}){2}(?![\d.,]?\d)"
# An identity card has 13 digits, a bank card 16, an account 10 or more: no year, no price.
_LONG_NUMBER = r"(?<![\d.,])\d(?:[ -]?\d){9,18}(?![\d.,]?\d)"
_PASSPORT = r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{6,8}(?![A-Za-z0-9])"
_PERSONAL = re.compile("|".join((_MAIL, _HANDLE, _PHONE, _LONG_NUMBER, _PASSPORT)))


def mask_personal(question: str) -> str:
    """The question with mail addresses, names of accounts and long numbers as "•••".

    Names of people stay: nobody can tell them from what is asked about.

    >>> mask_personal("เบอร์ 081-234-5678 ของใคร")
    'เบอร์ ••• ของใคร'
    """
    digits = read_thai_digits(question)  # one for one, so that places hold
    parts, end = [], 0
    for match in _PERSONAL.finditer(digits):
        parts += [question[end : match.start()], MASK]
        end = match.end()
    return "".join([*parts, question[end:]])
