"""Where an address is: in one of China's province-level units, in a country abroad, or nowhere that is known."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from haoke.core.fieldtypes import countries, regions
from haoke.core.sql import Sql
from haoke.core.text import T, current_language, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HOME: Final = "CN"
ABROAD, UNKNOWN = T("Abroad", "境外"), T("Unknown", "未知")
#: Units that have a country code of their own as well.
UNITS: Final = {"TW": "710000", "HK": "810000", "MO": "820000"}
ELSEWHERE: Final = (HOME, *UNITS)
_END: Final = "0000"


def units() -> Sequence[str]:
    """Codes of the 34 units."""
    return [code for code in regions.names() if code.endswith(_END)]


def place(column: Sql) -> Sql:
    """Code of the unit or of the country abroad; NULL where neither is known."""
    own = "".join(f" WHEN '{country}' THEN '{code}'" for country, code in UNITS.items())
    code, country = (column.wrap("", f"->>'{name}'") for name in ("code", "country"))
    inside = code.wrap("CASE WHEN ", " IS NOT NULL") + code.wrap(" THEN left(", f", 2) || '{_END}'")
    return inside + country.wrap(" ELSE CASE ", f"{own} WHEN '{HOME}' THEN NULL") + country.wrap(" ELSE ", " END END")


def name(place: str | None) -> str:
    """What a place is called in the language of the request, a unit without its class."""
    if place is None:
        return say(UNKNOWN)
    chinese = current_language() == "zh"
    if place.endswith(_END):
        return regions.short(regions.names()[place]) if chinese else regions.latin(place)
    return countries.names(place)[chinese]


@cache
def _spoken() -> Mapping[str, tuple[str, str]]:
    names = {code: (regions.latin(code), regions.short(regions.names()[code])) for code in units()}
    kept = {text: ("code", code.removesuffix(_END)) for code, both in names.items() for text in both}
    kept |= {text: (said, "") for said in (ABROAD, UNKNOWN) for text in (said, said.zh)}
    return {text.casefold(): told for text, told in kept.items()}


def told(text: str) -> tuple[str, str] | None:
    """("code", what codes of a unit begin with), (ABROAD, ""), (UNKNOWN, "") for words that say so."""
    return _spoken().get(text.casefold())


def condition(field: str, place: str | None) -> dict[str, Any]:
    """Criteria of the records whose address is there."""
    there = {"field": field, "op": "eq", "value": name(place)}
    return there if place is not None else {"or": [{"field": field, "op": "empty"}, there]}
