"""Every record is found by each operator of each of its fields, and not by the opposite."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import clock, registry
from haoke.core.criteria.parsing import BARE
from haoke.core.fieldtypes.base import Op
from haoke.core.records.reading import grouping
from tests.derived.scene import FIELDS, KEYS, named, sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.derived.scene import World

#: Whether a record is found by an operator with its own value.
FOUND = {
    Op.EQ: True, Op.NE: False, Op.IN: True, Op.NIN: False, Op.LT: False, Op.LTE: True, Op.GT: False, Op.GTE: True,
    Op.BETWEEN: True, Op.CONTAINS: True, Op.NCONTAINS: False, Op.STARTS: True, Op.ENDS: True, Op.EMPTY: False,
    Op.NEMPTY: True, Op.HAS_ANY: True, Op.HAS_ALL: True, Op.HAS_NONE: False, Op.WITHIN: True, Op.BEFORE: False,
    Op.AFTER: False, Op.UNRATED: False,
}  # fmt: skip
#: The same for a record whose field is empty, asked with anybody's value.
EMPTY = {op: op in (Op.NE, Op.NIN, Op.NCONTAINS, Op.HAS_NONE, Op.EMPTY) for op in Op}
LISTS = (Op.IN, Op.NIN, Op.HAS_ANY, Op.HAS_ALL, Op.HAS_NONE)
PARTS = (Op.CONTAINS, Op.NCONTAINS, Op.STARTS, Op.ENDS)
#: What of an output a person would type to find it, by kind.
OPERAND: dict[str, Callable[[Any], Any]] = {
    "translated": lambda value: value["en"],
    "phone": lambda value: value["raw"],
    "im": lambda value: value[0]["id"],
    "address": lambda value: value["code"],
    "richtext": lambda value: re.sub("<[^>]*>", "", value).split()[0],
    "money": lambda value: value["amount"],
    "reference": lambda value: value["id"],
    "user": lambda value: value["id"],
    "department": lambda value: value["id"],
    "multireference": lambda value: [each["id"] for each in value],
}
PART: dict[str, Callable[[Any], Any]] = {
    "phone": lambda value: re.sub(r"\D", "", value["raw"]),
    "address": lambda value: value["line"],
}


def around(day: str) -> dict[str, Any]:
    """The relative date that spans a day and today."""
    away = (clock.today() - dt.date.fromisoformat(day)).days
    return {"rel": "last_days" if away >= 0 else "next_days", "n": abs(away) + 1}


def day_of(kind: str, value: str) -> str:
    """The company's day of a date or moment."""
    if kind == "date":
        return value
    return dt.datetime.fromisoformat(value).astimezone(clock.timezone()).date().isoformat()


def operand(kind: str, op: Op, value: Any) -> Any:
    """Operand with which an operator asks for a record that has this output."""
    if op in BARE:
        return None
    if op is Op.WITHIN:
        return around(day_of(kind, value))
    found = (PART if op in PARTS and kind in PART else OPERAND).get(kind, lambda whole: whole)(value)
    if op in LISTS:
        return found if isinstance(found, list) else [found]
    return [found, found] if op is Op.BETWEEN else found


def verdicts(world: World, key: str, name: str, record: str, value: Any) -> dict[str, bool]:
    """{operator: whether the record is found} for every operator of a field, asked with a value."""
    kind = registry.field(key, name).type
    found = {}
    for op in kind.operators:
        node = {"field": name, "op": str(op), "value": operand(kind.kind, op, value)}
        one = {"and": [{"field": "id", "op": "eq", "value": record}, node]}
        counted = world.admin.good("GET", registry.get(key).plural, filter=one, fields="id", count="exact")
        assert [item["id"] for item in counted["items"]] == [record] * counted["count"]
        found[str(op)] = counted["count"] == 1
    return found


def filled(world: World, key: str, name: str) -> tuple[str, Any] | None:
    """(id, output) of a record of the object that has a value in the field: the full one if it does."""
    listed = world.admin.good("GET", registry.get(key).plural, limit=200)["items"]
    for item in (world.full[key].record, *listed):
        if item[name] not in (None, []):
            return item["id"], item[name]
    return None


def anything(world: World, key: str, name: str) -> Any:
    """Output of a value somebody might ask for."""
    each = registry.field(key, name)
    made = sample(key, name, 7, str(world.stranger))
    return each.type.dump(each.type.clean(made))


@pytest.mark.parametrize(("key", "name"), FIELDS, ids=named(FIELDS))
def test_found_by_its_own_value(world: World, key: str, name: str) -> None:
    known, kind = filled(world, key, name), registry.field(key, name).type
    if known is None:  # nothing has a value here, so nothing is found by one
        found = verdicts(world, key, name, world.full[key].id, anything(world, key, name))
        assert found == {str(op): EMPTY[op] for op in kind.operators}
    else:
        assert verdicts(world, key, name, *known) == {str(op): FOUND[op] for op in kind.operators}


@pytest.mark.parametrize(("key", "name"), FIELDS, ids=named(FIELDS))
def test_empty_is_found_as_empty(world: World, key: str, name: str) -> None:
    """Each record either as filled or as empty."""
    spec = registry.get(key)
    everything = world.admin.good("GET", spec.plural, limit=200)["items"]
    for op, wanted in (("empty", True), ("nempty", False)):
        found = set(world.admin.listed(key, filter={"field": name, "op": op}))
        assert found == {item["id"] for item in everything if (item[name] in (None, [], "")) is wanted}
    bare, known = world.bare[key], filled(world, key, name)
    if bare.record[name] is None and known is not None:
        kind = registry.field(key, name).type
        assert verdicts(world, key, name, bare.id, known[1]) == {str(op): EMPTY[op] for op in kind.operators}


@pytest.mark.parametrize(("key", "name"), FIELDS, ids=named(FIELDS))
def test_sorted_and_grouped(world: World, key: str, name: str) -> None:
    """By what a field says it can; what it says it cannot is refused."""
    field, spec = registry.field(key, name), registry.get(key)
    kind, grouped = field.type, field.type.groupable or grouping.placed(field)
    total = world.admin.good("GET", spec.plural, count="exact")["count"]
    status, up = world.admin("GET", spec.plural, sort=name, limit=200)
    assert (status == 200) is kind.sortable
    if kind.sortable:
        down = world.admin.listed(key, sort=f"-{name}")
        assert len(up["items"]) == total
        assert {item["id"] for item in up["items"]} == set(down)
        values = [item[name] for item in up["items"]]
        assert all(value is None for value in values[sum(value is not None for value in values) :])
    status, groups = world.admin("GET", f"{spec.plural}/totals", group=name)
    assert (status == 200) is grouped
    if grouped:
        assert sum(group["count"] for group in groups["groups"]) == total


SEARCHED = [key for key in KEYS if registry.get(key).title in registry.get(key).search]


def said(title: Any) -> str:
    """A title as somebody would type it."""
    return str(title["en"] if isinstance(title, dict) else title)


@pytest.mark.parametrize("key", SEARCHED)
def test_search_finds_by_title(world: World, key: str) -> None:
    spec, made = registry.get(key), world.full[key]
    q = said(made.record[spec.title])
    assert (key, made.id) in {(hit["object"], hit["id"]) for hit in world.admin.good("GET", "search", q=q)["items"]}
    assert made.id in world.admin.listed(key, q=q)
    assert world.admin.listed(key, q="zzqqxx nothing") == []
    world.admin.good("DELETE", made.path, {})
    assert made.id not in {hit["id"] for hit in world.admin.good("GET", "search", q=q)["items"]}


@pytest.mark.parametrize("key", [key for key in KEYS if not registry.get(key).search])
def test_not_searched_objects_are_not_found(world: World, key: str) -> None:
    title = world.full[key].record[registry.get(key).title]
    q = said(title.get("title") or "-" if isinstance(title, dict) and "id" in title else title)
    assert key not in {hit["object"] for hit in world.admin.good("GET", "search", q=q, limit=50)["items"]}
