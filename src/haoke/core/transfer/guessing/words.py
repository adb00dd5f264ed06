"""Text normalisation and similarity used to compare headers, labels and values."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPLIT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\W_]+")
_SIGNS = re.compile(r"[\W_]+")
_NOTE = re.compile(r"[(\uff08\[【][^)\uff09\]】]*[)\uff09\]】]")
_STARS = re.compile(r"[*\uff0a※]+")
_SHORTEST = 0.6
#: Characters of a header or a name that are looked at; a cell may hold a hundred thousand.
_HEAD = 200
#: Characters of a name that are made alike; what follows them is compared as it is written.
_NAME = 1_000
#: Words that say nothing about a header.
_EMPTY_WORDS = frozenset({"the", "of", "a", "an", "in", "no"})


@lru_cache(maxsize=200_000)
def flat(text: str) -> str:
    """Lower case, full-width to half-width, accents and everything but letters and digits removed."""
    name, rest = text[:_NAME], text[_NAME:]
    folded = name.lower() if name.isascii() else unicodedata.normalize("NFKD", name).casefold()
    return _SIGNS.sub("", folded) + rest


@lru_cache(maxsize=20_000)
def tokens(header: str) -> tuple[str, ...]:
    """Words of a header: camelCase, snake_case and spaces split, remarks in brackets and stars dropped."""
    bare = _STARS.sub("", _NOTE.sub(" ", unicodedata.normalize("NFKC", header[:_HEAD])))
    words = [word.casefold() for word in _SPLIT.split(bare) if word]
    return tuple(word for word in words if word not in _EMPTY_WORDS) or tuple(words)


def remark(header: str) -> str:
    """What stands in brackets in a header, such as its unit."""
    return " ".join(match[0][1:-1] for match in _NOTE.finditer(header[:_HEAD]))


@lru_cache(maxsize=100_000)
def likeness(left: str, right: str) -> float:
    """0..1: how much two names look like the same name, blind to case, spaces, accents and word order."""
    a, b = flat(left[:_HEAD])[:_HEAD], flat(right[:_HEAD])[:_HEAD]
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if sorted(tokens(left)) == sorted(tokens(right)):
        return 0.97
    if min(len(a), len(b)) < _SHORTEST * max(len(a), len(b)):
        return min(len(a), len(b)) / max(len(a), len(b)) / 2  # far apart already by length: not worth the work
    return 1 - distance(a, b) / max(len(a), len(b))


def distance(left: str, right: str) -> int:
    """Edit distance in which swapping neighbours is one step."""
    if len(left) < len(right):
        left, right = right, left
    before: list[int] = []
    last = list(range(len(right) + 1))
    for row, a in enumerate(left, 1):
        line = [row]
        for column, b in enumerate(right, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (a != b))
            if row > 1 and column > 1 and a == right[column - 2] and left[row - 2] == b:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]
