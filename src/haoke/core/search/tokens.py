"""Texts cut into what they are found by: Han pairs, pinyin, initials, Latin words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from haoke.core.fieldtypes import pinyin
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.search.companies import core

if TYPE_CHECKING:
    from collections.abc import Iterator

_HAN: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUN: Final = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
#: Han characters without other forms; the compatibility ones are folded.
_ONLY_HAN: Final = re.compile("[\u4e00-\u9fff]+$")
#: Those with ASCII, its wide forms and the marks of Chinese texts that have no other form.
_SIMPLE: Final = re.compile("[ -~\u4e00-\u9fff\uff01-\uff5e\u3001\u3002\u300a\u300b]*")
_NARROW: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_FIRST_HAN: Final = re.compile(f"[{_HAN}]")
_NO_DIGIT: Final = re.compile("[^0-9]+")
#: Letters that are no letter with a mark, as people without them on the keyboard write them.
_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
#: Characters of a text, and tokens of a field, that are looked at.
LONGEST: Final = 2_000
MOST: Final = 400
WORD: Final = 60
_NAME: Final = 6
_WHOLE_NUMBER: Final = 10


def fold(text: str) -> str:
    """Half width, lower case, without accents: the form in which texts are compared."""
    if text.isascii():
        return text.lower()
    if _ONLY_HAN.match(text):
        return text
    if _SIMPLE.fullmatch(text):
        return text.translate(_NARROW).lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c))).translate(_LETTERS)


def runs(text: str) -> Iterator[str]:
    """Runs of Han characters and of other letters and digits, folded, in order."""
    for found in _RUN.finditer(fold(text[:LONGEST])):
        yield found[0]


def is_han(run: str) -> bool:
    """Whether a run is of Han characters."""
    return _FIRST_HAN.match(run) is not None


def pairs(run: str) -> list[str]:
    """Neighbouring characters of a Han run, two by two; a single one stands for itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


@lru_cache(maxsize=20_000)
def tokens(kind: SearchKind, text: str) -> tuple[str, ...]:
    """What a text of that kind is found by, without doubles, at most 400."""
    found: dict[str, None] = {}
    for run in runs(text):
        if is_han(run):
            found |= dict.fromkeys(pairs(run))
            # The last character begins no pair, so a search for it alone needs it.
            found[run[-1]] = None
        else:
            found[run[:WORD]] = None
    if kind in _READINGS and _FIRST_HAN.search(text):
        found |= dict.fromkeys(_READINGS[kind](text))
    return tuple(islice(found, MOST))


def _of_name(text: str) -> tuple[str, ...]:
    """Pinyin of a person's name: whole, initials, and without the surname."""
    name = "".join(run for run in runs(text) if is_han(run))[:_NAME]
    whole = pinyin.syllables(name, name=True)
    return ("".join(whole), "".join(s[:1] for s in whole), "".join(whole[1:]), whole[-1])


def _of_company(text: str) -> tuple[str, ...]:
    """Pinyin of a company's name and of its core: whole and initials."""
    whole = text[:WORD]
    spoken = dict.fromkeys((core(whole), whole))
    return tuple(fold(reading)[:WORD] for part in spoken for reading in pinyin.spoken(part, name=False))


_READINGS: Final = {SearchKind.NAME: _of_name, SearchKind.COMPANY: _of_company}


def digits(text: str) -> str:
    """The digits of a telephone number as they are kept: national for China, with the country's code otherwise."""
    kept = _NO_DIGIT.sub("", text if text.isascii() else unicodedata.normalize("NFKC", text))
    if len(kept) < _WHOLE_NUMBER:
        # The end of a number may begin with zeros.
        return kept
    for prefix in ("0086", "86", "00", "0"):
        if kept.startswith(prefix) and (prefix != "86" or len(kept) > len("13800138000")):
            return kept[len(prefix) :]
    return kept
