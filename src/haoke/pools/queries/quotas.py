"""How many records somebody may claim today, own and lock, and how many he has."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.db import connection

from haoke.core import clock, registry
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, ident
from haoke.pools.models import OwnerQuota, Ownership
from haoke.pools.queries.declared import pooled

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.pools.models import Pool

_ABOVE = """WITH RECURSIVE above(person, id) AS (SELECT id, department_id FROM identity_user WHERE id = ANY(%s)
    UNION SELECT a.person, d.parent_id FROM identity_department d JOIN above a ON d.id = a.id)
    SELECT person, id FROM above WHERE id IS NOT NULL"""
_WAIT = """SELECT pg_advisory_xact_lock(hashtextextended('pools:' || person || ':' || %s, 0))
    FROM (SELECT unnest(%s::uuid[])::text AS person ORDER BY 1) x"""


def daily(actor: Actor, pool: Pool) -> dict[str, Any] | None:
    """{most, left} of today's claims from the pool; None without a limit."""
    if pool.daily_claims is None:
        return None
    return {"most": pool.daily_claims, "left": max(0, pool.daily_claims - claimed_today(actor.id, pool))}


def claimed_today(person: UUID, pool: Pool) -> int:
    """How many records a person has claimed from the pool on this day of the company."""
    midnight = datetime.combine(clock.today(), time(), clock.timezone())
    return Ownership.objects.filter(owner=person, how="claimed", pool=pool.id, since__gte=midnight).count()


def standing(person: UUID, key: str, kind: str) -> dict[str, Any] | None:
    """{most, has} of what a person may own or lock of an object; None without a quota."""
    return all_standing([person], key, kind).get(person)


def all_standing(people: Collection[UUID], key: str, kind: str) -> dict[UUID, dict[str, Any]]:
    """The same of those of the people there is a quota for."""
    quotas, chosen = _quotas(people, key, kind)
    found: dict[UUID, dict[str, Any]] = {}
    for quota in quotas:
        theirs = [person for person in people if chosen.get(person) == quota.id]
        has = _has(theirs, key, quota) if theirs else {}
        found |= {each: {"most": quota.most, "has": has.get(each, 0)} for each in theirs}
    return found


def room(key: str, people: Collection[UUID], *, real: bool) -> dict[UUID, int]:
    """{person: how many more records of an object he may own}; `real`: meanwhile nobody else gives him any."""
    if "owner_quota" in registry.off() or not _in_use(key, "owned"):
        return {}
    if real:
        wait_for(people, key)
    return {person: held["most"] - held["has"] for person, held in all_standing(people, key, "owned").items()}


def wait_for(people: Collection[UUID], key: str) -> None:
    """Until the end of the transaction nobody else gives these people records of the object."""
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, [key, list(people)])


def _in_use(key: str, kind: str) -> list[OwnerQuota]:
    return list(OwnerQuota._base_manager.filter(deleted_at=None, active=True, object=key, kind=kind).order_by("-most"))


def _quotas(people: Collection[UUID], key: str, kind: str) -> tuple[list[OwnerQuota], dict[UUID, UUID]]:
    """(quotas in use, {person: the most generous that applies to him})."""
    found, above = _in_use(key, kind), defaultdict[Any, set[Any]](set)
    for person, department in rows(Sql(_ABOVE, (list(people),))) if any(each.to_departments for each in found) else ():
        above[person].add(department)
    chosen: dict[UUID, UUID] = {}
    for each in found:
        users, departments = set(each.to_users or ()), set(each.to_departments or ())
        for person in people:
            if not (users or departments) or person in users or above[person] & departments:
                chosen.setdefault(person, each.id)
    return found, chosen


def _has(people: Collection[UUID], key: str, quota: OwnerQuota) -> dict[UUID, int]:
    """How many records of the object count towards a quota of each of the people."""
    table = ident(registry.get(key).model._meta.db_table)
    parts = [f"SELECT r.owner_id, count(*) FROM {table} r WHERE r.deleted_at IS NULL AND r.owner_id = ANY(%s)"]
    if quota.kind == "locked":
        parts.append("r.locked")
    if not quota.won_counts and pooled(key).won:
        parts.append(f"NOT ({pooled(key).won})")
    return dict(rows(Sql(" AND ".join(parts) + " GROUP BY 1", (list(people),))))
