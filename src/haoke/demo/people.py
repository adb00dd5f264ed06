"""Sign-in and team of the demo's people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.identity.models import Credential, Role
from haoke.identity.passwords import hashed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.records import Tx
    from haoke.demo.world import Staff

_MEMBERS = 6


def shipped_roles() -> dict[str, UUID]:
    """{code: id} of the roles Haoke comes with."""
    shipped = Role._base_manager.filter(deleted_at=None, code__isnull=False)
    return {role.code: role.id for role in shipped if role.code}


def let_in(staff: Sequence[Staff], password: str) -> None:
    """Let everybody sign in with one password."""
    kept = hashed(password)
    Credential._base_manager.bulk_create(Credential(user_id=each.id, password=kept) for each in staff)


def make_team(tx: Tx, staff: Sequence[Staff], name: str) -> None:
    """A team across departments."""
    team = tx.add("team", {"name": name, "lead": staff[0].id})
    for each in staff[:_MEMBERS]:
        tx.add("team_member", {"team": team.id, "user": each.id})
