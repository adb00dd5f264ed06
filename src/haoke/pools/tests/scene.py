"""A pool of accounts with two members, and what stands in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from haoke.core.access.actor import Actor, Scope, system
from haoke.core.records import changes
from haoke.identity import accounts

OWN = {"*": {"*": Scope.OWN, "assign": Scope.NONE}}


def person(name: str, **values: Any) -> Actor:
    """Somebody active with the rights of a sales rep."""
    user = accounts.create_user(f"{name}@example.com", name)
    with changes(system(), "scene") as tx:
        tx.set("user", user, {"state": "active", **values})
    return Actor(id=user, name=name, grants=OWN)


def made(key: str, **values: Any) -> Any:
    with changes(system(), "scene") as tx:
        return tx.add(key, values)


def changed(key: str, record: UUID, **values: Any) -> None:
    with changes(system(), "scene") as tx:
        tx.set(key, record, values)


@pytest.fixture
def ann(db: None) -> Actor:
    return person("ann")


@pytest.fixture
def bob(db: None) -> Actor:
    return person("bob")


@pytest.fixture
def sea(ann: Actor, bob: Actor) -> Any:
    """A pool in use that takes what has no owner."""
    return made("pool", name={"en": "Sea"}, object="account", member_users=[ann.id, bob.id], active=True)


def unowned(name: str = "Acme", **values: Any) -> UUID:
    """An account nobody has; it stands in the pool that takes such."""
    found: UUID = made("account", name=name, owner=None, phone="13912345678", **values).id
    return found
