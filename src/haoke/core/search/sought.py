"""What is looked for in one object, and how good a hit is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from haoke.core.search.documents import slots
from haoke.core.spec import Weight
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.search.words import Words
    from haoke.core.spec import ObjectSpec

#: Places: the whole title, number, phone or address; the title's beginning; words of it; a high field; others.
WHOLE, BEGINNING, WORDS, HIGH, OTHER = range(5)


@dataclass(frozen=True, slots=True)
class Sought:
    """A search within one object: the fields that may match, those that name records not all of which are seen, and
    whether every row is in sight (`everything`)."""

    spec: ObjectSpec
    wanted: Words
    fields: Sequence[str]
    guarded: Mapping[str, ObjectSpec]
    everything: bool = False

    @property
    def walked(self) -> bool:
        """Whether all that has the words is a hit, so that its newest records tell of them."""
        return self.everything and not self.guarded

    @property
    def titled(self) -> bool:
        return self.spec.title in self.fields

    @property
    def taken(self) -> frozenset[str]:
        """Columns of entries that hold a field of these."""
        return frozenset(slot for slot, name in slots(self.spec.key).items() if name in self.fields)

    def vectors(self) -> tuple[str, str, str]:
        """tsqueries of a hit, of whole words of the title and of a high field, which are not asked of other records."""
        spec = self.spec
        high = [name for name in self.fields if spec.search[name] is Weight.HIGH and name not in self.guarded]
        return (
            self.wanted.vector(spec.key, self.fields),
            self.wanted.vector(spec.key, [spec.title] if self.titled else [], whole=True),
            self.wanted.vector(spec.key, high),
        )


def place(sought: Sought) -> Sql:
    """Place of an entry (alias d) found by its words."""
    _, whole, high = sought.vectors()
    title = titled(sought.wanted) if sought.titled else Sql("CASE")
    tail = f" WHEN d.tsv @@ %s::tsquery THEN {WORDS} WHEN d.tsv @@ %s::tsquery THEN {HIGH} ELSE {OTHER} END"
    return title + Sql(tail, (whole, high))


def titled(wanted: Words) -> Sql:
    """The beginning of a CASE: what a title is called that is it, or begins with it."""
    text = f"CASE WHEN d.title = %s THEN {WHOLE} WHEN d.title LIKE %s THEN {BEGINNING}"
    return Sql(text, (wanted.title, wanted.beginning))
