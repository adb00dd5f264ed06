"""Lines of an address, and what a company is called like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from haoke.cards.rules import words
from haoke.core.fieldtypes import countries, regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CITY: Final = re.compile(
    r"[^\W\d_][\w'’. -]{1,40},? [A-Z]{2},? [0-9]{5}(?:-[0-9]{4})?(?:,? .{2,30})?"
    r"|(?:[A-Z]{1,2}-)?[0-9]{4,6} [^\W\d_][\w'’. /-]{1,40}(?:, .{2,30})?"
    r"|.{3,60}[, ]+[0-9]{5,6}(?:,? .{2,30})?"
)
_NUMBERED: Final = re.compile(
    r"^(?:No\.?\s?)?[0-9]{1,5}[A-Za-z]?[ ,]|^(?:Room|Rm|Unit|Suite|Floor|Block|P\.?\s?O\.?\s?Box)\b", re.IGNORECASE
)
_GENERIC: Final = frozenset({"com", "cn", "net", "org", "co", "www", "edu", "gov", "mail", "example"})
_POSTCODE: Final = "邮编"
#: Letters of a domain that say whose it is.
_FEW: Final = 3


def leads(text: str) -> bool:
    """Whether a piece is surely an address: a region of China and more, or a street with its number."""
    if words.is_company(text):
        return False
    region, rest = regions.find(text.removeprefix("中国").strip())
    if region is not None:
        return (
            words.looks_placed(rest)
            or (bool(rest.strip()) and region.district is not None)
            or len(region.written) == len(text)
        )
    if words.HAN.search(text):
        return words.looks_placed(text) and not words.is_title(text)
    digits = any(char.isdigit() for char in text)
    return words.looks_placed(text) or (digits and (_CITY.fullmatch(text) is not None or _abroad(text)))


def follows(text: str) -> bool:
    """Whether a piece may go on with an address."""
    return leads(text) or (not words.HAN.search(text) and "," in text and _abroad(text))


def _abroad(text: str) -> bool:
    """Whether a piece ends with a country."""
    return countries.find(text.rpartition(",")[2].strip()) is not None


def joined(places: Sequence[tuple[int, str]], unknown: Sequence[tuple[int, str]]) -> Iterator[tuple[str, list[int]]]:
    """(address, its lines): neighbouring pieces of one alphabet together, with what only an address can go on with."""
    more = dict(unknown)
    runs: list[tuple[list[str], list[int]]] = []
    for at, text in sorted(places, key=lambda each: each[0]):
        code = text.startswith(_POSTCODE)
        if runs and (code or (at - runs[-1][1][-1] <= 1 and _alike(runs[-1][0][-1], text))):
            runs[-1][0].append(text)
            runs[-1][1].append(at)
        elif not code:
            runs.append(([text], [at]))
    for texts, lines in runs:
        following = more.get(lines[-1] + 1, "")
        if following and not words.HAN.search("".join(texts)) and _goes_on(following):
            texts.append(following)
            lines.append(lines[-1] + 1)
        yield _one(texts), list(dict.fromkeys(lines))


def _goes_on(text: str) -> bool:
    return _abroad(text) or _CITY.fullmatch(text) is not None


def _alike(before: str, text: str) -> bool:
    return bool(words.HAN.search(before)) == bool(words.HAN.search(text))


def _one(texts: Sequence[str]) -> str:
    if words.HAN.search(texts[0]):
        return "".join(f" {text}" if text.startswith(_POSTCODE) else text for text in texts).strip()
    return ", ".join(text.strip(" ,") for text in texts)


def host(url: str) -> str:
    """The host of a web address."""
    return url.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").partition("/")[0]


def called_like(text: str, name: str) -> bool:
    """`Acme Robotics` is called like acmerobotics.com and acme.com."""
    flat = re.sub(r"[\W_]+", "", text).lower()
    labels = [part.replace("-", "") for part in name.lower().split(".") if part not in _GENERIC]
    first = text.split(maxsplit=1)[0].lower() if text.split() else ""
    return any(part in (flat, first) or (len(flat) > _FEW and flat in part) for part in labels if len(part) >= _FEW)
