"""Nothing changes by being named: every field nobody may set, on every route that writes, alone and among others."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import orjson
import pytest
from django.db import connection, transaction

from haoke.core import registry
from haoke.core.records.gate import REFERENCES, SEVERAL
from haoke.core.sql import ident
from tests.derived.exemptions import FITTING
from tests.derived.scene import BARE, FIELDS, KEYS, WRITABLE, inputs, made_by_people, required, writable

if TYPE_CHECKING:
    from tests.derived.scene import Sample, World

OWN = {key: [name for owner, name in FIELDS if owner == key and (key, name) not in WRITABLE] for key in KEYS}
#: Names of columns, of other products' fields and of what answers carry beside the fields.
STRANGE = (
    "org", "organisation_id", "password", "secret", "is_admin", "admin", "deleted_at", "owner_id", "created_by_id",
    "_can", "custom", "pk", "__class__", "name__key", "search", "change",
)  # fmt: skip
#: What the server itself sets with every write.
STAMPS = frozenset({"version", "updated_at", "updated_by_id"})


def row(made: Sample) -> dict[str, Any]:
    """The record's row as the database has it, every column."""
    table = ident(registry.get(made.key).model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(r)::text FROM {table} r WHERE r.id = %s", [made.id])
        found: dict[str, Any] = orjson.loads(cursor.fetchone()[0])
    return found


def forged(world: World, key: str, name: str) -> list[Any]:
    """Values an attacker would like the field to have, in the shapes its kind could take."""
    kind = registry.field(key, name).type.kind
    if kind in REFERENCES:
        target = str(registry.field(key, name).type.meta().get("target"))
        return [world.targets.get((target, BARE)) or str(world.stranger), str(uuid4()), None]
    if kind == SEVERAL:
        return [[str(uuid4())], None]
    if name == "id":
        return [str(uuid4())]
    fitting = FITTING.get(f"{key}.{name}")
    rng = random.Random(name)
    return [fitting.value(rng) if fitting else registry.field(key, name).type.sample(rng), None]


def unmoved(world: World, made: Sample, request: tuple[str, str, Any], name: str) -> str | None:
    """What the request did to the record that it may not do, in words."""
    (method, path, body), before = request, row(made)
    with transaction.atomic():
        status, _ = world.admin(method, path, body)
        after = row(made)
        transaction.set_rollback(True)
    moved = {column for column in after if after[column] != before[column]} - (STAMPS if status < 400 else frozenset())
    if moved & {name, f"{name}_id", name.removesuffix("_id")} or (status >= 400 and moved) or "id" in moved:
        return f"{method} {path} {body}: {status}, moved {sorted(moved)}"
    if after["version"] not in (before["version"], before["version"] + 1):
        return f"{method} {path} {body}: version {after['version']}"
    return None


@pytest.mark.parametrize("key", KEYS)
def test_what_nobody_may_set_is_not_set(world: World, key: str) -> None:
    made, spec = world.full[key], registry.get(key)
    requests: list[tuple[str, tuple[str, str, Any]]] = [
        (name, ("PATCH", made.path, {name: str(world.stranger)})) for name in STRANGE
    ]
    for name in OWN[key]:
        for value in forged(world, key, name):
            bulk = {"ids": [made.id], "set": {name: value}}
            requests += [(name, ("PATCH", made.path, {name: value})), (name, ("POST", f"{spec.plural}/bulk", bulk))]
    found = [unmoved(world, made, request, name) for name, request in requests]
    assert list(filter(None, found)) == []


@pytest.mark.parametrize("key", [key for key in KEYS if made_by_people(registry.get(key))])
def test_a_new_record_is_the_servers_too(world: World, key: str) -> None:
    spec, found = registry.get(key), []
    for name in OWN[key]:
        for value in forged(world, key, name):
            given = inputs(world, key, list(required(key)), BARE, 900)
            with transaction.atomic():
                status, made = world.admin("POST", spec.plural, {**given, name: value})
                transaction.set_rollback(True)
            kept = made.get(name) if status < 400 else None
            plain = kept["id"] if isinstance(kept, dict) and "id" in kept else kept
            if status < 400 and value is not None and plain == value:
                found.append((name, value, status))
    assert found == []


@pytest.mark.parametrize("key", [key for key in KEYS if writable(key)])
def test_an_unknown_name_is_refused_not_skipped(world: World, key: str) -> None:
    """In the body of a change, a new record and an action alike: a typing error must not look like success."""
    made, spec, given = world.full[key], registry.get(key), {}
    places = [("PATCH", made.path)]
    if made_by_people(spec):
        given = inputs(world, key, list(required(key)), BARE, 901)
        places.append(("POST", spec.plural))
    known = {f"{made.path}/actions/{each.name}": each.input.model_fields for each in spec.actions if each.input}
    places += [("POST", f"{made.path}/actions/{action.name}") for action in spec.actions]
    passed = []
    for method, path in places:
        for name in (each for each in STRANGE if each not in known.get(path, ())):
            with transaction.atomic():
                status, _ = world.admin(method, path, {**(given if path == spec.plural else {}), name: "x"})
                transaction.set_rollback(True)
            if status < 400:
                passed.append((method, path, name, status))
    assert passed == []
