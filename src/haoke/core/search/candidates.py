"""What may be a hit, worked out on the search entries alone: one statement over all objects, few rows of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from haoke.core.records.reading.running import rows
from haoke.core.search import commonness, outside, walking
from haoke.core.search.sought import BEGINNING, HIGH, OTHER, WHOLE, WORDS, titled
from haoke.core.sql import Sql, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.search.sought import Sought
    from haoke.core.search.words import Column, Words

#: Hits of one object by its words that are looked at; where there are more, its newest records are looked at too.
CANDIDATES: Final = 100
#: Titles of one object that begin with what was typed; exact ones are the first of them.
BEGINNINGS: Final = 100


NO_GATE: Final = (Sql(""), "")


@dataclass(slots=True)
class Found:
    """Candidates of one object, as array literals the database made and gets back; `common`: there are more; `left`:
    its words are known to be so common that the index of words was not asked."""

    ids: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    common: bool = False
    left: bool = False

    def add(self, count: int, ids: str, places: str, most: int) -> None:
        self.ids.append(ids[1:-1])
        self.places.append(places[1:-1])
        self.common = self.common or count > most

    def listed(self) -> Sql:
        """SELECT of (id, place)."""
        ids, places = ("{" + ",".join(parts) + "}" for parts in (self.ids, self.places))
        return Sql("SELECT id, place FROM unnest(%s::uuid[], %s::int[]) u(id, place)", (ids, places))


def candidates(wanted: Words, sought: Iterable[Sought], actor: UUID, enough: int) -> dict[str, Found]:
    """{object: candidates}, whoever may see them: by words, by the title's beginning, by number and address.

    Of common words the `enough` newest where the actor sees all; where he does not, they are but said to be common.
    """
    asked = {each.spec.key: each for each in sought}
    own = [key for key, each in asked.items() if "number" in each.fields]
    common = {
        key: part
        for key, each in asked.items()
        if (each.walked or not each.everything) and (part := commonness.share(wanted, key, each.fields))
    }
    walks = [walking.Walk(asked[key], actor, enough, part) for key, part in common.items() if asked[key].walked]
    few = {key: each for key, each in asked.items() if commonness.few(key)}
    left = {key: each for key, each in asked.items() if key not in few and (key not in common or each.walked)}
    parts = [
        *_words(wanted, few, "coalesce(d.tsv @@ v.found, FALSE) AND d.object = v.object"),
        # A code could in theory belong to two objects; IS TRUE keeps the index of titles out, which would add nothing.
        *_words(wanted, left, "d.tsv @@ v.found AND (d.object = v.object) IS TRUE", walking.gate(walks, enough)),
        *_titles(wanted, asked),
        *_columns(wanted, asked),
        *outside.candidates(list(asked), wanted.typed, WHOLE, own),
        *(part for walk in walks for part in walk.parts()),
        *commonness.asked(),
    ]
    found = {key: Found(common=not asked[key].walked, left=not asked[key].walked) for key in common}
    for key, most, count, ids, places in rows(walking.kept(walks) + join(" UNION ALL ", parts)) if parts else ():
        if key:
            found.setdefault(key, Found()).add(count, ids, places, most)
        else:
            commonness.learn(ids, places)
    return {key: each for key, each in found.items() if each.ids or each.common}


def _words(wanted: Words, asked: Mapping[str, Sought], hit: str, gate: tuple[Sql, str] = NO_GATE) -> list[Sql]:
    """Entries with all the words. The objects are rows of one query: planning one for each took half the time."""
    lines = [(key, each.titled, *vectors) for key, each in asked.items() if (vectors := each.vectors())[0]]
    if not lines:
        return []
    named = Sql(
        f"CASE WHEN v.titled AND d.title = %s THEN {WHOLE} WHEN v.titled AND d.title LIKE %s THEN {BEGINNING}"
        f" WHEN d.tsv @@ v.whole THEN {WORDS} WHEN d.tsv @@ v.high THEN {HIGH} ELSE {OTHER} END AS place",
        (wanted.title, wanted.beginning),
    )
    # A code could in theory belong to two objects; IS TRUE keeps the index of titles out, which would add nothing.
    # A parameter for each column: psycopg takes statements of more than 50 apart anew each time.
    columns = tuple(list(column) for column in zip(*lines, strict=True))
    source = Sql(
        " FROM unnest(%s::text[], %s::bool[], %s::tsquery[], %s::tsquery[], %s::tsquery[])"
        " v(object, titled, found, whole, high)",
        columns,
    )
    inner = named.wrap("SELECT d.record, ", f" FROM core_searchdoc d WHERE {hit}{gate[1]}")
    return [_each(source + gate[0], inner, CANDIDATES)]


def _titles(wanted: Words, asked: Mapping[str, Sought]) -> list[Sql]:
    """Entries whose title begins so, in its order: what is called exactly so comes first, however many others do."""
    keys = [key for key, each in asked.items() if each.titled]
    if not keys or not wanted.title:
        return []
    inner = titled(wanted).wrap("SELECT d.record, ", " END AS place FROM core_searchdoc d WHERE d.object = v.object")
    inner += Sql(" AND d.title LIKE %s ORDER BY d.title USING ~<~", (wanted.beginning,))
    return [_each(Sql(" FROM unnest(%s::text[]) v(object)", (keys,)), inner, BEGINNINGS)]


def _each(source: Sql, inner: Sql, most: int) -> Sql:
    """Up to `most` rows of a query for each object, and one more that tells whether there are."""
    head = Sql(f"SELECT object, {most}, h.n, h.ids, h.places")
    lateral = inner.wrap(
        " CROSS JOIN LATERAL (SELECT count(*) AS n, array_agg(record)::text AS ids, array_agg(place)::text AS places"
        " FROM (",
        f" LIMIT {most + 1}) x) h WHERE h.n > 0",
    )
    return head + source + lateral


def _columns(wanted: Words, asked: Mapping[str, Sought]) -> list[Sql]:
    return [
        _column(column, keys)
        for column in wanted.columns()
        if (keys := [key for key, each in asked.items() if column.name in each.taken])
    ]


def _column(column: Column, keys: Sequence[str]) -> Sql:
    """Entries that hold it in one column, as a whole or in part."""
    inner = column.exact.wrap("SELECT d.object, d.record, CASE WHEN ", f" THEN {WHOLE} ELSE {HIGH} END AS place")
    inner += column.part.wrap(" FROM core_searchdoc d WHERE ", "") + Sql(" AND d.object = ANY(%s)", (list(keys),))
    most = CANDIDATES * len(keys)
    head = f"SELECT object, {most}, sum(count(*)) OVER (), array_agg(record)::text, array_agg(place)::text FROM ("
    return inner.wrap(head, f" LIMIT {most + 1}) x GROUP BY object")
