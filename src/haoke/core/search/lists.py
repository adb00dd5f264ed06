"""Search within one list: by what was typed or, where the actor sees nothing of it, by what was likely meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from haoke.core.records.reading.running import rows
from haoke.core.search import spelling
from haoke.core.search.documents import slots
from haoke.core.search.finding import fields_of, hits_of
from haoke.core.search.words import Words, words
from haoke.core.sql import FALSE, TRUE, Sql, all_of, any_of, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

#: Up to so many hits are put into a list's order; of more, that order comes to a page of them sooner.
RARE: Final = 1000


@dataclass(frozen=True, slots=True)
class Nearest:
    """Entries d that come first: the conditions, one of which they meet, and whether there are few."""

    key: str
    ways: tuple[Sql, ...]
    few: bool = True

    def listed(self) -> Sql:
        """SELECT of their ids, each way by its index."""
        own = Sql("SELECT d.record FROM core_searchdoc d WHERE d.object = %s AND ", (self.key,))
        return join(" UNION ALL ", [own + way for way in self.ways])

    def row(self, alias: str) -> Sql:
        """Boolean SQL: the row of `alias` is one of them, asked of it alone."""
        return any_of(self.ways).wrap(f"EXISTS (SELECT 1 FROM core_searchdoc d WHERE d.record = {alias}.id AND ", ")")

    def among(self, alias: str) -> Sql:
        """The same, asked of all of them at once where they are few."""
        return self.listed().wrap(f"{alias}.id = ANY(ARRAY(", "))") if self.few else self.row(alias)


@dataclass(frozen=True, slots=True)
class Understood:
    """SELECT of the ids found (FALSE: none), whether they are few, and how what was meant is spelt ("": as typed).

    `nearest`: what comes before all other hits, the best first.
    """

    found: Sql
    rare: bool = True
    meant: str = ""
    nearest: tuple[Nearest, ...] = ()

    def ranks(self, alias: str) -> list[Sql]:
        """Conditions on rows of `alias` that are found, the best first; each row meets one of them."""
        before: list[Sql] = []
        made = []
        for near in self.nearest:
            made.append(all_of([near.among(alias), *before]))
            before.append(near.row(alias).wrap("NOT ", ""))
        return [*made, all_of(before)]

    def condition(self, alias: str) -> Sql:
        """Boolean SQL of the rows of `alias` that are found."""
        if self.found == FALSE:
            return FALSE
        way = (f"{alias}.id = ANY(ARRAY(", "))") if self.rare else (f"{alias}.id IN (", ")")
        return self.found.wrap(*way)


def condition(spec: ObjectSpec, q: str, actor: Actor, alias: str = "r") -> Sql:
    """Boolean SQL: the row of `alias` is found by what was typed, through fields the actor may read."""
    return understood(spec, q, actor).condition(alias)


def understood(spec: ObjectSpec, q: str, actor: Actor) -> Understood:
    """What a list is searched for; whether a slip is thought of rests on what the actor sees, or it would tell of more.

    Asks how many hits there are: the planner's guess of a word it does not know is a thousand times too high, and then
    it looks for them in the list's own order, to the end of the list when there are none.
    """
    wanted, fields = words(q), fields_of(spec, actor)
    found = hits_of(spec, wanted, actor, fields)
    spelled = spelling.respelled(wanted) if spec.title in fields else None
    near = _nearest(spec, wanted, fields)
    rare, seen, numbers = _looked(spec, wanted.hits(spec.key, fields), found if spelled else TRUE, near)
    if spelled is None or seen:
        nearest = (replace(each, few=number <= RARE) for each, number in zip(near, numbers, strict=True) if number)
        return Understood(found, rare, nearest=tuple(nearest))
    return _meant(spec, spelled, actor) or Understood(found, rare)


def _nearest(spec: ObjectSpec, wanted: Words, fields: Sequence[str]) -> list[Nearest]:
    """What is called or numbered just so, then what is called so at its beginning."""
    taken = {slot for slot, name in slots(spec.key).items() if name in fields}
    whole = [column.exact for column in wanted.columns() if column.name in taken]
    if spec.title not in fields or not wanted.title:
        return [Nearest(spec.key, tuple(whole))] if whole else []
    called = Sql("d.title = %s", (wanted.title,))
    begun = Nearest(spec.key, (Sql("d.title LIKE %s", (wanted.beginning,)),))
    return [Nearest(spec.key, tuple(dict.fromkeys([called, *whole]))), begun]


def _looked(spec: ObjectSpec, hits: list[Sql], found: Sql, near: Sequence[Nearest]) -> tuple[bool, bool, list[int]]:
    """Whether so few entries are hit, by anybody's eyes, that they are gone through one by one; whether `found` any;
    how many come first."""
    if not hits:
        return True, found == TRUE, [0] * len(near)
    head = Sql("SELECT 1 FROM core_searchdoc d WHERE d.object = %s AND ", (spec.key,))
    some, *counts = [
        each.wrap("(SELECT count(*) FROM (", f" LIMIT {RARE + 1}) x)")
        for each in (join(" UNION ALL ", [head + hit for hit in hits]), *(one.listed() for one in near))
    ]
    seen = found
    if found not in (TRUE, FALSE):
        # Whether there is any of a rare word would be looked for from entry to entry: the planner takes it for common.
        often = found.wrap(f"CASE WHEN c.number > {RARE} THEN EXISTS (", ")")
        seen = often + found.wrap(" ELSE (SELECT count(*) FROM (", ") x) > 0 END")
    query = join(", ", [seen, Sql("c.number"), *counts]).wrap("SELECT ", " FROM (SELECT ") + some.wrap(
        "", " AS number OFFSET 0) c"
    )
    ((there, number, *numbers),) = rows(query)
    return number <= RARE, bool(there), numbers


def _meant(spec: ObjectSpec, spelled: Words, actor: Actor) -> Understood | None:
    """The names a slip away, or that sound the same; None where there are none."""
    titles = hits_of(spec, spelled, actor, [spec.title])
    if titles == FALSE:
        return None
    near = titles.wrap("SELECT d.record, d.title FROM core_searchdoc d WHERE d.record IN (", ")")
    told = [
        (record, said)
        for record, title in rows(near + Sql(f" ORDER BY d.title, d.record LIMIT {RARE}"))
        if (said := spelling.meant(spelled, title))
    ]
    if not told:
        return None
    return Understood(Sql("SELECT unnest(%s::uuid[])", ([record for record, _ in told],)), meant=told[0][1])
