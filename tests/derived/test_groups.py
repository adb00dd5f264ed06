"""Every list is grouped by every field that can group: each group counts what the list of that value counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, Scope
from haoke.core.records.reading.grouping import datable, groupable
from tests.derived.scene import FIELDS, Client, named

if TYPE_CHECKING:
    from tests.derived.scene import World

GROUPED = [(key, name) for key, name in FIELDS if groupable(registry.field(key, name))]
DATED = [(key, name) for key, name in FIELDS if datable(registry.field(key, name))]


def narrowed(name: str, value: Any) -> dict[str, Any]:
    """The list of one group, as the list's screen asks for it."""
    return {"field": name, "op": "empty"} if value is None else {"field": name, "op": "eq", "value": value}


@pytest.mark.parametrize(("key", "name"), GROUPED, ids=named(GROUPED))
def test_groups_count_what_their_lists_count(world: World, key: str, name: str) -> None:
    plural = registry.get(key).plural
    found = world.admin.good("GET", f"{plural}/totals", group=name)
    whole = world.admin.good("GET", plural, limit=1, count="exact")["count"]
    assert found["groups"]
    assert sum(group["count"] for group in found["groups"]) == found["count"] == whole
    for group in found["groups"]:
        listed = world.admin.good("GET", plural, filter=narrowed(name, group["value"]), limit=1, count="exact")
        assert listed["count"] == group["count"], group


@pytest.mark.parametrize(("key", "name"), GROUPED, ids=named(GROUPED))
def test_a_field_not_seen_in_full_groups_nothing(world: World, key: str, name: str) -> None:
    for right in (FieldRight.HIDDEN, FieldRight.MASKED):
        actor = Actor(id=world.stranger, grants={"*": {"read": Scope.ALL}}, fields={key: {name: right}})
        assert Client(actor)("GET", f"{registry.get(key).plural}/totals", group=name)[0] == 400


@pytest.mark.parametrize(("key", "name"), DATED, ids=named(DATED))
def test_a_calendar_finds_what_lies_on_its_days(world: World, key: str, name: str) -> None:
    record = world.full[key].record
    if record[name] is None:
        return
    span = [record[name], record[name]]
    found = world.admin.listed(key, filter={"field": name, "op": "between", "value": span})
    assert record["id"] in found
