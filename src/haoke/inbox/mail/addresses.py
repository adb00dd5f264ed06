"""Addresses as they stand in a mail's head: read, checked, written."""

from __future__ import annotations

import re
from email.utils import formataddr, getaddresses
from typing import TYPE_CHECKING, Final

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import refusals
from haoke.core.fieldtypes.links import EmailType
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Receivers of one mail.
MOST: Final = 100
TOO_MANY = T("At most {limit} receivers", "收件人最多 {limit} 个").fill(limit=MOST)
_EMAIL: Final = EmailType(254)
#: Characters of the receivers of one mail as somebody writes them, and of those of a received one that are read.
LONGEST: Final = 8_000
READ: Final = 16_000
#: Characters of what is no address that are shown.
_SHOWN: Final = 200
_UNPRINTED: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_FULL_WIDTH: Final = str.maketrans({"，": ",", "；": ",", ";": ",", "\n": ",", "\r": ",", "、": ","})

Person = tuple[str, str]


def line(text: str) -> str:
    """The text on one line, without marks that turn its direction: nothing of it can begin another header."""
    return " ".join(_UNPRINTED.sub(" ", text).split())


def people(text: str | None) -> list[Person]:
    """[(name, address)] of what a person typed or a draft holds; raises BadValue."""
    if text and len(text) > LONGEST:
        raise refusals.too_long(LONGEST, len(text))
    found = [pair for pair in _taken_apart([(text or "").translate(_FULL_WIDTH)]) if any(pair)]
    if len(found) > MOST:
        raise BadValue("too_many", TOO_MANY)
    if text and text.strip() and not found:
        _EMAIL.clean(text.strip()[:_SHOWN])
    return _once((line(name), _EMAIL.clean(address or name) or "") for name, address in found)


def _taken_apart(headers: list[str]) -> list[Person]:
    """[(name, address)] as Python's reader finds them; none of brackets deeper in brackets than it can go."""
    try:
        return getaddresses(headers)
    except RecursionError:
        return []


def _once(pairs: Iterable[Person]) -> list[Person]:
    kept: dict[str, Person] = {}
    for name, address in pairs:
        kept.setdefault(address.lower(), ("" if name.lower() == address.lower() else name, address))
    return list(kept.values())


def seen(headers: Iterable[str]) -> list[Person]:
    """[(name, address)] of received headers, as far as READ goes: what is no address is left out."""
    found = []
    for name, address in _taken_apart([line(each) for each in within(headers)])[:1000]:
        bare = address.strip().lower()
        if "@" in bare and " " not in bare:
            found.append((line(name), bare))
    return _once(found)


def within(headers: Iterable[str]) -> list[str]:
    """The headers up to the last address that ends within READ characters of them all."""
    kept, left = [], READ
    for each in headers:
        kept.append(each if len(each) <= left else each[:left].rpartition(",")[0])
        left -= len(kept[-1])
    return kept


def written(pairs: Iterable[Person]) -> str:
    """The people on one line, names as they are."""
    return ", ".join(f"{_quoted(name)} <{address}>" if name else address for name, address in pairs)


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"' if re.search(r'[,;<>@"()\\:.]', name) else name


def header(name: str | None, address: str) -> str:
    """One address for a head, encoded."""
    return formataddr((line(name or ""), address))
