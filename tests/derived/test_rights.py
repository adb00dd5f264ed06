"""Who may not, cannot; what is out of reach or hidden is nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, Scope
from haoke.core.transfer import exporting
from tests.derived.scene import FIELDS, FULL, KEYS, Client, inputs, named, required

if TYPE_CHECKING:
    from haoke.core.spec import ObjectSpec
    from tests.derived.scene import World

CLOSED = [key for key in KEYS if not registry.get(key).open]
OPEN = [key for key in KEYS if registry.get(key).open]


def reader(world: World) -> Client:
    """Somebody who may read everything and nothing else."""
    return Client(Actor(id=world.stranger, name="Reader", grants={"*": {"read": Scope.ALL}}))


def outsider(world: World) -> Client:
    """Somebody who may do everything with what is his own, also what has to be named."""
    actions = (action for spec in registry.objects().values() for action in spec.actions)
    named = {action.name: Scope.OWN for action in actions if action.named}
    return Client(Actor(id=world.stranger, name="Outsider", grants={"*": {"*": Scope.OWN, **named}}))


def writes(spec: ObjectSpec, path: str) -> list[tuple[str, str, dict[str, Any]]]:
    """(method, path, body) of every write there is on one record."""
    return [
        ("PATCH", path, {}),
        ("DELETE", path, {}),
        *(("POST", f"{path}/actions/{action.name}", {}) for action in spec.actions),
    ]


@pytest.mark.parametrize("key", KEYS)
def test_denied_actor_gets_403(world: World, key: str) -> None:
    spec, made, client = registry.get(key), world.full[key], reader(world)
    seen = world.admin.good("GET", made.path)
    assert client("GET", made.path)[0] == 200
    asked = [
        *writes(spec, made.path),
        ("POST", spec.plural, inputs(world, key, list(required(key)), FULL, 5)),
        ("POST", f"{spec.plural}/bulk", {"ids": [made.id], "set": {}}),
        ("POST", f"{spec.plural}/bulk", {"ids": [made.id], "delete": True}),
        ("POST", "exports", {"object": key, "format": "csv"}),
    ]
    answers = {f"{method} {path}": client(method, path, body)[0] for method, path, body in asked}
    assert answers == dict.fromkeys(answers, 403)
    assert world.admin.good("GET", made.path) == seen
    world.admin.good("DELETE", made.path, {})
    assert client("POST", f"{made.path}/restore", {})[0] == 403


@pytest.mark.parametrize("key", CLOSED)
def test_nobody_sees_an_object_without_the_right(world: World, key: str) -> None:
    client = Client(Actor(id=world.stranger))
    made, plural = world.full[key], registry.get(key).plural
    paths = (plural, f"{plural}/totals", made.path, f"{made.path}/log", f"{made.path}/timeline")
    assert [client("GET", path)[0] for path in paths] == [404] * len(paths)
    assert key not in {found["key"] for found in client.good("GET", "meta")["objects"]}


@pytest.mark.parametrize("key", CLOSED)
def test_out_of_scope_is_not_there(world: World, key: str) -> None:
    spec, made, client = registry.get(key), world.full[key], outsider(world)
    read = [
        ("GET", f"{made.path}{below}", None) for below in ("", "/log", "/timeline", "/as-of?at=2100-01-01T00:00:00Z")
    ]
    for method, path, body in (*read, *writes(spec, made.path)):
        assert client(method, path.partition("?")[0], body, **_query(path))[0] == 404, (method, path)
    listed = client.good("GET", spec.plural, count="exact")
    assert (listed["items"], listed["count"]) == ([], 0)
    assert client.good("GET", f"{spec.plural}/totals")["count"] == 0
    done = client.good("POST", f"{spec.plural}/bulk", {"ids": [made.id], "delete": True})
    assert (done["done"], [(row["code"], row["title"]) for row in done["refused"]]) == (0, [("not_found", None)])
    title = world.admin.good("GET", made.path)[spec.title]
    q = str(title.get("en") or title.get("title") or made.id) if isinstance(title, dict) else str(title)
    assert made.id not in {hit["id"] for hit in client.good("GET", "search", q=q)["items"]}
    assert client.listed(key, q=q) == []
    world.admin.good("DELETE", made.path, {})
    assert client("POST", f"{made.path}/restore", {})[0] == 404
    assert client.listed(key, deleted="true") == []


def _query(path: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in path.partition("?")[2].split("&") if part)


@pytest.mark.parametrize("key", OPEN)
def test_open_objects_are_seen_and_not_written(world: World, key: str) -> None:
    spec, made, client = registry.get(key), world.full[key], outsider(world)
    assert client.good("GET", made.path)["id"] == made.id
    assert made.id in client.listed(key)
    assert [client(method, path, body)[0] for method, path, body in writes(spec, made.path)] == [403] * len(
        writes(spec, made.path)
    )


@pytest.mark.parametrize(("key", "name"), FIELDS, ids=named(FIELDS))
def test_hidden_field_is_nowhere(world: World, key: str, name: str) -> None:
    spec, made = registry.get(key), world.full[key]
    hidden = {key: {name: FieldRight.HIDDEN}}
    client = Client(Actor(id=world.stranger, grants={"*": {"*": Scope.ALL}}, fields=hidden))
    assert name not in client.good("GET", made.path)
    assert all(name not in item for item in client.good("GET", spec.plural)["items"])
    log = client.good("GET", f"{made.path}/log")["items"]
    assert name not in {change["field"] for entry in log for change in entry["changes"]}
    assert name not in client.good("GET", f"{made.path}/as-of", at="2100-01-01T00:00:00Z")
    refused = [
        client("GET", spec.plural, filter={"field": name, "op": "nempty"}),
        client("GET", spec.plural, sort=name),
        client("GET", spec.plural, fields=name),
        client("GET", f"{spec.plural}/totals", group=name),
        client("PATCH", made.path, {name: made.record[name]}),
    ]
    assert [status in (400, 422) for status, _ in refused] == [True] * len(refused), refused
    file = orjson.dumps(exporting.written(client.actor, key, {"fields": [name]}, "migration")[0].decode()).decode()
    assert name not in file.split("\\n")[0].strip('"\\r').split(",")


@pytest.mark.parametrize("key", KEYS)
def test_hidden_fields_are_not_told_of(world: World, key: str) -> None:
    hidden = dict.fromkeys(registry.fields(key), FieldRight.HIDDEN)
    client = Client(Actor(id=world.stranger, grants={"*": {"*": Scope.ALL}}, fields={key: hidden}))
    meta = next(found for found in client.good("GET", "meta")["objects"] if found["key"] == key)
    assert {found["name"] for found in meta["fields"]} == {"id", "version"}
    assert [meta["columns"], meta["sections"], meta["quick"], meta["board"]] == [[], [], [], None]


@pytest.mark.parametrize("key", KEYS)
def test_hidden_title_is_not_searched(world: World, key: str) -> None:
    spec, made = registry.get(key), world.full[key]
    hidden = {key: {spec.title: FieldRight.HIDDEN}}
    client = Client(Actor(id=world.stranger, grants={"*": {"*": Scope.ALL}}, fields=hidden))
    title = made.record[spec.title]
    q = str(title.get("en") or title.get("title")) if isinstance(title, dict) else str(title)
    assert made.id not in {hit["id"] for hit in client.good("GET", "search", q=q, limit=50)["items"]}
    assert made.id not in client.listed(key, q=q)
