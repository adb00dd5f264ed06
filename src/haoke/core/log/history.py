"""A record's entries, and the record as it was, as far as the reader may see its fields."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, limits
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.access.scopes import granted
from haoke.core.errors import BadRequest, Missing
from haoke.core.log import formerly, states
from haoke.core.records import storage
from haoke.core.records.reading.naming import resolve, titles_of
from haoke.core.records.reading.plans import MANY, ONE, plan_for
from haoke.core.sql import TRUE, Sql, all_of
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.records.reading.naming import Titles
    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec

MOST = 200
BAD_CURSOR = T("This page marker is not one of ours", "分页标记无效")
BAD_TIME = T(
    "Give the moment in ISO form, such as 2026-11-22T08:00:00Z", "请按 ISO 格式填写时间，例如 2026-11-22T08:00:00Z"
)
#: What a note calls the ids of people it names.
PEOPLE = "people"
#: Kept by the write path itself: no news to anybody.
_SILENT = frozenset({"version", "updated_at", "updated_by", "id"})


def entries(actor: Actor, spec: ObjectSpec, record: UUID, cursor: str | None = None, limit: int = 50) -> dict[str, Any]:
    """`{items, next}`: a visible record's entries, latest first, readable fields before and after; raises Missing."""
    row = states.present(actor, spec, record)
    last = _last(cursor)
    found = read(actor, spec, row, Sql("e.id < %s", (last,)) if last else TRUE, min(max(limit, 1), MOST) + 1)
    name(found, titles_of(actor, pointed(found)))
    more = len(found) > limit
    return {"items": found[:limit], "next": str(found[limit - 1]["id"]) if more else None}


def read(actor: Actor, spec: ObjectSpec, row: Row, older: Sql, limit: int) -> list[dict[str, Any]]:
    """Entries of the record that is now `row`, those that fit `older` (a condition on e), the latest first; people and
    records in them are bare ids (`pointed`, `name`); `former`: which of those that went up into it an entry is of."""
    which = all_of([formerly.theirs(row["id"]), older, _told(actor, spec, row["id"])])
    raw = states.told(spec, which + Sql(" ORDER BY e.id DESC LIMIT %s", (limit,)))
    if not raw:
        return []
    limits.spend(actor, len(raw))
    rows = formerly.rows_of(spec, row, raw)
    # Nothing is put back for the latest entries: the row is what they made of it.
    later = Sql("e.id > %s", (raw[0]["id"],))
    state = rows if older == TRUE else {each: states.before(spec, rows[each], later) for each in rows}
    rendered = []
    shown = _shown(actor, spec)
    for entry in raw:
        became = state[entry["record"]]
        was = became | entry["was"] if entry["was"] else became
        found = _entry(entry, _changes(actor, spec, shown, was, became) if was is not became else [])
        rendered.append(found | formerly.told(actor, spec, rows, entry, row["id"]))
        state = state | {entry["record"]: was}
    return rendered


def _told(actor: Actor, spec: ObjectSpec, record: UUID) -> Sql:
    """Condition on e: of what everybody reads, notes (who uses a second step, who has keys) are for whom a role opens
    the object, and for the person himself."""
    theirs = not spec.open or actor.admin or record == actor.id
    if theirs or granted(actor.grants, spec, Verb.READ) is not Scope.NONE:
        return TRUE
    return Sql("e.verb NOT LIKE 'x:%%'")


def as_of(actor: Actor, spec: ObjectSpec, record: UUID, at: str | datetime) -> dict[str, Any]:
    """A visible record as it was at a moment, as API JSON; raises Missing when it was not there, or BadRequest."""
    moment = _moment(at)
    row = states.present(actor, spec, record)
    with_it = Sql("e.record = %s AND e.object = %s AND e.verb = 'create' AND e.at > %s", (record, spec.key, moment))
    if storage.fetch(Sql("SELECT 1 AS later FROM log.entry e WHERE ") + with_it):
        raise Missing
    was = states.before(spec, row, Sql("e.at > %s", (moment,)))
    plan = plan_for(actor, spec, None)
    values = storage.values(spec, was)
    item = {field.name: _out(actor, spec, field, values[field.name]) for field in _shown(actor, spec)}
    resolve(actor, plan, [item])
    return item | {"deleted": was["deleted_at"] is not None}


def _shown(actor: Actor, spec: ObjectSpec) -> list[FieldDef]:
    return list(access.readable(actor, spec).values())


def _last(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):  # noqa: PLR2004 (a bigint's digits)
        raise BadRequest(BAD_CURSOR, code="bad_cursor")
    return int(cursor)


def _moment(at: str | datetime) -> datetime:
    try:
        moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    except ValueError:
        raise BadRequest(BAD_TIME, code="bad_time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _entry(entry: Mapping[str, Any], changes: list[dict[str, Any]]) -> dict[str, Any]:
    kept = ("id", "at", "actor", "behalf", "via", "action", "reason", "verb", "version")
    own = entry["data"] if entry["verb"].startswith("x:") else None
    return {name: entry[name] for name in kept} | {"change": str(entry["change"]), "changes": changes, "data": own}


def _changes(actor: Actor, spec: ObjectSpec, shown: Sequence[FieldDef], was: Row, became: Row) -> list[dict[str, Any]]:
    found = []
    for field in shown:
        if field.name in _SILENT or all(was[column] == became[column] for column in field.columns):
            continue
        found.append(
            {
                "field": field.name,
                "label": say(field.label),
                "before": _out(actor, spec, field, field.load(was)),
                "after": _out(actor, spec, field, field.load(became)),
                "target": field.type.meta().get("target"),
            }
        )
    return found


def _out(actor: Actor, spec: ObjectSpec, field: FieldDef, value: Any) -> Any:
    if value is None:
        return None
    if access.field_right(actor, spec, field.name) is FieldRight.MASKED:
        return {"masked": field.type.mask(value)}
    # References stay ids here: their titles are asked for in one go.
    if field.type.kind in ONE:
        return str(value)
    if field.type.kind in MANY:
        return [str(each) for each in value]
    return field.type.dump(value)


def pointed(rendered: Sequence[dict[str, Any]]) -> dict[str, set[str]]:
    """The ids of people and of records in entries, by object."""
    wanted: dict[str, set[str]] = {"user": set()}
    for entry in rendered:
        wanted["user"] |= {str(entry[who]) for who in ("actor", "behalf") if entry[who]}
        wanted["user"].update((entry["data"] or {}).get(PEOPLE, ()))
        for change in entry["changes"]:
            if change["target"]:
                wanted.setdefault(change["target"], set()).update(_ids(change["before"]), _ids(change["after"]))
    return wanted


def name(rendered: Sequence[dict[str, Any]], known: Titles) -> None:
    """Turn the ids in entries into Refs with the titles found."""
    for entry in rendered:
        for who in ("actor", "behalf"):
            entry[who] = entry[who] and _ref(known["user"], str(entry[who]))
        if entry["data"] and PEOPLE in entry["data"]:
            entry["data"] = entry["data"] | {PEOPLE: _refs(known["user"], entry["data"][PEOPLE])}
        for change in entry["changes"]:
            target = change.pop("target")
            if target:
                change["before"], change["after"] = (
                    _refs(known[target], change["before"]),
                    _refs(known[target], change["after"]),
                )


def _ids(value: Any) -> Iterable[str]:
    if value is None or isinstance(value, dict):
        return ()
    return value if isinstance(value, list) else [value]


def _refs(known: Mapping[str, str | None], value: Any) -> Any:
    if value is None or isinstance(value, dict):
        return value
    return [_ref(known, each) for each in value] if isinstance(value, list) else _ref(known, value)


def _ref(known: Mapping[str, str | None], record: str) -> dict[str, Any]:
    return {"id": record, "title": known.get(record)}
