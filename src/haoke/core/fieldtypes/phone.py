"""Telephone numbers: as written, in E.164 where they are valid, with their extension."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import phonenumbers
from phonenumbers import PhoneNumberFormat

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, documents, normal, refusals
from haoke.core.fieldtypes.base import Hints, Op, SearchKind
from haoke.core.sql import Sql, all_of, any_of
from haoke.core.text import T

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

LONGEST = 60
HOME = "CN"
_FEWEST, _MOST = 3, 17  # digits of a number
#: Digits of a number that say whose it is.
_WHOLE = 7

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_FIXED = re.compile(r"0[1-9][0-9]{5,11}")
#: Spellings that need no look at words, extensions and signs.
_PLAINLY = re.compile(r"1[3-9][0-9]{9}|0[1-9][0-9]{1,2}-?[0-9]{7,8}")
_CHINA = "86"
_CODES = frozenset(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
_WORDS = re.compile(r"^(?:tel|phone|mobile|fax|电话|手机|座机|传真)[:. ]*", re.IGNORECASE)
_EXTENSION = re.compile(r"(.*[0-9)]) ?(?:转|分机号?|内线|ext(?:ension)?|;ext=|x|#|,)[:. ]*([0-9]{1,8})", re.IGNORECASE)
_HYPHENED = re.compile(r"((?:\(?0[0-9]{2,3}\)?[- ]?[0-9]{7,8})|(?:[48]00-?[0-9]{3}-?[0-9]{4}))-([0-9]{1,6})")
_NUMBER = re.compile(r"[+]?[0-9(][0-9() ./-]*")
_FLOAT = re.compile(r"([0-9]{7,15})\.0")
_NO_DIGIT = re.compile(r"[^0-9]+")
_DASHES = str.maketrans("−–—‐‑", "-----")
_PARTLY = (Op.CONTAINS, Op.NCONTAINS, Op.STARTS, Op.ENDS)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number; `raw` alone tells the others again: `read(raw)` is the same Phone."""

    raw: str
    e164: str | None = None
    ext: str | None = None


def digits(text: str) -> str:
    """Only the digits of a text."""
    return _NO_DIGIT.sub("", text)


def read(text: str, country: str = HOME) -> Phone:
    """The number in a text; without + it is one of `country` (ISO code); raises BadValue when there is none."""
    if country == HOME and _PLAINLY.fullmatch(text) and (known := _at_home(text.replace("-", ""))):
        return Phone(text, known)
    body = _WORDS.sub("", normal.plain(text, LONGEST).translate(_DASHES)).strip()
    if found := _FLOAT.fullmatch(body):
        body = found[1]  # a number a spreadsheet took for one
    found = _EXTENSION.fullmatch(body) or _HYPHENED.fullmatch(body)
    number, ext = (found[1], found[2]) if found else (body, None)
    if not _NUMBER.fullmatch(number) or not _FEWEST <= len(digits(number)) <= _MOST:
        raise _refused(text)
    e164, foreign = _e164(number, country)
    if foreign:
        body = foreign if ext is None else f"{foreign} ext. {ext}"
    return Phone(body, e164, ext)


def _e164(number: str, country: str) -> tuple[str | None, str | None]:
    """E.164 of a valid number, and how a foreign one written as at home is written internationally."""
    bare = number.replace("-", "").replace(" ", "")
    if country == HOME and (known := _at_home(bare)):
        return known, None
    if number[:1] == "+" and _anywhere(bare):
        return bare, None
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None, None
    if not phonenumbers.is_valid_number(parsed):
        return None, None
    e164 = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    if e164.startswith("+86") or number.startswith(("+", "00")):
        return e164, None
    return e164, phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def _at_home(bare: str) -> str | None:
    """E.164 of digits that are surely a Chinese mobile's, or a fixed line's with its trunk 0."""
    if _MOBILE.fullmatch(bare):
        return f"+86{bare}"
    plan = _plan(_CHINA) if _FIXED.fullmatch(bare) else None
    return f"+86{bare[1:]}" if plan and plan.has(bare[1:]) else None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What phonenumbers knows of one country: lines that are surely valid, and beginnings its parser takes off."""

    line: re.Pattern[str]
    general: re.Pattern[str]
    lengths: frozenset[int]
    taken_off: re.Pattern[str] | None

    def has(self, national: str) -> bool:
        """Whether digits are a valid number of the country, as its own parser would say; False may be a Yes."""
        return (
            len(national) in self.lengths
            and national[0] != "0"
            and self.line.fullmatch(national) is not None
            and self.general.fullmatch(national) is not None
            and (self.taken_off is None or self.taken_off.match(national) is None)
        )


@cache
def _plan(code: str) -> _Plan | None:
    """The plan behind a dialling code that one country alone has; None for all others."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(code), ())
    found = phonenumbers.PhoneMetadata.metadata_for_region(regions[0], None) if len(regions) == 1 else None
    if found is None or (whole := found.general_desc) is None or whole.national_number_pattern is None:
        return None
    kinds = [kind for kind in (found.fixed_line, found.mobile) if kind is not None]
    patterns = [kind.national_number_pattern for kind in kinds if kind.national_number_pattern]
    lengths = frozenset[int]().union(*(kind.possible_length or whole.possible_length for kind in kinds))
    prefix = found.national_prefix_for_parsing
    return _Plan(
        re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.ASCII),
        re.compile(whole.national_number_pattern, re.ASCII),
        lengths & frozenset(whole.possible_length),
        re.compile(prefix) if prefix else None,
    )


def _anywhere(bare: str) -> bool:
    """Whether + and digits are surely a valid number of the country its dialling code names."""
    if not bare[1:].isdigit():
        return False
    code = next((bare[1:end] for end in (2, 3, 4) if int(bare[1:end]) in _CODES), "")
    plan = _plan(code) if code else None
    return plan is not None and plan.has(bare[1 + len(code) :])


def _refused(text: str) -> BadValue:
    message = T(
        "“{value}” is not one telephone number; write for example 13800138000 or 0755-26770000 ext. 8012",
        "“{value}”不是一个电话号码，请写成例如 13800138000 或 0755-26770000转8012",
    )
    return BadValue("not_a_phone", message.fill(value=refusals.shown(text)))


class PhoneType(compare.Comparing):
    """A telephone number. Equal numbers are equal in E.164; parts are looked for among the digits."""

    kind = "phone"
    key_kinds = ("phone",)
    words = True
    operators = compare.TEXT
    sortable = False
    sql_type = "jsonb"

    def clean(self, raw: Any) -> Phone | None:
        if raw is None or raw == "" or isinstance(raw, Phone):
            return raw or None
        if isinstance(raw, str):
            return read(raw) if raw.strip() else None
        if not isinstance(raw, dict):
            raise refusals.not_text()
        text = documents.text_of(raw, "raw") or documents.text_of(raw, "e164")
        value = read(text) if text else None
        ext = digits(documents.text_of(raw, "ext")[:LONGEST])
        return read(f"{text}转{ext}") if value and ext and value.ext is None else value

    def parse(self, text: str, hints: Hints) -> Any:
        return read(text, hints.country) if text.strip() else None

    def format(self, value: Any, language: str) -> str:
        return "" if value is None else value.raw

    def dump(self, value: Any) -> Any:
        return None if value is None else {"raw": value.raw, "e164": value.e164, "ext": value.ext}

    def store(self, value: Any) -> tuple[Any, ...]:
        return (None if value is None else documents.stored(self.dump(value)),)

    def load(self, columns: Sequence[Any]) -> Any:
        kept = documents.loaded(columns[0])
        return Phone(kept["raw"], kept.get("e164"), kept.get("ext")) if kept else None

    def operand(self, op: Op, raw: Any) -> Any:
        if op not in _PARTLY:
            return super().operand(op, raw)
        part = digits(raw[:LONGEST]) if isinstance(raw, str) else ""
        if not part:
            raise BadValue("no_digits", T("Give digits to look for", "请填写要查找的数字"))
        return part

    def test(self, op: Op, left: Sql, operand: Any) -> Sql:
        if op is Op.IN:
            return any_of(self.test(Op.EQ, left, item) for item in operand)
        raw, e164 = left.wrap("regexp_replace(", "->>'raw', '[^0-9]', '', 'g')"), left.wrap("(", "->>'e164')")
        if op is not Op.EQ:
            part = compare.ComparingText()
            known = all_of(
                (e164.wrap("", " IS NOT NULL"), part.test(op, left.wrap("substr(", "->>'e164', 2)"), operand))
            )
            return any_of((part.test(op, raw, operand), known))
        if operand.e164 is None:
            return raw + Sql(" = %s::text", (digits(operand.raw),))
        same = all_of((e164.wrap("", " IS NOT NULL"), e164 + Sql(" = %s::text", (operand.e164,))))
        return (
            all_of((same, left + Sql("->>'ext' IS NOT DISTINCT FROM %s::text", (operand.ext,))))
            if operand.ext
            else same
        )

    def matches(self, op: Op, value: Any, operand: Any) -> bool:
        if value is None or op in (Op.NE, Op.NIN, Op.NCONTAINS, Op.EMPTY, Op.NEMPTY):
            return super().matches(op, value, operand)
        if op is Op.IN:
            return any(self.matches(Op.EQ, value, item) for item in operand)
        if op is Op.EQ:
            return self._same(value, operand)
        forms = (digits(value.raw), digits(value.e164 or ""))
        return any(compare.ComparingText().matches(op, form, operand) for form in forms if form)

    def _same(self, value: Phone, operand: Phone) -> bool:
        if operand.e164 is None:
            return digits(value.raw) == digits(operand.raw)
        return value.e164 == operand.e164 and operand.ext in (None, value.ext)

    def doubt(self, column: Sql) -> Sql:
        """Digits that are no number of any country."""
        return column.wrap("(", " IS NOT NULL AND ") + column.wrap("(", "->>'e164') IS NULL)")

    def schema(self, *, write: bool) -> dict[str, Any]:
        text = {"type": ["string", "null"]}
        whole = {
            "type": ["object", "null"],
            "properties": {"raw": {"type": "string", "maxLength": LONGEST}, "e164": text, "ext": text},
        }
        return {"anyOf": [whole, {"type": "string", "maxLength": LONGEST}]} if write else whole

    def sample(self, rng: random.Random) -> Any:
        mobile = f"1{rng.choice('3578')}{rng.randrange(10**9):09}"
        return rng.choice(
            (mobile, f"0755-26{rng.randrange(10**6):06}", f"010-62{rng.randrange(10**6):06}转{rng.randrange(10, 9999)}")
        )

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        return ((SearchKind.PHONE, value.e164 or digits(value.raw)),)

    def keys(self, value: Any) -> Iterable[tuple[str, str]]:
        number = value.e164 or digits(value.raw)
        return (("phone", number),) if len(digits(number)) >= _WHOLE else ()

    def mask(self, value: Any) -> str:
        """138****0000: the first three and last four digits of a long number, less of a short one."""
        if value is None:
            return ""
        number = (value.e164 or value.raw).removeprefix("+86")
        shown = digits(number).removesuffix(value.ext or "" if value.e164 is None else "")
        if len(shown) < 7:  # noqa: PLR2004 - too short to show any of it
            return "***"
        head, tail = (3, 4) if len(shown) > 9 else (2, 2)  # noqa: PLR2004
        return f"{shown[:head]}****{shown[-tail:]}"
