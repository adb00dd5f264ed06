"""Corrections as people look at them: those they may decide, as whose right it is or as stewards, and their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.access.fieldrights import BY_ASSIGNING
from haoke.core.errors import BadValue, Missing
from haoke.core.metadata import derived
from haoke.core.records import storage
from haoke.core.records.gate import REFERENCES, SEVERAL
from haoke.core.records.reading.naming import lookup
from haoke.core.records.reading.running import rows
from haoke.core.sql import FALSE, Sql, all_of, any_of
from haoke.core.text import say
from haoke.dataquality.choices import CorrectionState
from haoke.dataquality.queries.asking import CLOSED, GONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence, Set
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
KEY: Final = "correction"
#: The right of a data steward: to decide of whatever he reads, though he may not otherwise change it.
JUDGE: Final = "judge"
#: What whoever decided may take back.
DECIDED: Final = (CorrectionState.ACCEPTED, CorrectionState.REFUSED)


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


def by_right(actor: Actor, correction: UUID) -> bool:
    """Whether the actor may write himself what it is about."""
    return _is(correction, _by_right(actor))


def by_office(actor: Actor, correction: UUID) -> bool:
    """Whether the actor judges it as a data steward."""
    return _is(correction, _by_office(actor))


def _is(correction: UUID, which: Sql) -> bool:
    found = all_of([_LIVE, Sql("c.id = %s", (correction,)), which])
    return bool(rows(found.wrap(f"SELECT 1 FROM {_TABLE} c WHERE ", "")))


def page(actor: Actor, *, mine: bool, state: str, object: str = "", after: UUID | None = None) -> dict[str, Any]:
    """{items, next, open, objects}: corrections of one state, the latest first; `open`: how many wait for the actor,
    `objects`: of what, [{key, label, open}].
    """
    if state == CLOSED:
        which = _gone(actor) if mine else FALSE
    else:
        which = all_of([_mine(actor) if mine else _decidable(actor), _in(state)])
    named = ", ".join(f"c.{name}" for name in _COLUMNS)
    query = which.wrap(f"SELECT {named} FROM {_TABLE} c WHERE ", "")
    if object:
        query += Sql(" AND c.object = %s", (object,))
    if after is not None:
        query += Sql(" AND c.id < %s", (after,))
    found = storage.fetch(query + Sql(" ORDER BY c.id DESC LIMIT %s", (PAGE + 1,)))
    follow = str(found[PAGE - 1]["id"]) if len(found) > PAGE else None
    made = _told_gone(found[:PAGE]) if state == CLOSED else _items(actor, found[:PAGE])
    counted = _counts(actor)
    return {"items": made, "next": follow, "open": sum(each["open"] for each in counted), "objects": counted}


def _in(state: str) -> Sql:
    return Sql("c.state = %s", (state,))


def _counts(actor: Actor) -> list[dict[str, Any]]:
    """[{key, label, open}]: what waits for the actor, by object."""
    which = all_of([_decidable(actor), _in(CorrectionState.OPEN)])
    counted = rows(which.wrap(f"SELECT c.object, count(*) FROM {_TABLE} c WHERE ", " GROUP BY 1 ORDER BY 2 DESC, 1"))
    return [{"key": key, "label": say(registry.get(key).label_plural), "open": many} for key, many in counted]


def _mine(actor: Actor) -> Sql:
    """What the actor proposed, of records he still sees."""
    return all_of([_LIVE, Sql("c.owner_id = %s", (actor.id,)), any_of(_of(actor, Verb.READ, _read))])


def _gone(actor: Actor) -> Sql:
    """What the actor proposed of records that lie in the bin meanwhile; nothing is told of them but that."""
    there = (
        Sql(f"(c.object = %s AND EXISTS (SELECT 1 FROM {storage.table(spec.model)} r WHERE r.id = c.record", (key,))
        + Sql(" AND r.deleted_at IS NOT NULL))")
        for key, spec in _concerned().items()
    )
    return all_of([_LIVE, Sql("c.owner_id = %s", (actor.id,)), _in(CorrectionState.OPEN), any_of(there)])


def _decidable(actor: Actor) -> Sql:
    """What others proposed for fields the actor may change, of records he may change, or judges as a steward."""
    others = Sql("c.owner_id IS DISTINCT FROM %s", (actor.id,))
    return all_of([_LIVE, others, any_of([_by_right(actor), _by_office(actor)])])


def _by_right(actor: Actor) -> Sql:
    return any_of(_of(actor, Verb.UPDATE, access.writable))


def _by_office(actor: Actor) -> Sql:
    """What a steward judges: of everybody his right reaches, about what he reads himself."""
    scope = access.scope_of(actor, registry.get(KEY), JUDGE)
    if scope is Scope.NONE:
        return FALSE
    reached = access.owners(actor, scope)
    whose = [] if reached is None else [Sql("c.owner_id = ANY(%s)", (list(reached),))]
    return all_of([*whose, any_of(_of(actor, Verb.READ, _judged))])


def _of(actor: Actor, verb: Verb, fields: Callable[[Actor, ObjectSpec], Set[str]]) -> Iterator[Sql]:
    for spec in _concerned().values():
        if access.scope_of(actor, spec, verb) is Scope.NONE:
            continue
        reach, names = access.visible_to(actor, spec, verb, "r"), fields(actor, spec)
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


def _judged(actor: Actor, spec: ObjectSpec) -> set[str]:
    """Fields of a business record a steward judges: whose a record is and what Haoke is set to are no data to him."""
    if spec.group == "settings" or spec.open or spec.own or spec.private or spec.placing:
        return set()
    return {name for name in _read(actor, spec) - BY_ASSIGNING if not registry.field(spec.key, name).readonly}


def _told_gone(found: Sequence[storage.Row]) -> list[dict[str, Any]]:
    """What the proposer wrote himself; what the record said is nobody's to read any more."""
    blank = dict.fromkeys(("was", "now", "version", "by", "decided_by", "decided_at"))
    return [
        {
            **blank, "id": row["id"], "object": row["object"], "field": row["field"], "state": CLOSED,
            "label": say(registry.field(row["object"], row["field"]).label), "reason": row["reason"],
            "record": {"id": str(row["record"]), "title": None}, "value": _own_words(row), "changed": False,
            "yours": False, "answer": say(GONE), "at": row["created_at"],
        }
        for row in found
        if row["field"] in registry.fields(row["object"])
    ]  # fmt: skip


def _own_words(row: storage.Row) -> Any:
    """What was proposed, where that is no other record."""
    names_others = registry.field(row["object"], row["field"]).type.kind in (*REFERENCES, SEVERAL)
    return None if names_others else _json(row["value"])


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
        item["yours"] = row["state"] in DECIDED and row["decided_by_id"] == actor.id
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
        yield from ((target, each["id"]) for each in (value if field.type.kind == SEVERAL else (value,)))


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
