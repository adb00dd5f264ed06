"""Which organisations are likely one and the same: by a shared telephone number, or names that differ by little."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from haoke.core.search.naming import key
from haoke.core.transfer.guessing.words import distance, flat

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    #: Id, title and telephone numbers as they were written.
    Seen = tuple[UUID, str, Sequence[str]]

#: The last digits of a number say whose it is; what is before them is written in many ways.
_DIGITS, _FEWEST = 8, 7
#: Letters of a name that differ at most, one in so many.
_ONE_IN = 6
#: Letters at the beginning or the end that names to be compared share.
_EDGE = 3
#: Names compared with each other in one block, and in all: what is larger is a habit of naming, no double.
_BLOCK, _WORK = 60, 40_000


def alike(seen: Sequence[Seen], titles: set[str]) -> list[UUID]:
    """Ids of those that another is like, where one of the two is called as one of the (flat) titles; as they came."""
    names = {each: key(title) for each, title, _ in seen}
    new = {each for each, title, _ in seen if flat(title) in titles}
    found: set[UUID] = set()
    for block in _blocks(_numbers(seen)):
        found |= block if block & new else set()
    work = 0
    for block in _blocks(_edges(names)):
        for one in sorted(block & new, key=str):
            work += len(block)
            if work > _WORK:
                return _ordered(seen, found)
            near = {other for other in block if other != one and _near(names[one], names[other])}
            found |= near | ({one} if near else set())
    return _ordered(seen, found)


def _ordered(seen: Sequence[Seen], found: set[UUID]) -> list[UUID]:
    return [each for each, _, _ in seen if each in found]


def _blocks(pairs: Iterable[tuple[Hashable, UUID]]) -> Iterator[set[UUID]]:
    """Those that share a key, where few enough do."""
    by_key: Mapping[Hashable, set[UUID]] = defaultdict(set)
    for shared, each in pairs:
        by_key[shared].add(each)
    yield from (block for block in by_key.values() if 1 < len(block) <= _BLOCK)


def _numbers(seen: Iterable[Seen]) -> Iterator[tuple[str, UUID]]:
    for each, _, numbers in seen:
        for number in numbers:
            digits = "".join(char for char in number if char.isdigit())
            if len(digits) >= _FEWEST:
                yield digits[-_DIGITS:], each


def _edges(names: Mapping[UUID, str]) -> Iterator[tuple[tuple[str, str], UUID]]:
    for each, name in names.items():
        yield ("first", name[:_EDGE]), each
        yield ("last", name[-_EDGE:]), each


def _near(one: str, other: str) -> bool:
    """Names of which at most every sixth letter differs."""
    most = min(len(one), len(other)) // _ONE_IN
    return abs(len(one) - len(other)) <= most and distance(one, other) <= most
