"""Corrections as people look at them: those they may decide, and those they proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.errors import BadValue, Missing
from haoke.core.metadata import derived
from haoke.core.records import storage
from haoke.core.records.gate import REFERENCES, SEVERAL
from haoke.core.records.reading.naming import lookup
from haoke.core.records.reading.running import rows
from haoke.core.sql import FALSE, Sql, all_of, any_of
from haoke.core.text import say
from haoke.dataquality.choices import CorrectionState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

PAGE: Final = 50
_TABLE: Final = "dataquality_correction"
_LIVE: Final = Sql("c.deleted_at IS NULL")
_COLUMNS: Final = (
    "id", "object", "record", "field", "value", "was", "reason", "state", "answer", "owner_id", "decided_by_id",
    "created_at", "decided_at",
)  # fmt: skip
_USER: Final = "user"


def waiting(key: str, record: UUID) -> set[tuple[str, str]]:
    """(field, proposed value) of what is open of a record."""
    query = f"SELECT field, value FROM {_TABLE} c WHERE c.object = %s AND c.record = %s AND c.state = 'open'"
    return {(row["field"], row["value"]) for row in storage.fetch(Sql(query, (key, record)))}


def proposer(actor: Actor, correction: UUID, *, mine: bool) -> UUID:
    """Who proposed what the actor may decide (`mine`: what he proposed himself); raises Missing."""
    which = _mine(actor) if mine else _decidable(actor)
    found = rows(which.wrap(f"SELECT c.owner_id FROM {_TABLE} c WHERE ", "") + Sql(" AND c.id = %s", (correction,)))
    if not found:
        raise Missing
    owner: UUID = found[0][0]
    return owner


def page(actor: Actor, *, mine: bool, state: str, after: UUID | None = None) -> dict[str, Any]:
    """{items, next, open}: corrections of one state, the latest first; `open`: how many wait for the actor."""
    which = _mine(actor) if mine else _decidable(actor)
    named = ", ".join(f"c.{name}" for name in _COLUMNS)
    query = which.wrap(f"SELECT {named} FROM {_TABLE} c WHERE ", "") + Sql(" AND c.state = %s", (state,))
    if after is not None:
        query += Sql(" AND c.id < %s", (after,))
    found = storage.fetch(query + Sql(" ORDER BY c.id DESC LIMIT %s", (PAGE + 1,)))
    follow = str(found[PAGE - 1]["id"]) if len(found) > PAGE else None
    return {"items": _items(actor, found[:PAGE]), "next": follow, "open": _count(actor)}


def _count(actor: Actor) -> int:
    query = _decidable(actor).wrap(f"SELECT count(*) FROM {_TABLE} c WHERE ", " AND c.state = 'open'")
    return int(rows(query)[0][0])


def _mine(actor: Actor) -> Sql:
    """What the actor proposed, of records he still sees."""
    return all_of([_LIVE, Sql("c.owner_id = %s", (actor.id,)), any_of(_of(actor, Verb.READ))])


def _decidable(actor: Actor) -> Sql:
    """What others proposed for fields the actor may change, of records he may change."""
    return all_of([_LIVE, Sql("c.owner_id IS DISTINCT FROM %s", (actor.id,)), any_of(_of(actor, Verb.UPDATE))])


def _of(actor: Actor, verb: Verb) -> Iterator[Sql]:
    for spec in _concerned().values():
        if access.scope_of(actor, spec, verb) is Scope.NONE:
            continue
        reach = access.visible_to(actor, spec, verb, "r")
        names = access.writable(actor, spec) if verb is Verb.UPDATE else _read(actor, spec)
        if reach != FALSE and names:
            there = Sql(f"EXISTS (SELECT 1 FROM {storage.table(spec.model)} r WHERE r.id = c.record AND ")
            part = Sql("(c.object = %s AND c.field = ANY(%s) AND ", (spec.key, sorted(names)))
            yield part + there + reach + Sql("))")


@derived
def _concerned() -> Mapping[str, ObjectSpec]:
    """Objects whose records people see by themselves."""
    off = registry.off()
    every = registry.objects().items()
    return {key: spec for key, spec in every if not (spec.internal or spec.about or key in off)}


def _read(actor: Actor, spec: ObjectSpec) -> set[str]:
    shown = access.readable(actor, spec)
    return {name for name in shown if access.field_right(actor, spec, name) >= FieldRight.READ}


def _items(actor: Actor, found: Sequence[storage.Row]) -> list[dict[str, Any]]:
    present = _present(found)
    made = [_item(row, present) for row in found]
    wanted: dict[str, set[str]] = {_USER: set()}
    for row, item in zip(found, made, strict=True):
        wanted[_USER] |= {str(who) for who in (row["owner_id"], row["decided_by_id"]) if who}
        wanted.setdefault(row["object"], set()).add(str(row["record"]))
        for side in ("now", "value", "was"):
            for target, each in _pointed(registry.field(row["object"], row["field"]), item[side]):
                wanted.setdefault(target, set()).add(each)
    titles = lookup(actor, wanted)
    for row, item in zip(found, made, strict=True):
        _name(row, item, titles)
    return made


def _present(found: Sequence[storage.Row]) -> dict[UUID, dict[str, Any]]:
    """{record: its values, its version}; one query an object."""
    ids: dict[str, set[UUID]] = {}
    for row in found:
        ids.setdefault(row["object"], set()).add(row["record"])
    present = {}
    for key, of in ids.items():
        spec = registry.get(key)
        listed = storage.listed(storage.columns(spec), "r")
        for row in storage.fetch(
            Sql(f"SELECT {listed} FROM {storage.table(spec.model)} r WHERE r.id = ANY(%s)", (list(of),))
        ):
            present[row["id"]] = storage.values(spec, row)
    return present


def _item(row: storage.Row, present: Mapping[UUID, Mapping[str, Any]]) -> dict[str, Any]:
    field, values = registry.field(row["object"], row["field"]), present[row["record"]]
    now = field.type.dump(values[field.name])
    return {
        "id": row["id"], "object": row["object"], "field": field.name, "label": say(field.label),
        "value": _json(row["value"]), "was": _json(row["was"]), "now": now, "version": values["version"],
        "changed": row["state"] == CorrectionState.OPEN and not _same(field, _json(row["was"]), values[field.name]),
        "reason": row["reason"], "state": row["state"], "answer": row["answer"], "at": row["created_at"],
        "decided_at": row["decided_at"],
    }  # fmt: skip


def _same(field: FieldDef, was: Any, now: Any) -> bool:
    try:
        return bool(field.type.clean(was) == now)
    except BadValue:
        return False


def _json(text: str | None) -> Any:
    return None if text is None else orjson.loads(text)


def _pointed(field: FieldDef, value: Any) -> Iterator[tuple[str, str]]:
    if value is not None and field.type.kind in (*REFERENCES, SEVERAL):
        target = str(field.type.meta()["target"])
        yield from ((target, str(each)) for each in (value if field.type.kind == SEVERAL else (value,)))


def _name(row: storage.Row, item: dict[str, Any], titles: Mapping[str, Mapping[str, str | None]]) -> None:
    field = registry.field(row["object"], row["field"])
    record = str(row["record"])
    item["record"] = {"id": record, "title": titles[row["object"]].get(record)}
    for name, who in (("by", row["owner_id"]), ("decided_by", row["decided_by_id"])):
        item[name] = who and {"id": str(who), "title": titles[_USER].get(str(who))}
    for side in ("now", "value", "was"):
        refs = [{"id": each, "title": titles[target].get(each)} for target, each in _pointed(field, item[side])]
        if refs:
            item[side] = refs if field.type.kind == SEVERAL else refs[0]
