"""Handovers come to be: by themselves when somebody is switched off, asked for when somebody who stays hands over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import connection
from pydantic import BaseModel, ConfigDict, Field

from haoke.approvals.queries import People, to_decide
from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb, system
from haoke.core.bulk import choosing
from haoke.core.errors import BadRequest, Conflict, Denied, Invalid, Missing
from haoke.core.records import changes, gate
from haoke.core.records.storage import fetch, instance, table
from haoke.core.sql import Sql, all_of
from haoke.core.text import T
from haoke.handover.choices import State
from haoke.handover.models import Handover
from haoke.handover.queries import held, passing, places
from haoke.handover.queries.briefing import mine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from haoke.core.access.actor import Actor
    from haoke.core.log import Entry
    from haoke.core.records import Tx

VIA = "handover"
NOT_YOURS = T("Only those who may hand records over can do this; ask an administrator", "您没有移交权限，请联系管理员")
NOT_ADDRESSED = T(
    "This waits for somebody else; ask them or an administrator", "此交接由他人处理，请联系其本人或管理员"
)
EITHER = T("Say either ids or filter", "ids 与 filter 必须且只能选一项")
WHOSE = T("Say whose records these are, or which", "请指定移交人或具体记录")
NOBODYS = T("Nobody has these records: assign them instead", "这些记录没有负责人，请直接分配")
NOT_OPEN = T("This handover is closed; begin a new one", "此交接已关闭，请重新发起")


class Asked(BaseModel):
    """Whose records, why, and which: of one object `ids`, or all that {filter, q, scope} finds, with all that belongs
    to them; or everything. Without `person`: of whoever has the records named.
    """

    model_config = ConfigDict(extra="forbid")
    person: UUID | None = None
    reason: str | None = Field(None, max_length=500)
    object: str | None = Field(None, max_length=60)
    ids: list[UUID] = Field(default_factory=list, max_length=10_000)
    filter: dict[str, Any] | None = None
    q: str = Field("", max_length=200)
    scope: str | None = Field(None, max_length=100)


def ask(actor: Actor, asked: Asked) -> UUID:
    """Begin a transfer, or find what waits already of somebody who has left; raises Denied, Missing, Invalid."""
    if all(access.scope_of(actor, spec, Verb.ASSIGN) is Scope.NONE for spec, _ in passing().values()):
        raise Denied(NOT_YOURS, code="not_yours")
    if asked.object is not None and asked.object not in passing():
        raise Missing
    if bool(asked.ids) and asked.filter is not None:
        raise Invalid.at("filter", "either", EITHER)
    if asked.person is None and not (asked.object and (asked.ids or asked.filter is not None)):
        raise Invalid.at("person", "required", WHOSE)
    with changes(actor, "hand_over", asked.reason or "") as tx:
        waiting = _waiting([asked.person] if asked.person else [])
        if waiting and asked.object is None and _may(actor, waiting[0]):
            return waiting[0].id
        people, ids = _chosen(actor, asked) if asked.object else ({asked.person}, [])
        chosen = {asked.object: [str(each) for each in ids]} if asked.object else None
        person = next(iter(people)) if len(people) == 1 else None
        left = chosen is None and person is not None and bool(_gone([person])) and not _waiting([person])
        values = {"person": person, "reason": asked.reason, "chosen": chosen, "owner": actor.id, "left": left}
        made: UUID = tx.add("handover", values).id
        return made


def _chosen(actor: Actor, asked: Asked) -> tuple[set[UUID | None], list[UUID]]:
    """(people, records of theirs) of those asked for that the actor sees and somebody has; raises Conflict for none."""
    spec = passing()[str(asked.object)][0]
    target = {"filter": asked.filter, "q": asked.q, "scope": asked.scope}
    parts = [choosing.condition(actor, spec, target), Sql("r.owner_id IS NOT NULL")]
    if asked.filter is None:
        parts = [access.visible_to(actor, spec), Sql("r.id = ANY(%s)", (asked.ids,)), *parts[1:]]
    if asked.person is not None:
        parts.append(Sql("r.owner_id = %s", (asked.person,)))
    query = f"SELECT r.id, r.owner_id FROM {table(spec.model)} r WHERE "
    found = fetch(Sql(query) + all_of(parts) + Sql(" ORDER BY r.id LIMIT %s", (choosing.MOST + 1,)))
    if not found:
        raise Conflict(NOBODYS, code="nobodys")
    if len(found) > choosing.MOST:
        raise BadRequest(choosing.TOO_MANY.fill(most=f"{choosing.MOST:,}"), code="too_many")
    return {row["owner_id"] for row in found}, [row["id"] for row in found]


def close(actor: Actor, handover: UUID) -> None:
    """Nothing of it needs to be distributed any more."""
    with changes(actor, "close") as tx:
        found = yours(tx, handover)
        tx.set("handover", found, {"state": State.CLOSED.value})


def visible(actor: Actor, handover: UUID) -> Handover:
    """A handover the actor distributes, had part in, or sees as an administrator; raises Missing."""
    spec = registry.get("handover")
    query = Sql(f"SELECT r.* FROM {table(spec.model)} r WHERE r.id = %s AND ", (handover,))
    found = fetch(query + access.visible_to(actor, spec))
    if not found:
        raise Missing
    return cast("Handover", instance(spec, found[0]))


def yours(tx: Tx, handover: UUID, *, open_: bool = True) -> Handover:
    """The handover, locked, for whoever distributes it; raises Missing, Denied, Conflict."""
    if not _may(tx.actor, visible(tx.actor, handover)):
        raise Denied(NOT_ADDRESSED, code="not_addressed")
    spec = registry.get("handover")
    found = cast("Handover", instance(spec, gate.relock(spec, handover)))
    if open_ and found.state == State.CLOSED:
        raise Conflict(NOT_OPEN, code="not_open")
    return found


def _may(actor: Actor, found: Handover) -> bool:
    return actor.admin or found.owner_id == actor.id


def heard(entries: Sequence[Entry]) -> None:
    """Queue what those have who were switched off, close what waits of those who were let back in."""
    people = {each.record for each in entries}
    gone = set(_gone(people))
    with changes(system(VIA), "leave") as tx:
        for each in _waiting(people - gone):
            tx.set("handover", each, {"state": State.CLOSED.value})
        known = {each.person_id for each in _waiting(gone)}
        everybody = People() if gone - known else None
        for person in sorted(gone - known) if everybody else ():
            by = next(each.actor for each in entries if each.record == person)
            _queue(tx, cast("People", everybody), person, by)


def _gone(people: Iterable[UUID]) -> list[UUID]:
    """Those of them who may not sign in any more, locked, so that the same is not queued twice."""
    users = table(registry.get("user").model)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {users} WHERE id = ANY(%s) AND (state = 'disabled' OR deleted_at IS NOT NULL)"
            " ORDER BY id FOR UPDATE",
            [list(people)],
        )
        return [row[0] for row in cursor.fetchall()]


def _waiting(people: Iterable[UUID]) -> list[Handover]:
    wanted = {"person__in": list(people), "state": State.OPEN.value, "left": True, "deleted_at": None}
    return list(Handover._base_manager.filter(**wanted).order_by("created_at"))


def _queue(tx: Tx, everybody: People, person: UUID, by: UUID) -> None:
    """One who has nothing leaves nothing to be done."""
    named = places.standing(tx.actor, person)
    if not (named or held(tx.actor, person) or to_decide(person)):
        return
    superior = next((each for each in everybody.above(person) if everybody.active(each)), None)
    made = tx.add("handover", {"person": person, "left": True, "owner": superior})
    told = {superior} if superior else set(everybody.administrators())
    _tell(tx, made, "queued", told - {by})
    if named:
        _tell(tx, made, "named", {*everybody.administrators()} - told - {by})


def _tell(tx: Tx, made: Handover, news: str, to: Set[UUID]) -> None:
    if to:
        tx.note("handover", made, "tell", {"news": news, "to": [str(each) for each in sorted(to)]})


def put_away(actor: Actor, part: UUID) -> None:
    """The successor needs the briefing no more; raises Missing."""
    with changes(actor, "put_away") as tx:
        tx.set("handover_part", mine(actor, part), {"seen": True})
