"""Countries by ISO 3166-1 code and by the names people write (countries.txt)."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files


@cache
def _lines() -> tuple[tuple[str, ...], ...]:
    text = (files("haoke.core.fieldtypes") / "countries.txt").read_text("utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if not line.startswith("#"))


@cache
def codes() -> frozenset[str]:
    """Every code, in capitals."""
    return frozenset(code for code, *_ in _lines())


@cache
def _names() -> dict[str, tuple[str, str]]:
    return {code: (english, chinese) for code, english, chinese, *_ in _lines()}


def names(code: str) -> tuple[str, str]:
    """What a country is called in English and in Chinese."""
    return _names()[code]


@cache
def _by_name() -> dict[str, str]:
    return {_folded(name): line[0] for line in _lines() for name in line}


def find(text: str) -> str | None:
    """The code of a country told by its code or by a name of it in English, Chinese or its own language."""
    return _by_name().get(_folded(text))


def _folded(text: str) -> str:
    """Letters alone, without case, accents and a leading article."""
    plain = unicodedata.normalize("NFKD", text).casefold().removeprefix("the ")
    return "".join(each for each in plain if each.isalpha())
