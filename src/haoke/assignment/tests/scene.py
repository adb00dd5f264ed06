"""Two people and a rule that gives them leads in turn."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from haoke.core.access.actor import Actor, Scope, system
from haoke.core.records import changes
from haoke.identity import accounts

OWN = {"*": {"*": Scope.OWN, "assign": Scope.NONE}}
EVERYTHING = {"*": {"*": Scope.ALL}}


def person(name: str, **values: Any) -> Actor:
    """Somebody active with the rights of a sales rep, who writes through the API."""
    user = accounts.create_user(f"{name}@example.com", name)
    with changes(system(), "scene") as tx:
        role = tx.add("role", {"name": {"en": f"Role of {name}"}, "grants": {"*": {"*": "own", "assign": "none"}}})
        tx.set("user", user, {"state": "active", "roles": [role.id], **values})
    return Actor(id=user, name=name, grants=OWN)


def made(key: str, **values: Any) -> Any:
    with changes(system(), "scene") as tx:
        return tx.add(key, values)


def changed(key: str, record: UUID, **values: Any) -> None:
    with changes(system(), "scene") as tx:
        tx.set(key, record, values)


def rule(*people: Actor, **values: Any) -> Any:
    """A rule in use; of leads unless told otherwise."""
    given = {"name": "Leads in turn", "object": "lead", "to_users": [each.id for each in people], "active": True}
    return made("assignment_rule", **{**given, **values})


def came(actor: Actor, **values: Any) -> Any:
    """A lead that comes through the API."""
    with changes(actor, "create") as tx:
        return tx.create("lead", {"name": "Wang", **values})


@pytest.fixture
def ann(db: None) -> Actor:
    return person("ann")


@pytest.fixture
def bob(db: None) -> Actor:
    return person("bob")


@pytest.fixture
def web(db: None) -> Actor:
    """Whose key the company's site writes with."""
    return person("site")
