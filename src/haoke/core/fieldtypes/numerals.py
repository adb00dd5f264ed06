"""Numbers as people and spreadsheets write them: ¥1,234 · 1.234,50 € · (1,200) · 12.5万 · 1亿2000万 · 壹拾贰万元整."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import chinese_numerals, currencies, normal, refusals
from haoke.core.text import T

LONGEST = 60
_DIGITS = 24

_UNITS = {
    "百": 10**2, "千": 10**3, "万": 10**4, "萬": 10**4, "w": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "億": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "k": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "、": ","})
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_PIECE = re.compile(rf"([0-9.,' ]+)({_UNIT})? ?")
#: What most cells are.
_BARE = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,8})?")
_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]+)?e[+-]?[0-9]{1,2}")
#: Signs between groups of digits that are never a decimal mark.
_SPACES = re.compile(r"(?<=[0-9])[' ](?=[0-9]{3}(?![0-9]))")
#: Digits that must follow a last unit: 3万5 may mean 35,000 or 30,005.
_TAIL = 3


@dataclass(frozen=True, slots=True)
class Numeral:
    """What was read: the number, the currency it named (None: none), whether a % sign stood by it."""

    value: Decimal
    currency: str | None = None
    percent: bool = False


def read(text: str, decimal_mark: str = ".") -> Numeral:
    """The number in a text; BadValue when there is none, or when it can be read in two ways."""
    if decimal_mark == "." and _BARE.fullmatch(text):
        return Numeral(Decimal(text))
    body = normal.plain(text, LONGEST).translate(_DASHES)
    body, currency = currencies.strip(body)
    body, negative = _sign(body.lower())
    percent = body.endswith("%")
    value = _value(body.removesuffix("%").rstrip(), decimal_mark, text)
    return Numeral(-value if negative else value, currency, percent)


def _sign(body: str) -> tuple[str, bool]:
    if body.startswith("(") and body.endswith(")"):
        return body[1:-1].strip(), True
    if body.startswith("-"):
        return body[1:].strip(), True
    if body.endswith("-"):
        return body[:-1].strip(), True
    return body.removeprefix("+").strip(), False


def _value(body: str, mark: str, text: str) -> Decimal:
    if chinese_numerals.looks_like(body):
        written = chinese_numerals.read(body)
        if written is not None:
            return written
    if _SCIENTIFIC.fullmatch(body):
        return Decimal(body)
    pieces = _pieces(body, text)
    units = [unit for _, unit in pieces]
    if units != sorted(set(units), reverse=True) or (len(pieces) > 1 and len(pieces[-1][0]) < _TAIL and units[-1] == 1):
        raise refusals.not_number(text)
    return sum((_digits(digits, mark, text) * unit for digits, unit in pieces), Decimal(0))


def _pieces(body: str, text: str) -> list[tuple[str, int]]:
    """Digits with the unit that follows them, largest first: 1亿2000万 is two."""
    found: list[tuple[str, int]] = []
    end = 0
    while end < len(body) or not found:
        piece = _PIECE.match(body, end)
        if piece is None:
            raise refusals.not_number(text)
        found.append((piece[1].strip(), _UNITS[piece[2]] if piece[2] else 1))
        end = piece.end()
    return found


def _digits(body: str, mark: str, text: str) -> Decimal:
    body = _SPACES.sub("", body)
    signs = [sign for sign in ".," if sign in body]
    if len(signs) > 1:
        mark = max(signs, key=body.rfind)
    elif signs and body.count(signs[0]) > 1:
        mark = _other(signs[0])
    whole, _, rest = body.partition(mark)
    groups = whole.split(_other(mark))
    plain = "".join(groups)
    if not _grouped(groups) or not f"{plain}{rest}".isdecimal() or len(plain) + len(rest) > _DIGITS:
        raise _two_ways(text) if len(groups) == 2 and not rest and plain else refusals.not_number(text)  # noqa: PLR2004
    return Decimal(f"{plain}.{rest}")


def _other(sign: str) -> str:
    return "," if sign == "." else "."


def _grouped(groups: list[str]) -> bool:
    """Whether digits are grouped by three, or in several groups by four as Chinese counts."""
    first, rest = groups[0], groups[1:]
    sizes = (3,) if len(rest) == 1 else (3, 4)
    return not rest or any(1 <= len(first) <= size and all(len(group) == size for group in rest) for size in sizes)


def _two_ways(text: str) -> BadValue:
    message = T(
        "“{value}” can be read in two ways; say whether the decimal sign is a point or a comma",
        "“{value}”有两种读法，请说明小数点是“.”还是“,”",
    )
    return BadValue("ambiguous_number", message.fill(value=refusals.shown(text)))
