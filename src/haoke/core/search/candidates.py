"""What may be a hit, worked out on the search entries alone: one statement over all objects, few rows of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from haoke.core.records.reading.running import rows
from haoke.core.search import outside
from haoke.core.search.documents import slots
from haoke.core.spec import Weight
from haoke.core.sql import Sql, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from haoke.core.search.words import Column, Words
    from haoke.core.spec import ObjectSpec

#: Hits of one object by its words that are looked at; where there are more, its newest records are looked at too.
CANDIDATES: Final = 100
#: Titles of one object that begin with what was typed; exact ones are the first of them.
BEGINNINGS: Final = 100
#: Places: the whole title, number, phone or address; the title's beginning; words of it; a high field; others.
WHOLE, BEGINNING, WORDS, HIGH, OTHER = range(5)


@dataclass(frozen=True, slots=True)
class Sought:
    """A search within one object: the fields that may match, and those of them that count for its place."""

    spec: ObjectSpec
    wanted: Words
    fields: Sequence[str]
    guarded: Mapping[str, ObjectSpec]

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


@dataclass(slots=True)
class Found:
    """Candidates of one object, as array literals the database made and gets back; `common`: there are more."""

    ids: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    common: bool = False

    def add(self, count: int, ids: str, places: str, most: int) -> None:
        self.ids.append(ids[1:-1])
        self.places.append(places[1:-1])
        self.common = self.common or count > most

    def listed(self) -> Sql:
        """SELECT of (id, place)."""
        ids, places = ("{" + ",".join(parts) + "}" for parts in (self.ids, self.places))
        return Sql("SELECT id, place FROM unnest(%s::uuid[], %s::int[]) u(id, place)", (ids, places))


def place(sought: Sought) -> Sql:
    """Place of an entry (alias d) found by its words."""
    _, whole, high = sought.vectors()
    title = _title(sought.wanted) if sought.titled else Sql("CASE")
    tail = f" WHEN d.tsv @@ %s::tsquery THEN {WORDS} WHEN d.tsv @@ %s::tsquery THEN {HIGH} ELSE {OTHER} END"
    return title + Sql(tail, (whole, high))


def _title(wanted: Words) -> Sql:
    text = f"CASE WHEN d.title = %s THEN {WHOLE} WHEN d.title LIKE %s THEN {BEGINNING}"
    return Sql(text, (wanted.title, wanted.beginning))


def candidates(wanted: Words, sought: Iterable[Sought]) -> dict[str, Found]:
    """{object: candidates}, whoever may see them: by words, by the title's beginning, by number and address."""
    asked = {each.spec.key: each for each in sought}
    own = [key for key, each in asked.items() if "number" in each.fields]
    elsewhere = outside.candidates(list(asked), wanted.typed, WHOLE, own)
    parts = [*_words(wanted, asked), *_titles(wanted, asked), *_columns(wanted, asked), *elsewhere]
    found: dict[str, Found] = {}
    for key, most, count, ids, places in rows(join(" UNION ALL ", parts)) if parts else ():
        found.setdefault(key, Found()).add(count, ids, places, most)
    return found


def _words(wanted: Words, asked: Mapping[str, Sought]) -> list[Sql]:
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
    inner = named.wrap("SELECT d.record, ", " FROM core_searchdoc d WHERE d.tsv @@ v.found")
    inner += Sql(" AND (d.object = v.object) IS TRUE")
    # A parameter for each column: psycopg takes statements of more than 50 apart anew each time.
    columns = tuple(list(column) for column in zip(*lines, strict=True))
    source = Sql(
        " FROM unnest(%s::text[], %s::bool[], %s::tsquery[], %s::tsquery[], %s::tsquery[])"
        " v(object, titled, found, whole, high)",
        columns,
    )
    return [_each(source, inner, CANDIDATES)]


def _titles(wanted: Words, asked: Mapping[str, Sought]) -> list[Sql]:
    """Entries whose title begins so, in its order: what is called exactly so comes first, however many others do."""
    keys = [key for key, each in asked.items() if each.titled]
    if not keys or not wanted.title:
        return []
    inner = _title(wanted).wrap("SELECT d.record, ", " END AS place FROM core_searchdoc d WHERE d.object = v.object")
    inner += Sql(" AND d.title LIKE %s ORDER BY d.title USING ~<~", (wanted.beginning,))
    return [_each(Sql(" FROM unnest(%s::text[]) v(object)", (keys,)), inner, BEGINNINGS)]


def _each(source: Sql, inner: Sql, most: int) -> Sql:
    """Up to `most` rows of a query for each object, and one more that tells whether there are."""
    head = Sql(f"SELECT v.object, {most}, h.n, h.ids, h.places")
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
