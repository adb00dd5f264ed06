"""What other apps ask about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from haoke.core import access
from haoke.core.access.actor import Scope
from haoke.core.errors import SignInNeeded
from haoke.identity import actors, company
from haoke.identity.choices import NEVER, WEEKDAYS, State
from haoke.identity.models import Dismissal, RecordShare, Role, TeamMember, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec


def leads(actor: Actor) -> bool:
    """Whether people report to somebody."""
    return len({*actor.reports, actor.id}) > 1


def may_sign_in(user: UUID) -> bool:
    """Whether a person is there and not switched off."""
    return User._base_manager.filter(pk=user, state=State.ACTIVE.value, deleted_at=None).exists()


def everybody() -> list[UUID]:
    """Who may sign in, by name."""
    found = User._base_manager.filter(state=State.ACTIVE.value, deleted_at=None).order_by("name_sort", "id")
    return list(found.values_list("id", flat=True))


def members(teams: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """{team: those of it who may sign in}."""
    live = {"deleted_at": None, "team__deleted_at": None, "user__deleted_at": None, "user__state": State.ACTIVE.value}
    found: dict[UUID, list[UUID]] = {}
    rows = TeamMember._base_manager.filter(team__in=list(teams), **live).order_by("user__name_sort", "user")
    for team, user in rows.values_list("team", "user"):
        found.setdefault(team, []).append(user)
    return found


def unable(people: Iterable[UUID], spec: ObjectSpec, verbs: Sequence[str]) -> list[UUID]:
    """Those of them who may sign in but not do all this to any record of an object; nothing is read of who is known."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {actors.STAMP}")
        stamp: int = cursor.fetchone()[0]
    return [each for each in people if not _able(each, stamp, spec, verbs)]


def _able(person: UUID, stamp: int, spec: ObjectSpec, verbs: Sequence[str]) -> bool:
    try:
        actor = actors.at_stamp(person, stamp)
    except SignInNeeded:
        return True
    return all(access.scope_of(actor, spec, verb) is not Scope.NONE for verb in verbs)


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


def answer_days() -> int:
    """Working days in which a person is answered."""
    return company.settings().answer_days


def only_agreed() -> bool:
    """Whether nobody is written to by follow-up mails and rules who has not agreed."""
    return company.settings().only_agreed


def retains() -> bool:
    """Whether what is kept too long goes by itself at night."""
    return company.settings().retention


def cleaning_weekday() -> int | None:
    """On which day of the week (0: Monday) all records are looked through for what to clean; None: on none."""
    day = company.settings().cleaning_day
    return None if day == NEVER else [each.value for each in WEEKDAYS].index(day) - 1
