"""Search within one list: by what was typed or, where the actor sees nothing of it, by what was likely meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from haoke.core.records.reading.running import rows
from haoke.core.search import spelling
from haoke.core.search.finding import fields_of, hits_of
from haoke.core.search.words import Words, words
from haoke.core.sql import FALSE, TRUE, Sql, join

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

#: Up to so many hits are put into a list's order; of more, that order comes to a page of them sooner.
RARE: Final = 1000


@dataclass(frozen=True, slots=True)
class Understood:
    """SELECT of the ids found (FALSE: none), whether they are few, and how what was meant is spelt ("": as typed)."""

    found: Sql
    rare: bool = True
    meant: str = ""

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
    rare, seen = _looked(spec, wanted.hits(spec.key, fields), found if spelled else TRUE)
    if spelled is None or seen:
        return Understood(found, rare)
    return _meant(spec, spelled, actor) or Understood(found, rare)


def _looked(spec: ObjectSpec, hits: list[Sql], found: Sql) -> tuple[bool, bool]:
    """Whether so few entries are hit, by anybody's eyes, that they are gone through one by one; whether `found` any."""
    if not hits:
        return True, found == TRUE
    head = Sql("SELECT 1 FROM core_searchdoc d WHERE d.object = %s AND ", (spec.key,))
    some = join(" UNION ALL ", [head + hit for hit in hits])
    count = some.wrap("SELECT (SELECT count(*) FROM (", f" LIMIT {RARE + 1}) x), ")
    seen = found if found in (TRUE, FALSE) else found.wrap("EXISTS (", ")")
    ((number, there),) = rows(count + seen)
    return number <= RARE, bool(there)


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
