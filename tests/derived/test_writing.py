"""Every object is created, changed, binned, restored, changed in bulk and taken back, and every step is in its log."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import registry
from tests.derived.exemptions import FITTING
from tests.derived.scene import BARE, KEYS, WRITABLE, inputs, made_by_people, named, same, writable

if TYPE_CHECKING:
    from tests.derived.scene import Sample, World

MADE = [key for key in KEYS if made_by_people(registry.get(key))]
GIVEN = [(key, name) for key, name in WRITABLE if key in MADE]
CHANGED = [key for key in KEYS if writable(key)]
#: What every write changes.
STAMPS = {"version", "updated_at", "updated_by", "_can"}


def without_stamps(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in STAMPS}


def without_can(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "_can"}


def another(world: World, made: Sample, name: str) -> Any:
    """An input that differs from what the record has."""
    each = registry.field(made.key, name)
    for seed in range(100, 200):
        found = inputs(world, made.key, [name], BARE, seed)[name]
        if not same(each, found, made.record[name]):
            return found
    raise AssertionError(f"every sample of {made.key}.{name} is the same")


def plain_field(key: str) -> str:
    """A field that any record may be given another value of: its title, if people set it, or the first they set."""
    title = registry.get(key).title
    return title if title in writable(key) else writable(key)[-1]


@pytest.mark.parametrize(("key", "name"), GIVEN, ids=named(GIVEN))
def test_created_reads_back(world: World, key: str, name: str) -> None:
    made = world.full[key]
    output = world.admin.good("GET", made.path)[name]
    assert same(registry.field(key, name), made.given[name], output), (made.given[name], output)


@pytest.mark.parametrize("key", KEYS)
def test_list_contains(world: World, key: str) -> None:
    found = world.admin.good("GET", registry.get(key).plural, limit=200, count="exact")
    by_id = {item["id"]: item for item in found["items"]}
    assert found["count"] == len(by_id)
    for made in (world.full[key], world.bare[key]):
        read = world.admin.good("GET", made.path)
        assert by_id[made.id] == without_can(read)


@pytest.mark.parametrize(("key", "name"), WRITABLE, ids=named(WRITABLE))
def test_updated(world: World, key: str, name: str) -> None:
    made, each = world.full[key], registry.field(key, name)
    given = another(world, made, name)
    changed = world.admin.good("PATCH", made.path, {name: given, "version": made.record["version"]})
    assert changed["version"] == made.record["version"] + 1
    assert same(each, given, changed[name]), (given, changed[name])
    assert world.admin.good("GET", made.path) == changed


@pytest.mark.parametrize(("key", "name"), WRITABLE, ids=named(WRITABLE))
def test_emptied(world: World, key: str, name: str) -> None:
    """An empty value is stored as such, or as the default where there is always one; a required field is refused."""
    made, each = world.full[key], registry.field(key, name)
    status, found = world.admin("PATCH", made.path, {name: None})
    if each.required:
        assert (status, [(problem["field"], problem["code"]) for problem in found["errors"]]) == (
            422,
            [(name, "required")],
        )
    else:
        assert status == 200, found
        assert found[name] == (None if each.type.is_empty(each.default) else each.type.dump(each.default))


@pytest.mark.parametrize("key", KEYS)
def test_unknown_and_closed_fields_are_refused(world: World, key: str) -> None:
    made = world.full[key]
    for name in ("no_such_field", *(set(registry.fields(key)) - set(writable(key)) - {"version"})):
        status, problem = world.admin("PATCH", made.path, {name: made.record.get(name)})
        assert (status, [found["field"] for found in problem["errors"]]) == (422, [name])


@pytest.mark.parametrize("key", KEYS)
def test_deleted_and_restored(world: World, key: str) -> None:
    made, plural = world.full[key], registry.get(key).plural
    before = world.admin.good("GET", made.path)
    world.admin.good("DELETE", made.path, {"version": before["version"]})
    assert world.admin("GET", made.path)[0] == 404
    assert world.admin("PATCH", made.path, {})[0] == 404
    assert made.id not in world.admin.listed(key)
    assert world.admin.listed(key, deleted="true") == [made.id]
    restored = world.admin.good("POST", f"{made.path}/restore", {})
    assert without_stamps(restored) == without_stamps(before)
    assert made.id in world.admin.listed(key)
    assert world.admin.good("GET", plural, deleted="true")["items"] == []
    assert world.admin("POST", f"{made.path}/restore", {})[0] == 404


@pytest.mark.parametrize("key", CHANGED)
def test_bulk_set_and_undo(world: World, key: str) -> None:
    made, name, plural = world.full[key], plain_field(key), registry.get(key).plural
    given = another(world, made, name)
    before = world.admin.good("GET", made.path)
    done = world.admin.good("POST", f"{plural}/bulk", {"ids": [made.id], "set": {name: given}})
    assert (done["done"], done["refused"]) == (1, [])
    assert same(registry.field(key, name), given, world.admin.good("GET", made.path)[name])
    undone = world.admin.good("POST", f"changes/{done['change']}/undo", {})
    assert (undone["undone"], undone["kept"]) == (1, [])
    assert without_stamps(world.admin.good("GET", made.path)) == without_stamps(before)


@pytest.mark.parametrize("key", KEYS)
def test_bulk_delete_and_undo(world: World, key: str) -> None:
    made, plural = world.full[key], registry.get(key).plural
    chosen = {"field": "id", "op": "eq", "value": made.id}
    done = world.admin.good("POST", f"{plural}/bulk", {"filter": chosen, "delete": True})
    assert (done["done"], done["refused"]) == (1, [])
    assert made.id not in world.admin.listed(key)
    assert world.admin.good("POST", f"changes/{done['change']}/undo", {})["undone"] == 1
    assert made.id in world.admin.listed(key)


@pytest.mark.parametrize("key", CHANGED)
def test_log_has_before_and_after(world: World, key: str) -> None:
    made, name = world.full[key], plain_field(key)
    given, each = another(world, made, name), registry.field(key, name)
    world.admin.good("PATCH", made.path, {name: given})
    world.admin.good("DELETE", made.path, {})
    world.admin.good("POST", f"{made.path}/restore", {})
    entries = world.admin.good("GET", f"{made.path}/log")["items"]
    assert [entry["verb"] for entry in entries] == ["restore", "delete", "update", "create"]
    assert {entry["actor"]["id"] for entry in entries} == {str(world.admin.actor.id)}
    changes = {found["field"]: found for found in entries[2]["changes"]}
    assert same(each, changes[name]["before"], made.record[name])
    assert same(each, changes[name]["after"], given)
    created = world.admin.good("GET", f"{made.path}/as-of", at=entries[3]["at"])
    assert {name: created[name] for name in without_stamps(made.record)} == without_stamps(made.record)


@pytest.mark.parametrize("key", KEYS)
def test_stale_version_is_refused(world: World, key: str) -> None:
    made = world.full[key]
    current = world.admin.good("GET", made.path)
    old = current["version"] - 1
    for method in ("PATCH", "DELETE"):
        status, problem = world.admin(method, made.path, {"version": old})
        assert (status, problem["code"], problem["current"]) == (409, "stale", current)
    assert world.admin.good("GET", made.path) == current


@pytest.mark.parametrize("case", sorted(FITTING))
def test_fitting_inputs_are_needed(world: World, case: str) -> None:
    """The type's own samples are refused now and then."""
    key, _, name = case.partition(".")
    tried = [registry.field(key, name).type.sample(random.Random(f"{case}.{seed}")) for seed in range(20)]
    answers = [world.admin("PATCH", world.full[key].path, {name: given}) for given in tried]
    refused = [found for status, found in answers if status == 422]
    assert refused
    named = {problem["field"] for found in refused for problem in found["errors"]}
    assert named - FITTING[case].beside == {name}
