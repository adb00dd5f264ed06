"""Every object of which two records can be one: values, old ids, and everything that points there, there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import registry
from haoke.core.merging.pointers import MANY, ONE, Pointer, pointers
from haoke.core.metadata import using
from tests.derived import own
from tests.derived.scene import KEYS, create, required, writable
from tests.derived.test_writing import without_stamps

if TYPE_CHECKING:
    from tests.derived.scene import Sample, World

with using(own.PREVIEW):
    MERGED = [key for key in KEYS if registry.get(key).mergeable]
    POINTING = [
        (key, each)
        for key in MERGED
        for each in pointers(key)
        if each.kind in (ONE, MANY) and each.spec.key in KEYS and each.field in writable(each.spec.key)
    ]


def merged(world: World, keep: Sample, gone: Sample, **more: Any) -> Any:
    return world.admin.good("POST", f"{keep.path}/merge", {"with": gone.id, **more})


def undo(world: World, change: str) -> Any:
    return world.admin.good("POST", f"changes/{change}/undo", {})


@pytest.mark.parametrize("key", MERGED)
def test_two_are_one_and_two_again(world: World, key: str) -> None:
    keep, gone = world.bare[key], world.full[key]
    before = [world.admin.good("GET", each.path) for each in (keep, gone)]
    tried = world.admin.good("POST", f"{keep.path}/merge/preview", {"with": gone.id})
    assert tried["problem"] is None, tried["problem"]
    done = merged(world, keep, gone)
    assert without_stamps(done["record"]) == without_stamps(tried["result"])
    chosen = {each["name"]: each["take"] for each in tried["fields"]}
    filled = [name for name, take in chosen.items() if take == "other"]
    assert {name: done["record"][name] for name in filled} == {name: before[1][name] for name in filled}
    assert world.admin.good("GET", gone.path)["id"] == keep.id
    assert gone.id not in [*world.admin.listed(key), *world.admin.listed(key, deleted="true")]
    assert undo(world, done["change"])["kept"] == []
    assert [without_stamps(world.admin.good("GET", each.path)) for each in (keep, gone)] == [
        without_stamps(each) for each in before
    ]


@pytest.mark.parametrize(("key", "pointer"), POINTING, ids=[f"{key}-{p.spec.key}.{p.field}" for key, p in POINTING])
def test_what_points_at_it_follows(world: World, key: str, pointer: Pointer) -> None:
    keep, gone = (create(world, key, list(required(key)), 0, seed=seed) for seed in (50, 51))
    child = world.full[pointer.spec.key]

    def point_at(record: str) -> None:
        value: Any = [record] if pointer.kind == MANY else record
        world.admin.good("PATCH", child.path, {pointer.field: value})

    def points_at() -> str:
        found = world.admin.good("GET", child.path)[pointer.field]
        return str((found[0] if pointer.kind == MANY else found)["id"])

    point_at(gone.id)
    preview = world.admin.good("POST", f"{keep.path}/merge/preview", {"with": gone.id})
    assert (pointer.spec.key, pointer.field) in [(each["object"], each["field"]) for each in preview["moves"]]
    done = merged(world, keep, gone)
    assert points_at() == keep.id
    assert undo(world, done["change"])["kept"] == []
    assert points_at() == gone.id


@pytest.mark.parametrize("key", MERGED)
def test_no_foreign_key_is_forgotten(key: str) -> None:
    """Whatever the database ties to the object's records is among the pointers."""
    with using(own.PREVIEW):
        model = registry.get(key).model
        known = {(each.spec.key, each.column) for each in pointers(key)}
        tied = {
            (spec.key, column.column)
            for spec in registry.objects().values()
            for column in registry.columns(spec.key)
            if column.is_relation and column.related_model is model
        }
        assert tied <= known
