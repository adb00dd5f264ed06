"""What could be written better in an object's records: found over the whole base, shown to who may write it.

Kept is only where: record, field, cleaner and a digest of what stood there. What it says and what it would say is
worked out whenever it is shown or done, so nothing of a record lies about a second time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.bulk.choosing import MOST
from haoke.core.errors import BadValue
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.metadata import derived
from haoke.core.records import storage
from haoke.core.records.reading import titles
from haoke.core.records.reading.running import rows
from haoke.core.sql import FALSE, Sql, ident, join
from haoke.core.text import say
from haoke.dataquality.models import CleaningScan
from haoke.dataquality.queries.counted import measurable
from haoke.dataquality.rules.cleaners import BY_KEY, CLEANERS, Cleaner, Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

    #: {field: {as it is written: as it is meant}}
    Spellings = Mapping[str, Mapping[str, str]]

PAGE: Final = 50
SAMPLES: Final = 3
#: Kinds that are looked at at all.
_KINDS: Final = frozenset().union(*(each.kinds for each in CLEANERS))


def cleanable(spec: ObjectSpec) -> bool:
    """Whether records of the object are looked through."""
    return measurable(spec)


def objects(actor: Actor) -> list[ObjectSpec]:
    """What the actor may write any of."""
    every = registry.objects().values()
    return [spec for spec in every if cleanable(spec) and access.scope_of(actor, spec, Verb.UPDATE) > Scope.NONE]


@derived
def looks(key: str) -> tuple[tuple[Cleaner, Look], ...]:
    """Which cleaner is asked of which field of an object, in their order."""
    fields = written(key)
    kinds = registry.get(key).search_kinds
    every = [Look(name, each, _named(kinds.get(name)), fields) for name, each in fields.items()]
    return tuple((cleaner, look) for cleaner in CLEANERS for look in every if cleaner.takes(look))


def written(key: str) -> dict[str, FieldDef]:
    """Fields people write that are looked at."""
    found = registry.fields(key)
    return {name: each for name, each in found.items() if each.type.kind in _KINDS and not each.readonly}


def _named(kind: SearchKind | None) -> SearchKind | None:
    return kind if kind in (SearchKind.NAME, SearchKind.COMPANY) else None


def suggested(
    key: str, values: Mapping[str, Any], known: Spellings
) -> Iterator[tuple[Cleaner, str, Mapping[str, Any]]]:
    """(cleaner, field, new values) of one record; of each field what the first cleaner says."""
    taken: set[str] = set()
    for cleaner, look in looks(key):
        if values.get(look.name) is not None and look.name not in taken:
            made = _cleaned(cleaner, look, values, known)
            if made and taken.isdisjoint(made):
                taken |= made.keys()
                yield cleaner, look.name, made


def _cleaned(cleaner: Cleaner, look: Look, values: Mapping[str, Any], known: Spellings) -> Mapping[str, Any] | None:
    """What a cleaner says that can be written and is another value; a company's cleaners say nothing of persons."""
    words = known.get(look.name)
    made = cleaner.clean(replace(look, known=words) if words else look, values)
    if made is None:
        return None
    try:
        kept = {name: look.fields[name].type.clean(value) for name, value in made.items()}
    except BadValue:
        return None
    same = all(values.get(name) == value for name, value in kept.items())
    return None if same or (look.field.required and kept.get(look.name) is None) else kept


def of_one(key: str, kind: str, name: str, values: Mapping[str, Any], known: Spellings) -> Mapping[str, Any] | None:
    """What one cleaner makes of one field of a record."""
    found = next((pair for pair in looks(key) if pair[0].key == kind and pair[1].name == name), None)
    if found is None or values.get(name) is None:
        return None
    return _cleaned(*found, values, known)


def spelled(key: str) -> Spellings:
    """How words of free text are meant, as the last search found."""
    return CleaningScan.objects.filter(object=key).values_list("spellings", flat=True).first() or {}


def each(spec: ObjectSpec, given: Mapping[str, Any], present: Mapping[UUID, Mapping[str, Any]]) -> dict[UUID, Any]:
    """{record: new values} of a bulk change that carries a cleaner out (`settings.EACH`)."""
    kind, name, known = given["kind"], given["field"], given["known"]
    made = {record: of_one(spec.key, kind, name, values, {name: known}) for record, values in present.items()}
    return {record: values for record, values in made.items() if values}


# -- as people look at it --------------------------------------------------------------------------------------
def open_(actor: Actor, spec: ObjectSpec, *, never: bool = False) -> Sql:
    """FROM and WHERE of what was found and stands as it was found, in records and fields the actor may write."""
    fields = [name for name in written(spec.key) if _may(actor, spec, name)]
    if not fields or access.scope_of(actor, spec, Verb.UPDATE) is Scope.NONE:
        return Sql("FROM dataquality_cleaningfind f WHERE ") + FALSE
    source = (
        f"FROM dataquality_cleaningfind f JOIN {storage.table(spec.model)} r ON r.id = f.record WHERE f.object = %s"
    )
    stands = join(" ", (_stands(spec.key, name) for name in fields)).wrap(" AND CASE f.field ", " ELSE false END AND ")
    rights = access.visible_to(actor, spec, Verb.READ) + Sql(" AND ") + access.visible_to(actor, spec, Verb.UPDATE)
    return Sql(source + " AND f.never = %s", (spec.key, never)) + stands + rights


def _may(actor: Actor, spec: ObjectSpec, name: str) -> bool:
    return name in access.writable(actor, spec) and access.field_right(actor, spec, name) >= FieldRight.WRITE


def _stands(key: str, name: str) -> Sql:
    return Sql(f"WHEN %s THEN f.digest = {digest(registry.field(key, name), 'r')}", (name,))


def digest(field: FieldDef, alias: str) -> str:
    """SQL of what tells that a value is as it was."""
    return f"md5({alias}.{ident(field.columns[0])}::text)"


def groups(actor: Actor, spec: ObjectSpec) -> list[dict[str, Any]]:
    """[{kind, field, label, field_label, count, samples}]: what was found, the most frequent first."""
    numbered = open_(actor, spec).wrap(
        "SELECT f.kind, f.field, f.record, count(*) OVER w AS many,"
        " row_number() OVER (PARTITION BY f.kind, f.field ORDER BY f.record) AS place ",
        " WINDOW w AS (PARTITION BY f.kind, f.field)",
    )
    query = numbered.wrap(
        "SELECT kind, field, record, many FROM (",
        f") n WHERE place <= {SAMPLES} ORDER BY many DESC, kind, field, place",
    )
    found: dict[tuple[str, str], tuple[int, list[UUID]]] = {}
    for kind, name, record, many in rows(query):
        found.setdefault((kind, name), (many, []))[1].append(record)
    shown = _Shown(actor, spec, [record for _, some in found.values() for record in some])
    return [
        {
            "kind": kind, "field": name, "label": say(BY_KEY[kind].label),
            "field_label": say(registry.field(spec.key, name).label), "count": many,
            "samples": shown.items(kind, name, some),
        }
        for (kind, name), (many, some) in found.items() if kind in BY_KEY
    ]  # fmt: skip


def page(actor: Actor, spec: ObjectSpec, kind: str, name: str, after: UUID | None, *, never: bool) -> dict[str, Any]:
    """{items, next} of one group: {id, title, changes: [{field, label, before, after}]}."""
    query = open_(actor, spec, never=never).wrap("SELECT f.record ", "") + Sql(
        " AND f.kind = %s AND f.field = %s", (kind, name)
    )
    if after is not None:
        query += Sql(" AND f.record > %s", (after,))
    found = [record for (record,) in rows(query + Sql(" ORDER BY f.record LIMIT %s", (PAGE + 1,)))]
    some = found[:PAGE]
    items = _Shown(actor, spec, some).items(kind, name, some)
    return {"items": items, "next": str(some[-1]) if len(found) > PAGE else None}


def chosen(actor: Actor, spec: ObjectSpec, kind: str, name: str, besides: Iterable[UUID]) -> list[tuple[UUID, int]]:
    """(record, version) of one group without some of it."""
    query = open_(actor, spec).wrap("SELECT f.record, r.version ", "")
    query += Sql(
        " AND f.kind = %s AND f.field = %s AND f.record <> ALL(%s) ORDER BY f.record LIMIT %s",
        (kind, name, list(besides), MOST),
    )
    return [(record, version) for record, version in rows(query)]


def among(actor: Actor, spec: ObjectSpec, kind: str, name: str, ids: Sequence[UUID], *, never: bool) -> list[UUID]:
    """Which of some records are in a group."""
    query = open_(actor, spec, never=never).wrap("SELECT f.record ", "")
    named = Sql(" AND f.kind = %s AND f.field = %s AND f.record = ANY(%s)", (kind, name, list(ids)))
    return [record for (record,) in rows(query + named)]


class _Shown:
    """Records as suggestions show them: names, and values before and after."""

    def __init__(self, actor: Actor, spec: ObjectSpec, records: Sequence[UUID]) -> None:
        self.spec, self.known = spec, spelled(spec.key) if records else {}
        self.titles = titles(actor, spec, list(dict.fromkeys(records))) if records else {}
        self.values = dict(_read(spec, records)) if records else {}
        self.may = {name for name in written(spec.key) if _may(actor, spec, name)}

    def items(self, kind: str, name: str, records: Sequence[UUID]) -> list[dict[str, Any]]:
        return [item for record in records if (item := self._item(kind, name, record)) is not None]

    def _item(self, kind: str, name: str, record: UUID) -> dict[str, Any] | None:
        values = self.values.get(record)
        made = of_one(self.spec.key, kind, name, values, self.known) if values else None
        if values is None or not made or not made.keys() <= self.may:
            return None
        changes = [self._change(each, values[each], value) for each, value in made.items()]
        return {"id": str(record), "title": self.titles.get(record), "changes": changes}

    def _change(self, name: str, before: Any, after: Any) -> dict[str, Any]:
        field = registry.field(self.spec.key, name)
        return {
            "field": name,
            "label": say(field.label),
            "before": field.type.dump(before),
            "after": field.type.dump(after),
        }


def _read(spec: ObjectSpec, records: Sequence[UUID]) -> Iterator[tuple[UUID, dict[str, Any]]]:
    query = Sql(f"SELECT {listed(spec)} FROM {storage.table(spec.model)} r WHERE r.id = ANY(%s)", (list(records),))
    return loaded(spec, storage.fetch(query))


def listed(spec: ObjectSpec) -> str:
    """The columns that are looked at."""
    columns = dict.fromkeys(["id", *(column for each in written(spec.key).values() for column in each.columns)])
    return storage.listed(columns, "r")


def loaded(spec: ObjectSpec, found: Iterable[Mapping[str, Any]]) -> Iterator[tuple[UUID, dict[str, Any]]]:
    """(id, {field: value}) of rows with these columns."""
    fields = written(spec.key)
    for row in found:
        yield row["id"], {name: field.load(row) for name, field in fields.items()}
