"""People as the command line makes them: the first administrator, passwords, keys, a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from haoke.core.access.actor import system
from haoke.core.errors import Invalid, Missing
from haoke.core.records import changes
from haoke.core.text import T
from haoke.identity import keys, passwords
from haoke.identity.choices import State
from haoke.identity.models import Role, Session, User
from haoke.identity.roles import ensure_roles
from haoke.identity.signin import store_password

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from haoke.core.records import Tx

NO_ROLE = T("There is no role “{code}”; known: {known}", "没有角色“{code}”；可用：{known}")
NO_USER = T("Nobody has the e-mail address {email}", "没有邮箱为 {email} 的用户")


@dataclass(frozen=True, slots=True)
class Person:
    """One line of `haoke user list`."""

    id: UUID
    name: str
    email: str
    state: str
    roles: tuple[str, ...]
    admin: bool


def create_user(
    email: str, name: str = "", *, roles: Iterable[str] = (), password: str | None = None, via: str = "command"
) -> UUID:
    """A new user with roles by code ("administrator"); active when a password is given. Raises Invalid, all at once."""
    ensure_roles()
    name = name or email.partition("@")[0]
    if password is not None:
        passwords.check(password, [name, email])
    with changes(system(via), "create_user") as tx:
        made: UUID = tx.create("user", {"name": name, "email": email}).id
        let_in(tx, made, roles, password)
    return made


def let_in(tx: Tx, user_id: UUID, roles: Iterable[str], password: str | None = None) -> None:
    """Give a user roles by code and, with a password (already checked), let him sign in; for commands and the demo."""
    state = {} if password is None else {"state": State.ACTIVE.value}
    tx.set("user", user_id, {"roles": _role_ids(roles), **state})
    if password is not None:
        store_password(user_id, password)


def _role_ids(codes: Iterable[str]) -> list[UUID]:
    known = {role.code: role.id for role in Role.objects.filter(deleted_at=None) if role.code}
    for code in codes:
        if code not in known:
            raise Invalid.at("roles", "unknown", NO_ROLE.fill(code=code, known=", ".join(sorted(known))))
    return [known[code] for code in codes]


def set_password(email: str, password: str, *, via: str = "command") -> None:
    """Set somebody's password and let him sign in; his sessions and links end. Raises Missing, Invalid."""
    user = by_email(email)
    passwords.check(password, [user.name, email])
    with changes(system(via), "set_password") as tx:
        tx.set("user", tx.get("user", user.id), {"state": State.ACTIVE.value})
        tx.note("user", user.id, "password_set")
        store_password(user.id, password)
        Session.objects.filter(user_id=user.id).delete()


def create_token(
    email: str, name: str, days: int = 365, scopes: list[str] | None = None, *, via: str = "command"
) -> str:
    """An API key of that user, told this once; raises Missing."""
    user = by_email(email)
    with changes(system(via), "key_made") as tx:
        tx.get("user", user.id)
        _, secret = keys.make(user.id, keys.NewKey(name=name, days=days, scopes=scopes))
        tx.note("user", user.id, "key_made", {"name": name, "scopes": scopes})
    return secret


def by_email(email: str) -> User:
    """The user with that address, in any case of letters; raises Missing."""
    found = User.objects.filter(email__iexact=email.strip(), deleted_at=None).first()
    if found is None:
        raise Missing(NO_USER.fill(email=email))
    return found


def has_users() -> bool:
    """Whether there is anybody yet who may sign in."""
    return User.objects.filter(state=State.ACTIVE.value, deleted_at=None).exists()


def list_users() -> list[Person]:
    """Everybody, by name."""
    roles = {
        role.id: role.code or role.name.get("en") or role.name.get("zh")
        for role in Role.objects.filter(deleted_at=None)
    }
    people = User.objects.filter(deleted_at=None).order_by("name", "id")
    return [_person(user, tuple(roles[each] for each in user.roles or () if each in roles)) for user in people]


def _person(user: User, roles: tuple[str, ...]) -> Person:
    return Person(user.id, user.name, user.email or "", user.state, roles, "administrator" in roles)
