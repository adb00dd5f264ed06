"""What somebody typed into a search box, as conditions on the search entries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from haoke.core.fieldtypes.base import SearchKind
from haoke.core.search.documents import code, slots
from haoke.core.search.spelling import SIGN
from haoke.core.search.tokens import WORD, digits, fold, is_han, pairs, runs
from haoke.core.sql import Sql, any_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

LONGEST: Final = 200
MOST_WORDS: Final = 8
_NUMBER: Final = re.compile(r"^[\d\s()+\-./—–ext:转分机]+$")
_DIGITS: Final = 4
#: What an address or a code may begin with; a word of one or two letters would find them all.
_WHOLE: Final = re.compile(r"^[a-z0-9][^\s]{2,}$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of entries (alias d) with the conditions that it is what was typed, or begins or ends with it."""

    name: str
    exact: Sql
    part: Sql
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A search: its `runs` must all be found; a whole that is a number, address or code is found as such too.

    `spelled`: {run: what is looked for in its place}, for searches of what was mistyped.
    """

    title: str
    runs: tuple[str, ...]
    number: str | None
    typed: str = ""
    spelled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def beginning(self) -> str:
        """LIKE pattern of what begins with it."""
        return _escaped(self.title) + "%"

    @property
    def exact(self) -> bool:
        """Whether it may be a number or the beginning of an address."""
        return self.number is not None or bool(_WHOLE.match(self.title))

    def within(self, kind: SearchKind, text: str) -> bool:
        """Whether a text of a column of its own was found by this."""
        if kind is not SearchKind.PHONE:
            return fold(text).startswith(self.title)
        kept = digits(text)
        return self.number is not None and (kept.startswith(self.number) or kept.endswith(self.number))

    def hits(self, key: str, fields: Collection[str]) -> list[Sql]:
        """Conditions on entries (alias d) of one object; a hit meets one of them.

        Words with addresses and codes are one, so that a common word may be looked for along a list's own order;
        numbers, which are rare, are looked up first, each by its index.
        """
        text = self.vector(key, fields)
        taken = {slot for slot, name in slots(key).items() if name in fields}
        columns = [column for column in self.columns() if column.name in taken]
        words = [Sql("d.tsv @@ %s::tsquery", (text,))] if text else []
        words += [column.part for column in columns if not column.rare]
        return [*([any_of(words)] if words else []), *(column.part for column in columns if column.rare)]

    def columns(self) -> list[Column]:
        """The columns of entries that may hold it as a whole."""
        found = [Column(*pair) for slot in ("email", "code") for pair in self._addresses(slot)]
        return found + [Column(*pair, rare=True) for slot in ("phone", "phone2") for pair in self._numbers(slot)]

    def vector(self, key: str, fields: Iterable[str], *, whole: bool = False) -> str:
        """The tsquery; every run within one field, Latin ones by their beginning unless `whole`; empty for nothing."""
        own = slots(key).values()
        codes = [code(key, name) for name in fields if name not in own]
        if not (codes and self.runs):
            return ""
        return " & ".join(
            "("
            + " | ".join(_run(each, way, whole=whole) for each in codes for way in self.spelled.get(run, (run,)))
            + ")"
            for run in self.runs
        )

    def _addresses(self, slot: str) -> list[tuple[str, Sql, Sql]]:
        if not _WHOLE.match(self.title):
            return []
        return [(slot, Sql(f"d.{slot} = %s", (self.title,)), Sql(f"d.{slot} LIKE %s", (self.beginning,)))]

    def _numbers(self, slot: str) -> list[tuple[str, Sql, Sql]]:
        """The number at the beginning or the end of a telephone number."""
        if not self.number:
            return []
        exact = Sql(f"d.{slot} = %s", (self.number,))
        start, end = self.number + "%", self.number[::-1] + "%"
        return [
            (slot, exact, Sql(f"d.{slot} LIKE %s", (start,))),
            (slot, exact, Sql(f"reverse(d.{slot}) LIKE %s", (end,))),
        ]


def words(q: str) -> Words:
    """What was typed, cut into runs; at most 200 characters and 8 runs of it."""
    text = q.strip()[:LONGEST]
    number = digits(text) if _NUMBER.match(text) else ""
    return Words(
        title=fold(text),
        runs=tuple(dict.fromkeys(runs(text)))[:MOST_WORDS],
        number=number if len(number) >= _DIGITS else None,
        typed=text,
    )


def _run(mark: str, run: str, *, whole: bool) -> str:
    if not is_han(run):
        return f"'{mark}{run[:WORD]}'" + ("" if whole or run[:1] == SIGN else ":*")
    if len(run) == 1:
        return f"'{mark}{run}':*"
    return "(" + " & ".join(f"'{mark}{pair}'" for pair in pairs(run)) + ")"


def _escaped(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
