"""Giving records out of a pool to people: by its administrators, by hand or by turns, chance or load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.db.models import Max
from pydantic import BaseModel, ConfigDict, Field

from haoke.assignment.choices import By
from haoke.assignment.queries import chosen, people
from haoke.core import registry
from haoke.core.errors import Conflict, Denied, Invalid
from haoke.core.records import changes, storage
from haoke.core.sql import Sql
from haoke.core.text import T, say
from haoke.identity.queries import everybody
from haoke.pools.actions.claiming import MOST, NOT_THERE, Allowance, not_free, protection, standing
from haoke.pools.actions.parts import pass_on
from haoke.pools.models import Ownership, Pool
from haoke.pools.queries import pools

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

NOT_HIS = T("Only administrators of the pool assign from it", "只有公海管理员可以分配")
NOBODY = T("Choose somebody who is active", "请选择在职人员")
NO_MEMBERS = T("Nobody of the pool may have more", "公海成员均已达上限")


class Giving(BaseModel):
    """To one person (`to`), or to the members: by turns, by chance, or to whoever has the fewest."""

    model_config = ConfigDict(extra="forbid")
    records: Annotated[list[UUID], Field(min_length=1, max_length=MOST)]
    to: UUID | None = None
    by: Literal["turns", "chance", "load"] | None = None


def assign(actor: Actor, pool_id: UUID, data: Giving) -> dict[str, Any]:
    """{assigned: [{id, owner}], refused: [{id, code, message}]}; raises Denied, Invalid, Conflict."""
    pool = pools.entered(actor, pool_id)
    if not pools.administers(actor, pool):
        raise Denied(NOT_HIS, code="not_administrator")
    if (data.to is None) == (data.by is None):
        raise Invalid.at("to", "required", NOBODY)
    with changes(actor, "assign") as tx:
        return _given(tx, pool, data)


def give(tx: Tx, key: str, record: UUID, to: UUID) -> None:
    """Give somebody who asked for it what stands in a pool, as its administrators do; raises Refused."""
    pool = Pool._base_manager.filter(id__in=pools.standing_in(key, [record]).values()).first()
    if pool is None:
        raise Conflict(NOT_THERE, code="not_there")
    _given(tx, pool, Giving(records=[record], to=to))


def _given(tx: Tx, pool: Pool, data: Giving) -> dict[str, Any]:
    spec = registry.get(pool.object)
    receivers = _Receivers(pool, data)
    found = standing(spec, data.records)
    assigned, refused = [], []
    for record in dict.fromkeys(data.records):
        against = not_free(pool, found.get(record))
        owner = None if against else receivers.next()
        if owner is None:
            code, message = against or receivers.full()
            refused.append({"id": str(record), "code": code, "message": say(message)})
            continue
        tx.set(spec.key, record, {"owner": owner, **protection(pool)})
        pass_on(tx, spec.key, [(record, None, owner)])
        assigned.append({"id": str(record), "owner": str(owner)})
    if not assigned:
        code, message = against or receivers.full()
        raise Conflict(message, code=code, extra={"refused": refused})
    return {"assigned": assigned, "refused": refused}


class _Receivers:
    """Who is next; whoever has reached his quota is passed over."""

    def __init__(self, pool: Pool, data: Giving) -> None:
        self.by = By(data.by or By.TURNS)
        self.people = _members(pool) if data.by else _one(data.to)
        allowances = [(each, Allowance(each, pool, pool.object, daily=False)) for each in sorted(self.people)]
        self.allowances = dict(allowances)
        self.load = _loads(pool, self.people) if data.by == "load" else {}
        self.turns = _turns(pool, self.people)
        self.reason: tuple[str, T] = ("no_members", NO_MEMBERS)

    def full(self) -> tuple[str, T]:
        """Why nobody takes more: of one person his own reason."""
        if len(self.people) == 1 and (reason := self.allowances[self.people[0]].against()):
            return reason
        return self.reason

    def next(self) -> UUID | None:
        """The person the next record goes to; None when nobody may have more."""
        free = [each for each in self.people if self.allowances[each].against() is None]
        if not free:
            return None
        person = chosen(self.by, free, self.turns, self.load)
        self.allowances[person].take()
        self.turns[person] = max(self.turns.values(), default=0) + 1
        self.load[person] = self.load.get(person, 0) + 1
        return person


def _one(person: UUID | None) -> list[UUID]:
    found = people([person]) if person else []
    if not found:
        raise Invalid.at("to", "not_found", NOBODY)
    return found


def _members(pool: Pool) -> list[UUID]:
    if pool.everyone:
        return everybody()
    return people(pool.member_users or (), pool.member_departments or ())


def _turns(pool: Pool, members: list[UUID]) -> dict[UUID, int]:
    """{person: his last turn}: the last record of this pool he was given."""
    given = Ownership.objects.filter(object=pool.object, pool=pool.id, how="assigned", owner__in=members)
    return dict(given.order_by().values_list("owner").annotate(last=Max("id")))


def _loads(pool: Pool, people: list[UUID]) -> dict[UUID, int]:
    """How many records of the pool's object each has."""
    table = storage.table(registry.get(pool.object).model)
    query = f"SELECT owner_id, count(*) AS n FROM {table} WHERE deleted_at IS NULL AND owner_id = ANY(%s) GROUP BY 1"
    return {row["owner_id"]: row["n"] for row in storage.fetch(Sql(query, (people,)))}
