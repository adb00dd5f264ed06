"""What a record was: its present row with every later "before" put back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access
from haoke.core.errors import Missing
from haoke.core.records import storage
from haoke.core.sql import Sql, ident, join

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec

#: Entries the trigger writes about a row that stays.
CHANGING = ("update", "delete", "restore")
_COLUMNS = storage.listed(
    ("id", "record", "at", "actor", "behalf", "via", "action", "reason", "change", "verb", "version", "data"), "e"
)


def present(actor: Actor, spec: ObjectSpec, record: UUID, besides: Sequence[Sql] = ()) -> Row:
    """The row as it is, also from the bin, with further expressions by their place; raises Missing when the actor does
    not see it."""
    for deleted in (False, True):
        seen = access.visible_to(actor, spec, "read", deleted=deleted)
        columns = [Sql(storage.listed(storage.columns(spec), "r"))]
        columns += [each + Sql(f" AS {ident(str(place))}") for place, each in enumerate(besides)]
        source = Sql(f" FROM {storage.table(spec.model)} r WHERE r.id = %s AND ", (record,))
        rows = storage.fetch(Sql("SELECT ") + join(", ", columns) + source + seen, prepared=True)
        if rows:
            return rows[0]
    raise Missing


def typed(spec: ObjectSpec, document: str, names: Collection[str] | None = None) -> Sql:
    """Columns (all or some) of a record row `p` that gives texts in a JSON document (SQL text) their types back."""
    json = storage.json_columns(spec)
    columns = join(
        ", ",
        (
            # A document comes back as a JSON string holding JSON.
            Sql(f"(p.{ident(name)} #>> '{{}}')::jsonb AS {ident(name)}") if name in json else Sql(f"p.{ident(name)}")
            for name in storage.columns(spec)
            if names is None or name in names
        ),
    )
    return columns.wrap("SELECT ", f" FROM jsonb_populate_record(NULL::{storage.table(spec.model)}, {document}) p")


def told(spec: ObjectSpec, which: Sql) -> list[dict[str, Any]]:
    """Entries e of the object as {column: value}; `which` is their condition and order; `was`: what they changed as it
    was."""
    head = Sql(f"SELECT {_COLUMNS} FROM log.entry e WHERE e.object = %s AND ", (spec.key,))
    found = storage.fetch(head + which, prepared=True)
    columns = {entry["id"]: _changed(spec, entry) for entry in found}
    typed_back = _typed_back(spec, {entry: names for entry, names in columns.items() if names})
    for entry in found:
        entry["was"] = {name: typed_back[entry["id"]][name] for name in columns[entry["id"]]}
    return found


def _changed(spec: ObjectSpec, entry: Mapping[str, Any]) -> list[str]:
    old = entry["verb"] in CHANGING and (entry["data"] or {}).get("o")
    return [name for name in storage.columns(spec) if name in old] if old else []


def _typed_back(spec: ObjectSpec, columns: Mapping[int, Sequence[str]]) -> dict[int, Row]:
    if not columns:
        return {}
    head = Sql('SELECT e.id AS "entry?", v.* FROM log.entry e, LATERAL (')
    query = head + typed(spec, "e.data -> 'o'", {name for names in columns.values() for name in names})
    rows = storage.fetch(query + Sql(") v WHERE e.id = ANY(%s)", (list(columns),)))
    return {row.pop("entry?"): row for row in rows}


def before(spec: ObjectSpec, row: Row, later: Sql) -> Row:
    """The row with the first "before" of each column put back that the entries `later` (a condition on e) have."""
    firsts = (
        Sql(
            "WITH f AS (SELECT DISTINCT ON (k.key) k.key, k.value FROM log.entry e, jsonb_each(e.data -> 'o') k"
            " WHERE e.record = %s AND e.object = %s AND e.verb = ANY(%s) AND ",
            (row["id"], spec.key, list(CHANGING)),
        )
        + later
        + Sql(" ORDER BY k.key, e.id), d AS (SELECT jsonb_object_agg(f.key, f.value) AS doc FROM f)")
    )
    # `doc` is NULL when nothing changed since; its keys say which columns count.
    query = firsts + typed(spec, "coalesce((SELECT doc FROM d), '{}')").wrap(
        'SELECT (SELECT array(SELECT jsonb_object_keys(doc)) FROM d) AS "keys?", x.* FROM (', ") x"
    )
    found = storage.fetch(query)[0]
    return row | {name: found[name] for name in found["keys?"] if name in row}
