"""Numbers written in Chinese characters, everyday (三百二十万) or for cheques (壹拾贰万叁仟元伍角整)."""

from __future__ import annotations

import re
from decimal import Decimal

_TEN = "零〇 一壹 二贰两 三叁 四肆 五伍 六陆 七柒 八捌 九玖".split()  # noqa: SIM905 - a table
_DIGIT = {char: value for value, chars in enumerate(_TEN) for char in chars}
_PLACE = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_DIGITS = "".join(_DIGIT)
_SHAPE = re.compile(
    rf"(?P<whole>[{''.join((*_DIGIT, *_PLACE, *_BIG))}]*)"
    rf"(?:[元圆块](?:零?(?P<jiao>[{_DIGITS}])角)?零?(?:(?P<fen>[{_DIGITS}])分)?)?[整正]?"
)


def looks_like(body: str) -> bool:
    """Whether the text begins with a Chinese digit or 十."""
    return body[:1] in _DIGIT or body[:1] in ("十", "拾")


def read(body: str) -> Decimal | None:
    """The number, or None when it is not one; positions are not checked for good style."""
    found = _SHAPE.fullmatch(body)
    if found is None or not found["whole"]:
        return None
    whole = _whole(found["whole"])
    if whole is None:
        return None
    return whole + Decimal(_DIGIT[found["jiao"] or "零"]) / 10 + Decimal(_DIGIT[found["fen"] or "零"]) / 100


def _whole(text: str) -> Decimal | None:
    total = section = digit = 0
    for char in text:
        if char in _DIGIT:
            if digit:
                return None  # two digits in a row: a year or a telephone number, not a count
            digit = _DIGIT[char]
        elif char in _PLACE:
            section += (digit or 1) * _PLACE[char]
            digit = 0
        else:
            big, low = _BIG[char], section + digit
            total = (total + low) * big if total and big > total % 10**8 > 0 else total + low * big
            section = digit = 0
    return Decimal(total + section + digit)
