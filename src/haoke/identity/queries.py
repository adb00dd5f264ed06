"""What other apps ask about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from haoke.identity import company
from haoke.identity.choices import State
from haoke.identity.models import Dismissal, RecordShare, Role, User

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor


def leads(actor: Actor) -> bool:
    """Whether people report to somebody."""
    return len({*actor.reports, actor.id}) > 1


def may_sign_in(user: UUID) -> bool:
    """Whether a person is there and not switched off."""
    return User._base_manager.filter(pk=user, state=State.ACTIVE.value, deleted_at=None).exists()


def administrators() -> list[UUID]:
    """Active administrators."""
    roles = list(Role._base_manager.filter(code="administrator", deleted_at=None).values_list("id", flat=True))
    found = User._base_manager.filter(state=State.ACTIVE.value, deleted_at=None, roles__overlap=roles)
    return list(found.values_list("id", flat=True))


def shares_of(user: UUID) -> int:
    """How many single records are open to a person by shares that hold."""
    held = Q(until=None) | Q(until__gt=timezone.now())
    return RecordShare._base_manager.filter(held, to_user=user, deleted_at=None).count()


def dismissed(user: UUID) -> frozenset[str]:
    """What a person has put away for good."""
    return frozenset(Dismissal.objects.filter(user_id=user).values_list("what", flat=True))


def visit_radius() -> int:
    """Metres from a customer that still count as being there."""
    return company.settings().visit_radius


def position_days() -> int:
    """For how many days positions of visits are kept."""
    return company.settings().position_days
