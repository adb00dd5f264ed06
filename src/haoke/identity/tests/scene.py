"""People, departments and roles for tests, made through the write path."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from haoke.core.access.actor import Actor, system
from haoke.core.records import changes
from haoke.identity import accounts, actors
from haoke.identity.models import Role

PASSWORD = "seven green bottles"


def add(key: str, **values: Any) -> UUID:
    """A record made by the system."""
    with changes(system("test"), "scene") as tx:
        made: UUID = tx.add(key, values).id
    return made


def person(name: str, *roles: str, password: str | None = PASSWORD, **values: Any) -> UUID:
    """A user with roles by code, active unless `password` is None."""
    made = accounts.create_user(f"{name}@example.com", name, roles=roles, password=password)
    if values:
        with changes(system("test"), "scene") as tx:
            tx.set("user", made, values)
    return made


def role(grants: dict[str, Any], fields: dict[str, Any] | None = None, name: str = "Test") -> UUID:
    """A role with these documents."""
    return add("role", name={"en": name}, grants=grants, fields=fields or {})


def role_id(code: str) -> UUID:
    """A shipped role."""
    return Role.objects.get(code=code).id


def with_roles(user: UUID, *roles: UUID) -> Actor:
    """The user with exactly these roles, signed in."""
    with changes(system("test"), "scene") as tx:
        tx.set("user", user, {"roles": list(roles)})
    return actors.load(user, session=UUID(int=7))
