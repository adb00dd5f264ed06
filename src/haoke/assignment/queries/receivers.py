"""Those a rule may give to at this moment, and who of them is next."""

from __future__ import annotations

import secrets
from math import inf
from typing import TYPE_CHECKING, Final

from haoke.assignment.choices import By
from haoke.assignment.rules import NEEDED
from haoke.core import criteria, registry, worktime
from haoke.core.access.actor import system
from haoke.core.records.storage import fetch, table
from haoke.core.sql import TRUE, Sql
from haoke.identity.queries import unable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from haoke.assignment.queries.reading import Rule

#: Active people by name: those named, those of departments and of the ones below, of teams, with roles.
_PEOPLE: Final = """WITH RECURSIVE d(id) AS (SELECT unnest(%s::uuid[]) UNION
    SELECT x.id FROM identity_department x JOIN d ON x.parent_id = d.id WHERE x.deleted_at IS NULL)
    SELECT u.id FROM identity_user u WHERE u.deleted_at IS NULL AND u.state = 'active'
    AND (u.id = ANY(%s) OR u.department_id IN (SELECT d.id FROM d) OR u.roles && %s::uuid[] OR EXISTS (
        SELECT 1 FROM identity_teammember m WHERE m.user_id = u.id AND m.team_id = ANY(%s) AND m.deleted_at IS NULL))
    ORDER BY u.name_sort, u.id"""
_SAVE: Final = """INSERT INTO assignment_assignmentturn (rule, person, turn)
    SELECT %s, x.person, x.turn FROM unnest(%s::uuid[], %s::bigint[]) AS x(person, turn)
    ON CONFLICT (rule, person) DO UPDATE SET turn = excluded.turn"""


def people(
    users: Sequence[UUID], departments: Sequence[UUID] = (), teams: Sequence[UUID] = (), roles: Sequence[UUID] = ()
) -> list[UUID]:
    """Everybody meant who may sign in, by name."""
    found = fetch(Sql(_PEOPLE, (list(departments), list(users), list(roles), list(teams))))
    return [row["id"] for row in found]


def chosen(by: By, free: Sequence[UUID], turns: Mapping[UUID, int], loads: Mapping[UUID, float]) -> UUID:
    """One of those who are free: whose turn was longest ago, who has least (then as by turns), or anybody."""
    if by is By.CHANCE:
        return secrets.choice(free)
    if by is By.LOAD:
        return min(free, key=lambda each: (loads.get(each, 0), turns.get(each, 0)))
    return min(free, key=lambda each: turns.get(each, 0))


class Receivers:
    """The people of one rule; what they are given counts at once. `passed`: {person: why he is passed over}."""

    def __init__(self, rule: Rule, *, real: bool) -> None:
        self.rule = rule
        self.people = people(*rule.to)
        self.passed: dict[UUID, str] = dict.fromkeys(unable(self.people, rule.spec, NEEDED), "no_right")
        if rule.working_hours:
            self.passed |= dict.fromkeys(worktime.resting(self.people), "resting")
        self.passed |= dict.fromkeys(worktime.absent(self.people), "absent")
        here = [each for each in self.people if each not in self.passed]
        self.loads = _loads(rule, here)
        self.room = _rooms(rule, here, self.loads, real=real)
        self.turns = _turns(rule)
        self._moved: set[UUID] = set()

    def next(self) -> UUID | None:
        """The person the next record goes to; None when nobody is free."""
        free = [each for each in self.people if each not in self.passed and self.room.get(each, 1) > 0]
        if not free:
            return None
        person = chosen(self.rule.by, free, self.turns, self.loads)
        self.turns[person] = max(self.turns.values(), default=0) + 1
        self.loads[person] = self.loads.get(person, 0) + 1
        if person in self.room:
            self.room[person] -= 1
        self._moved.add(person)
        return person

    def full(self) -> list[UUID]:
        """Those who have as many as they may."""
        return [person for person, room in self.room.items() if room <= 0]

    def saving(self) -> Sql | None:
        """What keeps whose turn it is."""
        moved = list(self._moved)
        return Sql(_SAVE, (self.rule.id, moved, [self.turns[each] for each in moved])) if moved else None


def _turns(rule: Rule) -> dict[UUID, int]:
    rows = fetch(Sql("SELECT person, turn FROM assignment_assignmentturn WHERE rule = %s", (rule.id,)))
    return {row["person"]: row["turn"] for row in rows}


def _loads(rule: Rule, here: Collection[UUID]) -> dict[UUID, float]:
    """How many records that count each of them has; nothing where the rule does not ask."""
    if rule.by is not By.LOAD and rule.most is None:
        return {}
    spec, actor = rule.spec, system()
    met = criteria.compile(rule.counted, spec, actor) if rule.counted else TRUE
    query = f"SELECT r.owner_id, count(*) AS n FROM {table(spec.model)} r WHERE r.deleted_at IS NULL"
    asked = Sql(f"{query} AND r.owner_id = ANY(%s) AND ", (list(here),)) + met + Sql(" GROUP BY 1")
    return {row["owner_id"]: row["n"] for row in fetch(asked)}


def _rooms(rule: Rule, here: Sequence[UUID], loads: Mapping[UUID, float], *, real: bool) -> dict[UUID, float]:
    """{person: how many more he may have} of those there is a limit for: the rule's own, and what other apps say."""
    found: dict[UUID, float] = {}
    if rule.most is not None:
        found = {person: rule.most - loads.get(person, 0) for person in here}
    for room in registry.brought("ROOM"):
        for person, left in room(rule.object, here, real=real).items():
            found[person] = min(found.get(person, inf), left)
    return found
