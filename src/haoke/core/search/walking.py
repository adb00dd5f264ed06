"""The newest hits of a common word, found along an object's newest records instead of among all it is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from haoke.core.search import commonness
from haoke.core.search.sought import WORDS, place
from haoke.core.sql import Sql, ident, join

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.search.sought import Sought

#: Newest records of one's own that are looked into, records that are looked into at most, whole words of titles.
OWN: Final = 200
FARTHEST: Final = 4_000
TITLES: Final = 100
#: How much longer than one would expect it is looked for.
PATIENCE: Final = 4
#: More than any number of hits: what is found on a walk never says that there is more.
_ALL: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Walk:
    """A search of one object, all of which the actor sees, for words that so large a `share` of its entries has."""

    sought: Sought
    actor: UUID
    enough: int
    share: float

    @property
    def name(self) -> str:
        return ident(f"w_{self.sought.spec.key}")

    def along(self) -> Sql:
        """SELECT of (record, place) of the newest hits."""
        reach = min(FARTHEST, int(PATIENCE * self.enough / self.share))
        newest = f"SELECT id, updated_at {self._live} ORDER BY updated_at DESC, id DESC LIMIT {reach}"
        source = f" FROM ({newest}) r JOIN core_searchdoc d ON d.record = r.id WHERE "
        order = Sql(f" ORDER BY r.updated_at DESC, r.id DESC LIMIT {self.enough}")
        return self._placed + Sql(source) + self._hit + order

    def parts(self) -> list[Sql]:
        """The candidates: the newest, the newest of one's own, and titles with just these words."""
        found = join(" UNION ALL ", [Sql(f"SELECT record, place FROM {self.name}"), self._own(), *self._titles()])
        columns = f"{_ALL}, count(*), array_agg(record)::text, array_agg(place)::text"
        return [Sql(f"SELECT %s, {columns} FROM (", (self.sought.spec.key,)) + found + Sql(") x HAVING count(*) > 0")]

    def _own(self) -> Sql:
        newest = f"SELECT id {self._live} AND owner_id = %s ORDER BY updated_at DESC, id DESC LIMIT {OWN}"
        source = Sql(f" FROM core_searchdoc d WHERE d.record = ANY(ARRAY({newest})) AND ", (self.actor,))
        return self._placed + source + self._hit

    def _titles(self) -> list[Sql]:
        spec, words = self.sought.spec, self.sought.vectors()[1]
        if not words or commonness.whole(self.sought.wanted, spec.key, spec.title):
            return []
        text = f"(SELECT d.record, {WORDS} FROM core_searchdoc d WHERE d.tsv @@ %s::tsquery"
        return [Sql(f"{text} AND (d.object = %s) IS TRUE LIMIT {TITLES})", (words, spec.key))]

    @property
    def _live(self) -> str:
        return f"FROM {ident(self.sought.spec.model._meta.db_table)} WHERE deleted_at IS NULL"

    @property
    def _placed(self) -> Sql:
        return place(self.sought).wrap("SELECT d.record, ", " AS place")

    @property
    def _hit(self) -> Sql:
        # Hidden from the planner, who would gather all hits by the index of words.
        return Sql("coalesce(d.tsv @@ %s::tsquery, FALSE)", (self.sought.vectors()[0],))


def kept(walks: Sequence[Walk]) -> Sql:
    """WITH … of all walks; empty for none."""
    named = [walk.along().wrap(f"{walk.name} AS MATERIALIZED (", ")") for walk in walks]
    return join(", ", named).wrap("WITH ", " ") if named else Sql("")


def gate(walks: Sequence[Walk], enough: int) -> tuple[Sql, str]:
    """(JOIN of what each walk found to objects v, condition that it was not enough)."""
    if not walks:
        return Sql(""), ""
    each = [Sql(f"SELECT %s AS object, count(*) AS n FROM {walk.name}", (walk.sought.spec.key,)) for walk in walks]
    return join(" UNION ALL ", each).wrap(" LEFT JOIN (", ") k USING (object)"), f" AND coalesce(k.n, 0) < {enough}"
