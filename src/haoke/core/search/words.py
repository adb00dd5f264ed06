"""What somebody typed into a search box, as conditions on the search entries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from haoke.core.search.documents import code, slots
from haoke.core.search.tokens import WORD, digits, fold, is_han, pairs, runs
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

LONGEST: Final = 200
MOST_WORDS: Final = 8
_NUMBER: Final = re.compile(r"^[\d\s()+\-./—–ext:转分机]+$")
_DIGITS: Final = 4
#: What an address or a code may begin with; a word of one or two letters would find them all.
_WHOLE: Final = re.compile(r"^[a-z0-9][^\s]{2,}$")


@dataclass(frozen=True, slots=True)
class Words:
    """A search: its `runs` must all be found; a whole that is a number, address or code is found as such too."""

    title: str
    runs: tuple[str, ...]
    number: str | None

    @property
    def beginning(self) -> str:
        """LIKE pattern of what begins with it."""
        return _escaped(self.title) + "%"

    def hits(self, key: str, fields: Collection[str]) -> list[Sql]:
        """Conditions on entries (alias d) of one object, each by an index of its own; a hit meets one of them."""
        text = self.vector(key, fields)
        return [*([Sql("d.tsv @@ %s::tsquery", (text,))] if text else []), *self._slots(key, fields)]

    def vector(self, key: str, fields: Iterable[str]) -> str:
        """The tsquery; every run within one field, empty when there is nothing to look for."""
        own = slots(key).values()
        codes = [code(key, name) for name in fields if name not in own]
        if not (codes and self.runs):
            return ""
        return " & ".join("(" + " | ".join(_run(each, run) for each in codes) + ")" for run in self.runs)

    def _slots(self, key: str, fields: Collection[str]) -> list[Sql]:
        taken = {slot: name for slot, name in slots(key).items() if name in fields}
        found = [
            Sql(f"d.{slot} LIKE %s", (self.beginning,))
            for slot in ("email", "code")
            if slot in taken and _WHOLE.match(self.title)
        ]
        if self.number:
            for slot in taken.keys() & {"phone", "phone2"}:
                found.append(Sql(f"d.{slot} LIKE %s", (self.number + "%",)))
                found.append(Sql(f"reverse(d.{slot}) LIKE %s", (self.number[::-1] + "%",)))
        return found


def words(q: str) -> Words:
    """What was typed, cut into runs; at most 200 characters and 8 runs of it."""
    text = q.strip()[:LONGEST]
    number = digits(text) if _NUMBER.match(text) else ""
    return Words(
        title=fold(text),
        runs=tuple(dict.fromkeys(runs(text)))[:MOST_WORDS],
        number=number if len(number) >= _DIGITS else None,
    )


def _run(mark: str, run: str) -> str:
    if not is_han(run):
        return f"'{mark}{run[:WORD]}':*"
    if len(run) == 1:
        return f"'{mark}{run}':*"
    return "(" + " & ".join(f"'{mark}{pair}'" for pair in pairs(run)) + ")"


def _escaped(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
