"""Rules of notices: which happenings they concern, and whom they tell."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import connection

from haoke.core import access, criteria, registry
from haoke.core.access.actor import Verb, system
from haoke.core.errors import BadRequest, Refused
from haoke.core.records import storage
from haoke.core.spec import RuleBroken
from haoke.core.sql import Sql, ident
from haoke.core.text import T
from haoke.inbox.models import NoticeRule
from haoke.inbox.notices.following import followers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.core.spec import Change, ObjectSpec
    from haoke.inbox.notices.happening import Happening

log = logging.getLogger(__name__)

NO_OBJECT = T("There is no object “{key}”; there are: {known}", "没有对象“{key}”，可用的对象：{known}")
NO_FIELD = T("“{object}” has no field “{field}”", "“{object}”没有字段“{field}”")
NOBODY = T("Say whom to tell", "请选择要通知的人")
_RECEIVERS = ("concerned", "to_users", "to_roles", "to_departments", "to_teams")
_PEOPLE = (
    "SELECT u.id FROM identity_user u WHERE u.deleted_at IS NULL AND u.state = 'active' AND (u.id = ANY(%s)"
    " OR u.roles && %s::uuid[] OR u.department_id = ANY(%s)"
    " OR u.id IN (SELECT m.user_id FROM identity_teammember m WHERE m.team_id = ANY(%s) AND m.deleted_at IS NULL))"
)


def rule_makes_sense(change: Change) -> None:
    """A rule names an object, fields it has, a condition on them, and somebody to tell."""
    after = change.after
    known = {key: spec for key, spec in registry.objects().items() if not spec.internal}
    spec = known.get(after["object"])
    if spec is None:
        raise RuleBroken.at("object", "unknown", NO_OBJECT.fill(key=after["object"], known=", ".join(sorted(known))))
    for name in after.get("fields") or ():
        if name not in registry.fields(spec.key):
            raise RuleBroken.at("fields", "unknown", NO_FIELD.fill(object=spec.label, field=name))
    if after.get("condition"):
        try:
            criteria.parse(after["condition"], spec, change.actor)
        except BadRequest as refused:
            raise RuleBroken.at("condition", refused.code, refused.message) from None
    if not any(after.get(name) for name in _RECEIVERS):
        raise RuleBroken.at("to_roles", "nobody", NOBODY)


def ruled(found: Sequence[Happening]) -> Iterator[tuple[NoticeRule, Happening, set[UUID]]]:
    """(rule, happening, people) of every rule in force."""
    keys = {each.object for each in found}
    for rule in NoticeRule.objects.filter(active=True, deleted_at=None, object__in=keys).order_by("created_at", "id"):
        try:
            concerned = _concerned(rule, [each for each in found if each.object == rule.object])
        except Refused:
            # Its condition names something that is no longer there; the rule says so when it is opened and saved.
            log.warning("rule of notices %s does not fit its object any more", rule.id, exc_info=True)
            continue
        people = _receivers(rule, {each.record for each in concerned})
        for each in concerned:
            yield rule, each, people.get(each.record, set())


def _concerned(rule: NoticeRule, found: Sequence[Happening]) -> list[Happening]:
    heard = [each for each in found if each.what in rule.happens and _touches(rule, each)]
    if rule.by_roles:
        doers = _holders({each.entry.actor for each in heard}, rule.by_roles)
        heard = [each for each in heard if each.entry.actor in doers]
    if rule.condition and heard:
        meet = _meet(registry.get(rule.object), rule.condition, {each.record for each in heard})
        heard = [each for each in heard if each.record in meet]
    return heard


def _touches(rule: NoticeRule, happening: Happening) -> bool:
    return happening.what != "update" or not rule.fields or not happening.fields.isdisjoint(rule.fields)


def _meet(spec: ObjectSpec, condition: Any, ids: Collection[UUID]) -> set[UUID]:
    """Those of the records that meet the condition now."""
    actor = system()
    query = Sql(f"SELECT r.id FROM {ident(spec.model._meta.db_table)} r WHERE r.id = ANY(%s) AND ", (list(ids),))
    query += access.visible_to(actor, spec, Verb.READ) + Sql(" AND ")
    query += criteria.compile(criteria.parse(condition, spec, actor), spec, actor)
    return {row["id"] for row in storage.fetch(query)}


def _holders(people: Collection[UUID], roles: Collection[UUID]) -> set[UUID]:
    return _ids("SELECT id FROM identity_user WHERE id = ANY(%s) AND roles && %s::uuid[]", list(people), list(roles))


def _ids(query: str, *given: Any) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return {row[0] for row in cursor.fetchall()}


def _receivers(rule: NoticeRule, records: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """{record: whom the rule tells}."""
    listed = [rule.to_users, rule.to_roles, rule.to_departments, rule.to_teams]
    named = _ids(_PEOPLE, *(list(each or ()) for each in listed)) if any(listed) else set()
    worked = involved(registry.get(rule.object), records, named) if rule.involved else {}
    following = followers(records)
    owners = in_charge(registry.get(rule.object), records)
    concerned = set(rule.concerned or ())
    found: dict[UUID, set[UUID]] = {}
    for record in records:
        owner = {owners[record]} if record in owners else set()
        near = worked.get(record, set()) | following.get(record, set()) | owner
        told = named & near if rule.involved else set(named)
        told |= owner if "owner" in concerned else set()
        told |= following.get(record, set()) if "followers" in concerned else set()
        found[record] = told
    return found


def in_charge(spec: ObjectSpec, records: Collection[UUID]) -> Mapping[UUID, UUID]:
    """{record: owner} of those that have one."""
    query = Sql(f"SELECT r.id, r.owner_id FROM {ident(spec.model._meta.db_table)} r WHERE r.id = ANY(%s) AND ")
    query = Sql(query.text, (list(records),)) + access.visible_to(system(), spec, Verb.READ)
    return {row["id"]: row["owner_id"] for row in storage.fetch(query) if row["owner_id"] is not None}


def involved(spec: ObjectSpec, records: Collection[UUID], people: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """{record: those of the people who have written to it, or have something tied to it}."""
    given = (list(records), list(people))
    parts = [
        Sql("SELECT e.record, e.actor FROM log.entry e WHERE e.record = ANY(%s) AND e.actor = ANY(%s)", given),
        *(
            Sql(
                f"SELECT l.{ident(link.record)}, c.owner_id FROM {ident(link.model._meta.db_table)} l"
                f" JOIN {ident(child.model._meta.db_table)} c ON c.id = l.{ident(link.child + '_id')}"
                f" WHERE l.deleted_at IS NULL AND c.deleted_at IS NULL AND l.{ident(link.object)} = %s"
                f" AND l.{ident(link.record)} = ANY(%s) AND c.owner_id = ANY(%s)",
                (spec.key, *given),
            )
            for child in registry.objects().values()
            if (link := child.links) is not None
        ),
    ]
    found: dict[UUID, set[UUID]] = {}
    with connection.cursor() as cursor:
        for part in parts:
            cursor.execute(part.text, part.params)
            for record, person in cursor.fetchall():
                found.setdefault(record, set()).add(person)
    return found
