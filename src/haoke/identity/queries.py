"""What other apps ask about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.identity.models import Dismissal

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor


def leads(actor: Actor) -> bool:
    """Whether people report to somebody."""
    return len({*actor.reports, actor.id}) > 1


def dismissed(user: UUID) -> frozenset[str]:
    """What a person has put away for good."""
    return frozenset(Dismissal.objects.filter(user_id=user).values_list("what", flat=True))
