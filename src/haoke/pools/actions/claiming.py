"""Claiming from a pool: one gets it, everybody else is told why not."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import clock, registry
from haoke.core.errors import Conflict, Refused
from haoke.core.records import changes, storage
from haoke.core.sql import Sql
from haoke.core.text import T, say
from haoke.pools.actions.parts import pass_on
from haoke.pools.models import Ownership
from haoke.pools.queries import pools, quotas
from haoke.pools.queries.standing import PLACE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec
    from haoke.pools.models import Pool

MOST: Final = 100
QUICKER = T("{who} was quicker", "手慢了，{who}已领取")
NOT_THERE = T("It is no longer in this pool", "该记录已不在此公海")
ALL_CLAIMED = T("You have claimed all {most} you may claim today", "今日领取已达上限 {most} 条")
ENOUGH = T("You own {has} of at most {most}; return some first", "您已拥有 {has} 条，上限 {most} 条，请先退回部分记录")
COOLING = T("You had it yourself; you may claim it again from {day}", "您曾是负责人，{day} 起可再次领取")

Reason = tuple[str, T]


class Claiming(BaseModel):
    """`trial`: say what would be refused, and claim nothing."""

    model_config = ConfigDict(extra="forbid")
    records: Annotated[list[UUID], Field(min_length=1, max_length=MOST)]
    trial: bool = False


class _OnlyTried(Exception):
    pass


def claim(actor: Actor, pool_id: UUID, data: Claiming) -> dict[str, Any]:
    """{claimed: [id], refused: [{id, code, message}]}; raises Conflict with the first reason when nothing was.

    A trial raises nothing of what it would refuse, and goes through the same lines.
    """
    pool = pools.entered(actor, pool_id)
    told: dict[str, Any] = {}
    with suppress(_OnlyTried), changes(actor, "claim") as tx:
        told = _claimed(tx, pool, data)
        if data.trial:
            raise _OnlyTried
        if not told["claimed"]:
            first = told["refused"][0]
            raise Conflict(first["message"], code=first["code"], extra={"refused": _said(told["refused"])})
    return {**told, "refused": _said(told["refused"])}


def _claimed(tx: Tx, pool: Pool, data: Claiming) -> dict[str, Any]:
    """What becomes of each record, `message` in both languages."""
    spec = registry.get(pool.object)
    allowance = Allowance(tx.actor.id, pool, spec.key)
    found = standing(spec, data.records)
    cooling = _cooling(tx.actor.id, pool, data.records)
    claimed: list[str] = []
    refused: list[dict[str, Any]] = []
    for record in dict.fromkeys(data.records):
        reason = not_free(pool, found.get(record)) or cooling.get(record) or allowance.against()
        reason = reason or _taken(tx, spec.key, record, pool, trial=data.trial)
        if reason is None:
            allowance.take()
            claimed.append(str(record))
        else:
            refused.append({"id": str(record), "code": reason[0], "message": reason[1]})
    return {"claimed": claimed, "refused": refused}


def _taken(tx: Tx, key: str, record: UUID, pool: Pool, *, trial: bool) -> Reason | None:
    """Make it the actor's; a trial says what rules and gates have against it."""
    try:
        tx.set(key, record, {"owner": tx.actor.id, **protection(pool)})
        pass_on(tx, key, [(record, None, tx.actor.id)])
    except Refused as against:
        if not trial:
            raise
        return against.code, against.message
    return None


def _said(refused: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**each, "message": say(each["message"])} for each in refused]


class Allowance:
    """What a person may still take from a pool today; his claims wait for each other, so that two windows are one."""

    def __init__(self, person: UUID, pool: Pool, key: str, *, daily: bool = True) -> None:
        quotas.wait_for([person], key)
        self.pool = pool if daily else None
        self.claimed = quotas.claimed_today(person, pool) if daily and pool.daily_claims is not None else 0
        self.owned = quotas.standing(person, key, "owned")

    def against(self) -> Reason | None:
        """Why not one more."""
        if self.pool and self.pool.daily_claims is not None and self.claimed >= self.pool.daily_claims:
            return "daily_claims", ALL_CLAIMED.fill(most=self.pool.daily_claims)
        if self.owned and self.owned["has"] >= self.owned["most"]:
            return "quota", ENOUGH.fill(**self.owned)
        return None

    def take(self) -> None:
        """One more is taken."""
        self.claimed += 1
        if self.owned:
            self.owned["has"] += 1


def standing(spec: ObjectSpec, records: Sequence[UUID]) -> dict[UUID, storage.Row]:
    """The rows, locked in the order of their ids: of two who claim the same the second waits, and sees the first."""
    query = f'SELECT id, owner_id, {PLACE}_id AS "pool" FROM {storage.table(spec.model)} WHERE id = ANY(%s)'
    query += " AND deleted_at IS NULL ORDER BY id FOR UPDATE"
    found = storage.fetch(Sql(query, (list(records),)))
    # Asked only now: a join would be of the moment before the wait.
    owners = {row["owner_id"] for row in found if row["owner_id"] is not None}
    users = "SELECT id, name FROM identity_user WHERE id = ANY(%s)"
    names = {row["id"]: row["name"] for row in storage.fetch(Sql(users, (list(owners),)))} if owners else {}
    return {row["id"]: row | {"owner": names.get(row["owner_id"])} for row in found}


def not_free(pool: Pool, row: storage.Row | None) -> Reason | None:
    """Why a record cannot be taken from the pool by anybody.

    Of records that never stood there nothing is told but that they do not.
    """
    if row is None or (row["pool"] != pool.id and not _left(pool, row["id"])):
        return "not_there", NOT_THERE
    if row["owner_id"] is not None:
        return "taken", QUICKER.fill(who=row["owner"])
    return None if row["pool"] == pool.id else ("not_there", NOT_THERE)


def _left(pool: Pool, record: UUID) -> bool:
    """Whether its present owner has it out of that pool."""
    return Ownership.objects.filter(record=record, until=None, pool=pool.id).exists()


def protection(pool: Pool) -> dict[str, date]:
    """What a new owner is given: some days without the rules."""
    return {"protected_until": clock.today() + timedelta(pool.protect_days)} if pool.protect_days else {}


def _cooling(person: UUID, pool: Pool, records: Sequence[UUID]) -> dict[UUID, Reason]:
    """Those the person had until lately, and from when on he may have them again."""
    if not pool.cool_off_days:
        return {}
    had = Ownership.objects.filter(object=pool.object, record__in=records, owner=person).exclude(until=None)
    last = dict(had.order_by("until").values_list("record", "until"))
    return dict(_still(last, pool.cool_off_days))


def _still(last: dict[UUID, Any], days: int) -> Iterator[tuple[UUID, Reason]]:
    for record, until in last.items():
        free = until + timedelta(days)
        if free > clock.now():
            day = free.astimezone(clock.timezone()).date()
            yield record, ("cooling", COOLING.fill(day=day.isoformat()))
