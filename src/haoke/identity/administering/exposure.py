"""What a change of rights would open and close, worked out before it is saved: for whom, how much, which fields.

The change is really made, by the same rules as the true one, and taken back; what people could reach before and after
are two predicates of the policy, and what lies between them is counted. That costs at most `PEOPLE` people,
`MOST` rows each and object, and `SECONDS` altogether; whatever was not counted is said.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.db import connection, transaction
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import registry
from haoke.core.access import field_right, readable, scope_of, visible_to
from haoke.core.access.actor import Scope, Verb
from haoke.core.records import changes
from haoke.core.records.reading.running import rows_within
from haoke.core.sql import Sql, all_of, ident
from haoke.core.text import say
from haoke.identity import actors
from haoke.identity.administering.catalog import verb_label
from haoke.identity.models import TeamMember, User
from haoke.identity.rights import verbs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec

MOST, PEOPLE, SECONDS, LISTED = 10_000, 100, 6.0, 20


class Planned(BaseModel):
    """A change of a role, a person's place or roles, a department's place, or a membership; `id` None: a new record."""

    model_config = ConfigDict(extra="forbid")
    object: Literal["role", "user", "department", "team_member"]
    id: UUID | None = None
    values: dict[str, Any] = Field(default_factory=dict)
    delete: bool = False


# Whom a change of these people and departments may concern: themselves, who stands above them, who works there,
# above there or below there. Who may not sign in sees nothing.
_NEAR = """
WITH RECURSIVE
  chain(id) AS (SELECT manager_id FROM identity_user WHERE id = ANY(%(users)s)
    UNION SELECT u.manager_id FROM identity_user u JOIN chain c ON u.id = c.id),
  above(id) AS (SELECT unnest(%(departments)s::uuid[])
    UNION SELECT d.parent_id FROM identity_department d JOIN above a ON d.id = a.id),
  below(id) AS (SELECT unnest(%(moved)s::uuid[])
    UNION SELECT d.id FROM identity_department d JOIN below b ON d.parent_id = b.id)
SELECT u.id, u.name FROM identity_user u
WHERE u.deleted_at IS NULL AND u.state <> 'disabled' AND (u.id = ANY(%(users)s) OR u.id IN (SELECT id FROM chain)
  OR u.department_id IN (SELECT id FROM above) OR u.department_id IN (SELECT id FROM below) OR u.roles && %(roles)s)
ORDER BY u.name, u.id
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the change concerns, as he was and as he would be."""

    id: UUID
    name: str
    before: Actor
    after: Actor


@dataclass(slots=True)
class Between:
    """What opens or closes of one object: ids of rows up to MOST, by person the number of them, what else changes."""

    gained: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    verbs: dict[str, dict[bool, int]] = field(default_factory=dict)
    fields: dict[str, dict[bool, int]] = field(default_factory=dict)
    gaining: dict[UUID, int] = field(default_factory=dict)
    losing: dict[UUID, int] = field(default_factory=dict)


def exposure(actor: Actor, planned: Planned) -> dict[str, Any]:
    """What the change would open and close of what the actor reads himself; raises whatever the change would raise."""
    people, more = _concerned(actor, planned)
    ends, unfinished = time.monotonic() + SECONDS, False
    found: dict[str, Between] = {}
    for spec in registry.objects().values():
        if not _counted(spec) or scope_of(actor, spec, Verb.READ) is Scope.NONE:
            continue
        between, mine = Between(), visible_to(actor, spec)
        for person in people:
            _compare(actor, spec, person, between)
            unfinished = not _count(spec, person, mine, between, ends) or unfinished
        found[spec.key] = between
    return _told(people, more, found, unfinished=unfinished)


def _counted(spec: ObjectSpec) -> bool:
    """Whether records of the object are counted: not parts and remarks, which follow others."""
    return not (spec.internal or spec.parent or spec.about or spec.own)


def _concerned(actor: Actor, planned: Planned) -> tuple[list[Person], int]:
    """People whose rights the change alters, by name, and how many it may concern beyond those looked at."""
    with transaction.atomic():
        near = _near(planned, planned.id)
        before = {user: actors.as_if(user) for user in islice(near, PEOPLE)}
        with changes(actor, "preview") as tx:
            made = _apply(tx, planned)
        near |= _near(planned, made)
        looked = dict(sorted(near.items(), key=lambda pair: pair[1])[:PEOPLE])
        after = {user: actors.as_if(user) for user in looked}
        transaction.set_rollback(True)
    before |= {user: actors.as_if(user) for user in looked if user not in before}
    people = [Person(user, name, before[user], after[user]) for user, name in looked.items()]
    return [person for person in people if person.before != person.after], len(near) - len(looked)


def _apply(tx: Tx, planned: Planned) -> UUID | None:
    values = dict(planned.values)
    if planned.delete and planned.id:
        tx.delete(planned.object, planned.id)
    elif planned.id is None:
        made: UUID = tx.create(planned.object, values).id
        return made
    else:
        if planned.object == "user" and "roles" in values:
            tx.run("user", planned.id, "assign_roles", {"roles": values.pop("roles")})
        if values:
            tx.update(planned.object, planned.id, values)
    return planned.id


def _near(planned: Planned, record: UUID | None) -> dict[UUID, str]:
    """{id: name} of those a change of the record, as it stands now, may concern."""
    given: dict[str, list[UUID]] = {"users": [], "departments": [], "moved": [], "roles": []}
    if record is None:
        return {}
    if planned.object == "role":
        given["roles"] = [record]
    elif planned.object == "department":
        given["departments"] = given["moved"] = [record]
    else:
        members = TeamMember.objects.filter(pk=record).values_list("user_id", flat=True)
        given["users"] = [record] if planned.object == "user" else list(members)
        places = User.objects.filter(pk__in=given["users"], department__isnull=False)
        given["departments"] = list(places.values_list("department_id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, given)
        return dict(cursor.fetchall())


def _compare(actor: Actor, spec: ObjectSpec, person: Person, between: Between) -> None:
    """Note which verbs and fields of the object open or close for the person, as far as the actor knows them."""
    for verb in verbs_of(spec):
        _note(between.verbs, verb, scope_of(person.before, spec, verb), scope_of(person.after, spec, verb))
    if all(scope_of(each, spec, Verb.READ) > Scope.NONE for each in (person.before, person.after)):
        for name in readable(actor, spec):
            before, after = (field_right(each, spec, name) for each in (person.before, person.after))
            _note(between.fields, name, before, after)


def _note(noted: dict[str, dict[bool, int]], name: str, before: int, after: int) -> None:
    if before != after:
        by = noted.setdefault(name, {True: 0, False: 0})
        by[after > before] += 1


def _count(spec: ObjectSpec, person: Person, mine: Sql, between: Between, ends: float) -> bool:
    """Note which rows of `mine` (a condition) come and go for the person; False when time was up."""
    before, after = visible_to(person.before, spec), visible_to(person.after, spec)
    if before == after:
        return True
    gained = _beyond(spec, all_of([mine, after]), before, ends)
    lost = _beyond(spec, all_of([mine, before]), after, ends)
    between.gained.update(gained or ())
    between.lost.update(lost or ())
    between.gaining[person.id], between.losing[person.id] = len(gained or ()), len(lost or ())
    return gained is not None and lost is not None


def _beyond(spec: ObjectSpec, wide: Sql, narrow: Sql, ends: float) -> list[str] | None:
    """Ids of rows that are in `wide` and not in `narrow`, one more than MOST at most; None when time is up."""
    left = ends - time.monotonic()
    if left <= 0:
        return None
    table = ident(spec.model._meta.db_table)
    query = (
        wide.wrap(f"SELECT r.id::text FROM {table} r WHERE (", ") AND (")
        + narrow
        + Sql(") IS NOT TRUE LIMIT %s", (MOST + 1,))
    )
    found = rows_within(query, left)
    return None if found is None else [row[0] for row in found]


# -- saying it ------------------------------------------------------------------------------------------


def _told(people: Sequence[Person], more: int, found: dict[str, Between], *, unfinished: bool) -> dict[str, Any]:
    lines = [_line(registry.get(key), between) for key, between in found.items()]
    lines = [line for line in lines if line["gained"] or line["lost"] or line["verbs"] or line["fields"]]
    shown = [_person(person, found.values()) for person in people]
    return {
        "people": len(people),
        "more": more,
        "unfinished": unfinished,
        "gained": sum(line["gained"] for line in lines),
        "lost": sum(line["lost"] for line in lines),
        "capped": any(line["capped"] for line in lines),
        "gaining": sum(person["gained"] > 0 for person in shown),
        "widens": any(line["gained"] or _wider(line["verbs"]) or _wider(line["fields"]) for line in lines),
        "objects": lines,
        "persons": sorted(shown, key=lambda person: -person["gained"])[:LISTED],
    }


def _line(spec: ObjectSpec, between: Between) -> dict[str, Any]:
    fields = registry.fields(spec.key)
    return {
        "object": spec.key,
        "label": say(spec.label_plural),
        "gained": min(len(between.gained), MOST),
        "lost": min(len(between.lost), MOST),
        "capped": max(len(between.gained), len(between.lost)) > MOST,
        "gaining": sum(number > 0 for number in between.gaining.values()),
        "losing": sum(number > 0 for number in between.losing.values()),
        "verbs": [_changed(verb, say(verb_label(spec, verb)), by) for verb, by in between.verbs.items()],
        "fields": [_changed(name, say(fields[name].label), by) for name, by in between.fields.items()],
    }


def _changed(name: str, label: str, by: dict[bool, int]) -> dict[str, Any]:
    return {"name": name, "label": label, "wider": by[True], "narrower": by[False]}


def _wider(items: Iterable[dict[str, Any]]) -> bool:
    return any(item["wider"] for item in items)


def _person(person: Person, found: Iterable[Between]) -> dict[str, Any]:
    listed = list(found)
    return {
        "id": str(person.id),
        "name": person.name,
        "gained": sum(between.gaining.get(person.id, 0) for between in listed),
        "lost": sum(between.losing.get(person.id, 0) for between in listed),
    }
