"""Whose department a record belongs to: its owner's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.records.storage import fetch, table
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from haoke.core.access.actor import Actor


class Homes:
    """Departments of owners, each asked for once a change."""

    def __init__(self, actor: Actor) -> None:
        self._known: dict[UUID | None, UUID | None] = {None: None}
        if actor.department is not None:
            self._known[actor.id] = actor.department

    def __call__(self, owner: UUID | None) -> UUID | None:
        """The department of an owner; None for nobody, or for somebody there is not."""
        self.load([owner])
        return self._known[owner]

    def load(self, owners: Iterable[UUID | None]) -> None:
        """Ask for many at once."""
        wanted = {owner for owner in owners if owner not in self._known}
        if wanted:
            people = table(registry.get("user").model)
            rows = fetch(Sql(f"SELECT id, department_id FROM {people} WHERE id = ANY(%s)", (list(wanted),)))
            self._known |= dict.fromkeys(wanted) | {row["id"]: row["department_id"] for row in rows}
