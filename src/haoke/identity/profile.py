"""What a signed-in client is told about its person: who, roles, and whose records the switcher offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from haoke.core.access import owners, scope_of
from haoke.core.access.actor import Scope, Verb
from haoke.core.registry import objects
from haoke.core.text import T, say
from haoke.identity.models import Department, Dismissal, ExternalIdentity, Role, SecondFactor, User
from haoke.identity.provider.kept import configured
from haoke.identity.queries import leads

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

MINE = T("Mine", "我的")
MY_TEAM = T("My team", "我的团队")


def describe(actor: Actor) -> dict[str, Any]:
    """{user, teams} of `GET /session`."""
    enrolled = Exists(SecondFactor.objects.filter(pk=OuterRef("pk"), secret__isnull=False))
    provider = configured()
    # A link to a provider of former times opens nothing.
    linked = Exists(ExternalIdentity.objects.filter(pk=OuterRef("pk"), issuer=provider.issuer if provider else ""))
    person = User.objects.select_related("department").annotate(two_step=enrolled, linked=linked).get(pk=actor.id)
    roles = Role.objects.filter(pk__in=person.roles or (), deleted_at=None).order_by("created_at", "id")
    return {
        "user": {
            "id": str(person.id),
            "name": person.name,
            "email": person.email,
            "language": person.language,
            "theme": person.theme,
            "department": _ref(person.department) if person.department else None,
            "roles": [{"id": str(role.id), "name": _said(role.name)} for role in roles],
            "admin": actor.admin,
            "two_step": person.two_step,
            "linked": person.linked,
            "is_manager": leads(actor),
        },
        "teams": teams(actor),
    }


def _said(name: dict[str, str]) -> str:
    en, zh = name.get("en", ""), name.get("zh", "")
    return say(T(en or zh, zh or en))


def _ref(department: Department) -> dict[str, str]:
    return {"id": str(department.id), "title": department.name}


def teams(actor: Actor) -> list[dict[str, str]]:
    """Whose records lists may be limited to: one's own, one's reports', each department in reach."""
    found = [{"id": "me", "name": say(MINE), "kind": "me"}]
    if leads(actor):
        found.append({"id": "team", "name": say(MY_TEAM), "kind": "team"})
    return found + [
        {"id": str(each.id), "name": each.name, "kind": "department"}
        for each in _departments(actor).order_by("name", "id")
    ]


def _departments(actor: Actor) -> Any:
    # What follows another record (comments) reaches as far as that does: it opens no department by itself.
    business = [spec for spec in objects().values() if not (spec.open or spec.about)]
    widest = max((scope_of(actor, spec, Verb.READ) for spec in business), default=Scope.NONE)
    every = Department.objects.filter(deleted_at=None)
    if owners(actor, widest) is None:
        return every
    if widest is Scope.DEPARTMENTS:
        return every.filter(pk__in=actor.departments)
    return every.filter(pk__in=actor.departments[:1] if widest is Scope.DEPARTMENT else ())


def dismiss(actor: Actor, what: str) -> None:
    """Put something away for good."""
    Dismissal.objects.get_or_create(user_id=actor.id, what=what)


def bring_back(actor: Actor, what: str) -> None:
    """Show it again."""
    Dismissal.objects.filter(user_id=actor.id, what=what).delete()
