"""What a record was: its present row with every later "before" put back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access
from haoke.core.errors import Missing
from haoke.core.records import storage
from haoke.core.sql import Sql, ident, join

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec

#: Entries the trigger writes about a row that stays.
CHANGING = ("update", "delete", "restore")


def present(actor: Actor, spec: ObjectSpec, record: UUID) -> Row:
    """The row as it is, also from the bin; raises Missing when the actor does not see it."""
    for deleted in (False, True):
        seen = access.visible_to(actor, spec, "read", deleted=deleted)
        columns = storage.listed(storage.columns(spec), "r")
        head = Sql(f"SELECT {columns} FROM {storage.table(spec.model)} r WHERE r.id = %s AND ", (record,))
        rows = storage.fetch(head + seen)
        if rows:
            return rows[0]
    raise Missing


def typed(spec: ObjectSpec, document: str) -> Sql:
    """Columns of a record row `p` that gives the texts in a JSON document (SQL text) their types back."""
    json = storage.json_columns(spec)
    columns = join(
        ", ",
        (
            # A document comes back as a JSON string holding JSON.
            Sql(f"(p.{ident(name)} #>> '{{}}')::jsonb AS {ident(name)}") if name in json else Sql(f"p.{ident(name)}")
            for name in storage.columns(spec)
        ),
    )
    return columns.wrap("SELECT ", f" FROM jsonb_populate_record(NULL::{storage.table(spec.model)}, {document}) p")


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


def earlier(entry: dict[str, Any], state: Row) -> Row:
    """The row before an entry, from the row after it."""
    return state | {name: entry[name] for name in (entry["data"] or {}).get("o", {}) if name in state}
