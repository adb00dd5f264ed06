"""Roles and sign-in of the demo's people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.demo.phrases import TEAM
from haoke.identity.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.demo.world import Staff


def admit(staff: Sequence[Staff], password: str | None, change: UUID) -> None:
    """Give everybody his role, make a team, and let them sign in with `password` when there is one."""
    roles = dict(Role._base_manager.filter(deleted_at=None).values_list("code", "id"))
    with changes(system("demo"), "load_demo", change=change) as tx:
        for each in staff:
            if each.role in roles:
                tx.add("user_role", {"user": each.id, "role": roles[each.role]})
        team = tx.add("team", {"name": TEAM, "lead": staff[0].id})
        for each in staff[:6]:
            tx.add("team_member", {"team": team.id, "user": each.id})
