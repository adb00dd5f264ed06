"""Actors and objects for the tests of writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from haoke.core import metadata, registry
from haoke.core.access.actor import Actor, Scope, system
from haoke.core.spec import ObjectSpec
from haoke.core.testing.app.rows import actor_for, person


@pytest.fixture
def root() -> Actor:
    return system()


@pytest.fixture
def ann() -> Actor:
    """Sees and writes everything."""
    return actor_for(person("Ann"))


@pytest.fixture
def own() -> Actor:
    """Writes only what is his, sees everything, gives nothing away."""
    verbs = {"*": Scope.OWN, "read": Scope.ALL, "assign": Scope.NONE}
    return actor_for(person("Own"), verbs=verbs)


@pytest.fixture
def respec() -> Iterator[Callable[..., ObjectSpec]]:
    """`respec(key, rules=…, actions=…)` declares an object otherwise for one test."""
    objects: Any = registry.objects()
    kept = dict(objects)

    def declare(key: str, **changed: Any) -> ObjectSpec:
        objects[key] = replace(objects[key], **changed)
        metadata.forget(registry.fields)
        return objects[key]  # type: ignore[no-any-return]  # the cached dict, opened for the test

    yield declare
    objects.update(kept)
    metadata.forget(registry.fields)


@pytest.fixture
def logged() -> Callable[..., list[Any]]:
    """`logged(record)`: (verb, data) of its entries, in order."""

    def read(record: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT verb, data::text FROM log.entry WHERE record = %s ORDER BY id", [record])
            return list(cursor.fetchall())

    return read
