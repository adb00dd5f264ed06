"""How many records somebody may claim today, own and lock, and how many he has."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from haoke.core import clock, registry
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, ident
from haoke.pools.models import OwnerQuota, Ownership
from haoke.pools.queries.declared import pooled

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.pools.models import Pool

_ABOVE = """WITH RECURSIVE above(id) AS (SELECT department_id FROM identity_user WHERE id = %s
    UNION SELECT d.parent_id FROM identity_department d JOIN above a ON d.id = a.id WHERE d.parent_id IS NOT NULL)
    SELECT id FROM above WHERE id IS NOT NULL"""


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
    quota = _quota(person, key, kind)
    return None if quota is None else {"most": quota.most, "has": _has(person, key, quota)}


def _quota(person: UUID, key: str, kind: str) -> OwnerQuota | None:
    """The most generous of those that apply to a person."""
    found = list(OwnerQuota._base_manager.filter(deleted_at=None, active=True, object=key, kind=kind).order_by("-most"))
    above = {row[0] for row in rows(Sql(_ABOVE, (person,)))} if any(each.to_departments for each in found) else set()
    for each in found:
        users, departments = each.to_users or [], each.to_departments or []
        if not (users or departments) or person in users or above & set(departments):
            return each
    return None


def _has(person: UUID, key: str, quota: OwnerQuota) -> int:
    """How many records of the object count towards a quota of that person."""
    table = ident(registry.get(key).model._meta.db_table)
    parts = [f"SELECT count(*) FROM {table} r WHERE r.deleted_at IS NULL AND r.owner_id = %s"]
    if quota.kind == "locked":
        parts.append("r.locked")
    if not quota.won_counts and pooled(key).won:
        parts.append(f"NOT ({pooled(key).won})")
    return int(rows(Sql(" AND ".join(parts), (person,)))[0][0])
