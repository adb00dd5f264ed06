"""Who people are to each other while a path is worked out: read once, two statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from haoke.core import clock, registry
from haoke.core.records.storage import fetch, table
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    manager: UUID | None
    department: UUID | None
    roles: frozenset[UUID]
    active: bool


class People:
    """Everybody, and who stands above whom."""

    def __init__(self) -> None:
        users = Sql(
            "SELECT id, name, manager_id, department_id, coalesce(roles, '{}') AS roles,"
            f" state = 'active' AND deleted_at IS NULL AS active FROM {table(registry.get('user').model)} ORDER BY id"
        )
        self.known = {
            row["id"]: Person(
                row["id"], row["name"], row["manager_id"], row["department_id"], frozenset(row["roles"]), row["active"]
            )
            for row in fetch(users)
        }
        departments = Sql(f"SELECT id, parent_id, head_id FROM {table(registry.get('department').model)}")
        self._departments = {row["id"]: (row["parent_id"], row["head_id"]) for row in fetch(departments)}

    def active(self, person: UUID) -> bool:
        """Whether somebody can decide anything now."""
        found = self.known.get(person)
        return found is not None and found.active

    def name(self, person: UUID) -> str:
        """The name; empty for nobody known."""
        found = self.known.get(person)
        return found.name if found else ""

    def above(self, person: UUID) -> Iterator[UUID]:
        """Superiors, nearest first: the manager, else the head of the department or of the ones above it."""
        seen, at = {person}, self._superior(person, {person})
        while at is not None:
            yield at
            seen.add(at)
            at = self._superior(at, seen)

    def _superior(self, person: UUID, seen: set[UUID]) -> UUID | None:
        found = self.known.get(person)
        if found is None:
            return None
        if found.manager is not None:
            return found.manager if found.manager not in seen else None
        return next((head for head in self._heads(found.department) if head not in seen), None)

    def _heads(self, department: UUID | None) -> Iterator[UUID]:
        passed: set[UUID] = set()
        while department is not None and department not in passed:
            passed.add(department)
            department, head = self._departments.get(department, (None, None))
            if head is not None:
                yield head

    def with_role(self, role: UUID) -> list[UUID]:
        """Active people who have a role, by id."""
        return [each.id for each in self.known.values() if each.active and role in each.roles]

    def administrators(self) -> list[UUID]:
        """Active administrators."""
        roles = table(registry.get("role").model)
        rows = fetch(Sql(f"SELECT id FROM {roles} WHERE code = 'administrator' AND deleted_at IS NULL"))
        return [each for row in rows for each in self.with_role(row["id"])]

    def able(self, person: UUID, asker: UUID | None) -> UUID | None:
        """Himself when he can decide, else his first superior who can, save whoever asks."""
        if self.active(person):
            return person
        return next((each for each in self.above(person) if self.active(each) and each != asker), None)


class Deputies:
    """Who stands in for whom at this moment; of several deputies the one named last."""

    def __init__(self, people: People) -> None:
        self.people = people
        now, away = clock.now(), table(registry.get("absence").model)
        rows = fetch(
            Sql(
                f"SELECT d.owner_id, d.to_id FROM {table(registry.get('delegation').model)} d"
                " WHERE d.deleted_at IS NULL AND d.owner_id <> d.to_id"
                " AND (d.since IS NULL OR d.since <= %s) AND (d.until IS NULL OR d.until > %s)"
                f" AND (NOT d.on_leave OR EXISTS (SELECT 1 FROM {away} a WHERE a.owner_id = d.owner_id"
                " AND a.deleted_at IS NULL AND a.since <= %s AND a.until > %s)) ORDER BY d.created_at, d.id",
                (now, now, now, now),
            )
        )
        self.away: dict[UUID, UUID] = {row["owner_id"]: row["to_id"] for row in rows}

    def of(self, person: UUID, asker: UUID | None) -> UUID | None:
        """Who decides for him: his deputy, or that one's; nobody who cannot sign in, and never who asked."""
        seen, at = {person}, self.away.get(person)
        found = None
        while at is not None and at not in seen:
            seen.add(at)
            if at != asker and self.people.active(at):
                found = at
            at = self.away.get(at)
        return found
