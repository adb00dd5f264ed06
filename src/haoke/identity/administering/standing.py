"""Where people stand to each other, in words: chains of managers and departments, and shares that reach somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from haoke.core import clock
from haoke.core.text import T
from haoke.identity.models import Department, RecordShare, User

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from django.db import models

    from haoke.core.access.actor import Actor

HIMSELF = T("{who} owns it", "{who}是负责人")
MANAGERS = T("Owner {owner} reports to {who}: {chain}", "负责人{owner}的上级是{who}：{chain}")
COLLEAGUES = T(
    "Owner {owner} works in department “{department}”, as {who} does", "负责人{owner}与{who}同在部门“{department}”"
)
OWNERS_DEPARTMENT = T("Owner {owner} works in department “{department}”", "负责人{owner}在部门“{department}”")
SAME = T("{who} works in that department", "{who}在该部门")
BELOW = T(
    "“{department}” is below “{above}”, where {who} works: {chain}", "“{department}”隶属{who}所在的“{above}”：{chain}"
)
SHARED = T("{by} shared it with {receiver} on {day}", "{by}于 {day} 共享给{receiver}")
UNTIL = T("{share}, until {day}", "{share}，有效期至 {day}")
SOMEBODY = T("somebody", "某人")

_MANAGERS = """
WITH RECURSIVE up(id, name, manager_id, n) AS (
  SELECT id, name, manager_id, 0 FROM identity_user WHERE id = %s
  UNION ALL SELECT u.id, u.name, u.manager_id, n + 1 FROM identity_user u JOIN up ON u.id = up.manager_id
  WHERE up.id <> %s AND n < 50)
SELECT name FROM up ORDER BY n
"""
_DEPARTMENTS = """
WITH RECURSIVE up(id, name, parent_id, n) AS (
  SELECT id, name, parent_id, 0 FROM identity_department WHERE id = %s
  UNION ALL SELECT d.id, d.name, d.parent_id, n + 1 FROM identity_department d JOIN up ON d.id = up.parent_id
  WHERE up.id <> %s AND n < 50)
SELECT name FROM up ORDER BY n
"""


def reached(person: Actor, owner: UUID) -> list[T]:
    """Why the owner of a record is among those whose records the person reaches: by the nearest relation."""
    named = name(User, owner)
    if owner == person.id:
        return [HIMSELF.fill(who=person.name)]
    if owner in person.reports:
        chain = " → ".join(_chain(_MANAGERS, owner, person.id))
        return [MANAGERS.fill(owner=named, who=person.name, chain=chain)]
    place = User.objects.values_list("department_id", flat=True).get(pk=owner)
    if owner in person.department_members:
        return [COLLEAGUES.fill(owner=named, who=person.name, department=department(place))]
    return [OWNERS_DEPARTMENT.fill(owner=named, department=department(place)), *below(person, place)]


def below(person: Actor, place: UUID) -> list[T]:
    """How a department lies to the one the person works in."""
    if person.department is None or place == person.department:
        return [SAME.fill(who=person.name)]
    chain = " → ".join(_chain(_DEPARTMENTS, place, person.department))
    above = department(person.department)
    return [BELOW.fill(department=department(place), above=above, who=person.name, chain=chain)]


def _chain(statement: str, first: UUID, last: UUID) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [first, last])
        return [row[0] for row in cursor.fetchall()]


def department(place: UUID | None) -> Any:
    """The name of a department."""
    return name(Department, place)


def name(model: type[models.Model], record: UUID | None) -> Any:
    """The name of a person or department, whoever it is."""
    found = model._default_manager.filter(pk=record).values_list("name", flat=True).first()
    return found or SOMEBODY


def shares(person: Actor, key: str, record: UUID) -> list[T]:
    """Shares of the record that reach the person now: who gave them to whom, and when."""
    to = Q(to_user=person.id) | Q(to_department__in=person.above) | Q(to_team__in=person.teams)
    held = Q(until=None) | Q(until__gt=timezone.now())
    found = RecordShare.objects.filter(to, held, object=key, record=record, deleted_at=None)
    return [_share(each) for each in found.select_related("to_user", "to_department", "to_team").order_by("created_at")]


def _share(share: RecordShare) -> T:
    receiver = share.to_user or share.to_department or share.to_team
    said = SHARED.fill(
        by=name(User, share.created_by_id), receiver=receiver.name if receiver else "", day=_day(share.created_at)
    )
    return UNTIL.fill(share=said, day=_day(share.until)) if share.until else said


def _day(at: datetime) -> date:
    return at.astimezone(clock.timezone()).date()
