"""From entries of the Log to the records whose calculated fields may be others now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import registry
from haoke.core.calculated.defined import Rollup, calculations, kept
from haoke.core.metadata import current, derived
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from haoke.core.calculated.defined import Calculation
    from haoke.core.log import Entry
    from haoke.core.spec import ObjectSpec


@derived
def concerned() -> frozenset[str]:
    """Objects whose writes may change what is kept somewhere."""
    return frozenset(
        key for home in current().fields for each in kept(home) for key in {home, *(at for at, _ in each.rests)}
    )


def affected(entries: Iterable[Entry]) -> dict[str, set[UUID]]:
    """{object: records} to bring up to date."""
    listed = [each for each in entries if each.object in concerned()]
    found: dict[str, set[UUID]] = {}
    for home in current().fields:
        for each in kept(home):
            here = found.setdefault(home, set())
            here |= _themselves(home, {name for at, name in each.rests if at == home}, listed)
            if isinstance(each.how, Rollup):
                here |= _parents(each.how, {name for at, name in each.rests if at == each.how.child}, listed)
            else:
                here |= _pointing(home, each.rests, listed)
    return {key: ids for key, ids in found.items() if ids}


def _touched(entry: Entry, columns: set[str]) -> bool:
    """Whether an entry says that one of the columns is another."""
    return entry.verb != "update" or not columns.isdisjoint((entry.data or {}).get("n", ()))


def _columns(key: str, names: Iterable[str]) -> set[str]:
    known = registry.fields(key)
    return {column for name in names if name in known for column in known[name].columns}


def _themselves(home: str, names: set[str], entries: Sequence[Entry]) -> set[UUID]:
    columns = _columns(home, names)
    return {each.record for each in entries if each.object == home and _touched(each, columns)}


def _parents(how: Rollup, names: set[str], entries: Sequence[Entry]) -> set[UUID]:
    """Those the written records point at, and those they pointed at before."""
    columns = _columns(how.child, names)
    written = [each for each in entries if each.object == how.child and _touched(each, columns)]
    if not written:
        return set()
    child, column = registry.get(how.child), registry.field(how.child, how.by).columns[0]
    before = {str(was) for each in written if (was := (each.data or {}).get("o", {}).get(column))}
    return {UUID(each) for each in before} | _named_by(child, column, [each.record for each in written])


def _named_by(child: ObjectSpec, column: str, ids: Sequence[UUID]) -> set[UUID]:
    table, by = ident(child.model._meta.db_table), ident(column)
    rows = fetch(
        Sql(f"SELECT DISTINCT c.{by} AS id FROM {table} c WHERE c.id = ANY(%s) AND c.{by} IS NOT NULL", (list(ids),))
    )
    return {row["id"] for row in rows}


def _pointing(home: str, rests: Iterable[tuple[str, str]], entries: Sequence[Entry]) -> set[UUID]:
    """Records of `home` that point at written ones whose fields they look at."""
    looked_at: dict[str, set[str]] = {}
    for key, name in rests:
        looked_at.setdefault(key, set()).add(name)
    found: set[UUID] = set()
    for name, field in registry.fields(home).items():
        target = field.type.meta().get("target")
        if target in looked_at and (home, name) in set(rests):
            columns = _columns(target, looked_at[target])
            written = [each.record for each in entries if each.object == target and _touched(each, columns)]
            found |= _who_point(registry.get(home), field.columns[0], written)
    return found


def _who_point(home: ObjectSpec, column: str, ids: Sequence[UUID]) -> set[UUID]:
    if not ids:
        return set()
    query = f"SELECT r.id FROM {ident(home.model._meta.db_table)} r WHERE r.{ident(column)} = ANY(%s)"
    return {row["id"] for row in fetch(Sql(query, (list(ids),)))}


def resting(on: Callable[[Calculation], bool]) -> set[str]:
    """Objects with a calculated field of which that is so."""
    return {home for home in current().fields if any(map(on, calculations(home)))}


def definitions(entries: Iterable[Entry]) -> set[str]:
    """Objects whose calculated fields were made, altered or restored."""
    ids = [each.record for each in entries if each.object == "custom_field"]
    known: Mapping[str, Any] = {each.id: each for made in current().fields.values() for each in made}
    found = (known.get(str(record)) for record in ids)
    return {each.object for each in found if each and (each.options.get("formula") or each.options.get("rollup"))}
