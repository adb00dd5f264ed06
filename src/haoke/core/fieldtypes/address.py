"""Postal addresses; in China by the code of province, city or district."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, countries, documents, normal, places, refusals, regions
from haoke.core.fieldtypes.base import Hints, Op, SearchKind
from haoke.core.sql import Sql, all_of, any_of, join
from haoke.core.text import T

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Sequence

HOME = places.HOME
LONGEST = 500
_PART, _POSTCODE = 100, 12

_NAMES = ("province", "city", "district", "line")
_BETWEEN = " · "
_HAN = re.compile(r"[\u3400-\u9fff]")
_FRONT = re.compile(r"([0-9]{6})[\s,，]+")
_BACK = re.compile(r"[\s,，]*(?:邮编|邮政编码|[Pp]ostcode)[:： ]*([0-9]{6})$|[\s,，]*[（(]([0-9]{6})[)）]$")
_HOME_POSTCODE = re.compile(r"[0-9]{6}")
_ANY_POSTCODE = re.compile(r"[0-9A-Za-z]+(?:[ -][0-9A-Za-z]+)*")
_EDGE = " ,，·-/>"


@dataclass(frozen=True, slots=True)
class Address:
    """`country` ISO code or None; `code` six digits and the names from it in China; `line` all the rest."""

    country: str | None = None
    province: str | None = None
    city: str | None = None
    district: str | None = None
    code: str | None = None
    line: str | None = None
    postcode: str | None = None


_PARTS = tuple(each.name for each in fields(Address))


def _without_country(text: str) -> str:
    """The text without a leading 中国 that is no part of a name such as 中国银行大厦."""
    while text.startswith("中国"):
        rest = text[2:].lstrip(_EDGE)
        if _HAN.search(rest) and regions.find(rest)[0] is None:
            break
        text = rest
    return text


def _chinese(text: str, postcode: str | None) -> Address | None:
    """The Chinese address in a text; the same again from what `_written` makes of it."""
    front = None if postcode else _FRONT.match(text)
    if front:
        postcode, text = front[1], text[front.end() :]
    region, rest = regions.find(_without_country(text))
    line = rest.strip(_EDGE)
    back = None if postcode else _BACK.search(line)
    if back:
        postcode, line = back[1] or back[2], line[: back.start()].strip(_EDGE)
    if region is None:
        return Address(HOME, line=line, postcode=postcode) if line else _line_only(postcode or "")
    return Address(HOME, region.province, region.city, region.district, region.code, line or None, postcode)


def _line_only(text: str) -> Address | None:
    return Address(line=text) if text else None


def read(text: str) -> Address | None:
    """The address in a text; without Chinese characters only its line is known. Raises BadValue when too long."""
    body = normal.clean(text, LONGEST)
    if body is None:
        return None
    parts = body.split("·")
    if len(parts) == 5 and parts[-1].strip() in countries.codes() - {HOME}:  # noqa: PLR2004 - as `_written` writes them
        line, city, province, postcode, country = (part.strip() or None for part in parts)
        return Address(country, province, city, line=line, postcode=postcode)
    return _chinese(body, None) if _HAN.search(body) else _line_only(body)


def _written(value: Address) -> str:
    """The address on one line; `read` gives it back."""
    if value.country not in (HOME, None):
        return _BETWEEN.join(
            part or "" for part in (value.line, value.city, value.province, value.postcode, value.country)
        )
    region = regions.get(value.code) if value.code else None
    text = (region.written if region else "") + (value.line or "")
    if value.country and not _HAN.search(text):
        text = f"中国 {text}"
    return f"{value.postcode} {text}" if value.postcode else text


def _no_region(text: str) -> BadValue:
    message = T("“{value}” is no region of China and no country code", "“{value}”不是行政区划，也不是国家代码")
    return BadValue("not_a_region", message.fill(value=refusals.shown(text)))


def _countries(prefix: str) -> list[str]:
    """Country codes that say the same as a unit's: HK is 香港."""
    return [country for country, code in places.UNITS.items() if code == f"{prefix}0000"]


class AddressType(compare.Comparing):
    """A postal address. EQ and IN take a region (code or name; all places in it fit), a country code, Abroad (境外) or
    Unknown (未知: written, but neither region nor country abroad)."""

    kind = "address"
    words = True
    operators = (*compare.EQUALITY, Op.CONTAINS, Op.NCONTAINS)
    sortable = False
    sql_type = "jsonb"

    def clean(self, raw: Any) -> Address | None:
        if raw is None or isinstance(raw, Address):
            return raw
        if isinstance(raw, str):
            return read(raw)
        if not isinstance(raw, dict):
            raise refusals.not_object()
        text = {name: normal.clean(raw.get(name), LONGEST if name == "line" else _PART) for name in _NAMES}
        country, postcode = self._country(raw.get("country")), self._postcode(raw.get("postcode"))
        if country not in (HOME, None):
            return self._foreign(text, country, postcode)
        body = self._body(text, normal.clean(raw.get("code"), _POSTCODE))
        if country is None and not _HAN.search(body):
            return _line_only(" ".join(filter(None, (postcode, body))))
        if postcode and not _HOME_POSTCODE.fullmatch(postcode):
            raise BadValue("bad_postcode", T("A Chinese postcode has six digits", "中国邮编为六位数字"))
        return _chinese(body, postcode)

    def _body(self, text: dict[str, str | None], code: str | None) -> str:
        """Region and line of a Chinese address as one text, the region once."""
        region = regions.get(code) if code else None
        if code and region is None:
            raise _no_region(code)
        line = text["line"] or ""
        lead = region.written if region else "".join(filter(None, (text["province"], text["city"], text["district"])))
        known, said = regions.find(lead)[0], regions.find(line)[0]
        if known and said and said.code.startswith(known.prefix):
            return line  # the line says it again, or more exactly
        return f"{lead} {line}".strip() if lead and not known else lead + line

    def _foreign(self, text: dict[str, str | None], country: str | None, postcode: str | None) -> Address:
        province, city, district, line = (part and part.replace("·", ",") for part in text.values())
        line = ", ".join(filter(None, (line, district))) or None
        return Address(country, province, city, line=line, postcode=postcode)

    def _country(self, raw: Any) -> str | None:
        text = normal.clean(raw, _PART)
        if text is None:
            return None
        code = countries.find(text)
        if code is None:
            message = T(
                "“{value}” is not a country; write its name or a code such as CN",
                "“{value}”不是国家，请填写国家名称或 CN 这样的代码",
            )
            raise BadValue("not_a_country", message.fill(value=refusals.shown(text)))
        return code

    def _postcode(self, raw: Any) -> str | None:
        text = normal.clean(raw, _POSTCODE)
        if text is not None and not _ANY_POSTCODE.fullmatch(text):
            raise BadValue("bad_postcode", T("A postcode has letters and digits only", "邮编只能含字母和数字"))
        return text

    def parse(self, text: str, hints: Hints) -> Any:
        return read(text)

    def format(self, value: Any, language: str) -> str:
        return "" if value is None else _written(value)

    def dump(self, value: Any) -> Any:
        return None if value is None else {part: getattr(value, part) for part in _PARTS}

    def store(self, value: Any) -> tuple[Any, ...]:
        if value is None:
            return (None,)
        return (documents.stored({part: text for part in _PARTS if (text := getattr(value, part)) is not None}),)

    def load(self, columns: Sequence[Any]) -> Any:
        kept = documents.loaded(columns[0])
        return Address(**kept) if kept else None

    def one(self, raw: Any) -> tuple[str, str]:
        """("code", what codes begin with), ("country", ISO code), (ABROAD, "") or (UNKNOWN, "")."""
        text = normal.clean(raw.get("code") if isinstance(raw, dict) else raw, LONGEST)
        if text is None:
            raise refusals.no_operand()
        if told := places.told(text):
            return told
        if text.upper() in countries.codes():
            return "country", text.upper()
        if region := regions.get(text) or regions.find(text)[0]:
            return "code", region.prefix
        if country := countries.find(text):
            return "country", country
        raise _no_region(text)

    def operand(self, op: Op, raw: Any) -> Any:
        return _WORDS.operand(op, raw) if op in (Op.CONTAINS, Op.NCONTAINS) else super().operand(op, raw)

    def test(self, op: Op, left: Sql, operand: Any) -> Sql:
        if op is Op.CONTAINS:
            parts = (left.wrap("coalesce(", f"->>'{name}', '')") for name in _NAMES)
            return _WORDS.test(op, join(" || ", parts).wrap("lower(", ")"), operand)
        if op is Op.IN:
            return any_of(self.test(Op.EQ, left, item) for item in operand)
        code, country = (left.wrap("coalesce(", f"->>'{part}', '')") for part in ("code", "country"))
        name, value = operand
        if name == "code":
            own = [country + Sql(" = %s::text", (each,)) for each in _countries(value)]
            return any_of([code + Sql(" LIKE %s::text", (f"{value}%",)), *own])
        if name == "country":
            return country + Sql(" = %s::text", (value,))
        if name == places.ABROAD:
            return country + Sql(" <> ALL(%s::text[])", (["", *places.ELSEWHERE],))
        return all_of((code + Sql(" = ''"), country + Sql(" = ANY(%s::text[])", (["", HOME],))))

    def matches(self, op: Op, value: Any, operand: Any) -> bool:
        if value is None or op in (Op.NE, Op.NIN, Op.NCONTAINS, Op.EMPTY, Op.NEMPTY):
            return super().matches(op, value, operand)
        if op is Op.CONTAINS:
            return _WORDS.matches(op, "".join(getattr(value, name) or "" for name in _NAMES), operand)
        if op is Op.IN:
            return any(self.matches(Op.EQ, value, item) for item in operand)
        name, wanted = operand
        return bool(_IS_IN[name](value, wanted))

    def schema(self, *, write: bool) -> dict[str, Any]:
        fields = {name: {"type": ["string", "null"]} for name in _PARTS}
        whole = {"type": ["object", "null"], "properties": fields}
        return {"anyOf": [whole, {"type": "string", "maxLength": LONGEST}]} if write else whole

    def sample(self, rng: random.Random) -> Any:
        code = rng.choice([code for code in regions.names() if not code.endswith("00")])
        return {"country": HOME, "code": code, "line": f"建设路{rng.randrange(1, 999)}号"}

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        return ((SearchKind.TEXT, _written(value)),)

    def mask(self, value: Any) -> str:
        """Province and city only."""
        return (
            ""
            if value is None
            else f"{value.province or ''}{(value.city or '') if value.city != value.province else ''}***"
        )


_WORDS = compare.ComparingText()
#: Whether an address is in a place told by `one`.
_IS_IN: dict[str, Callable[[Address, str], bool]] = {
    "code": lambda value, wanted: (value.code or "").startswith(wanted) or value.country in _countries(wanted),
    "country": lambda value, wanted: value.country == wanted,
    places.ABROAD: lambda value, _: value.country not in (None, *places.ELSEWHERE),
    places.UNKNOWN: lambda value, _: value.code is None and value.country in (None, HOME),
}
