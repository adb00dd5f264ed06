"""The compiled condition against a plain reading of the same tree, on random trees and data in real tables."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haoke.core import access, clock, criteria, registry
from haoke.core.access.actor import FieldRight, Scope
from haoke.core.criteria import worth
from haoke.core.criteria.parsing import BARE
from haoke.core.criteria.tests.world import NOW, RATES, World, build, random_tree
from haoke.core.errors import BadRequest
from haoke.core.fieldtypes.base import Op
from haoke.core.fieldtypes.money import Money
from haoke.core.sql import Sql, all_of, ident
from haoke.core.testing.app.rows import actor_for, one, person
from haoke.core.testing.lots import examples

pytestmark = pytest.mark.django_db
VERDICT = {"and": all, "or": any}


def found(world: World, key: str, tree: dict[str, Any]) -> set[UUID]:
    """Ids of the rows PostgreSQL finds."""
    spec = registry.get(key)
    node = criteria.parse(tree, spec, world.me)
    where = all_of((access.visible_to(world.me, spec), criteria.compile(node, spec, world.me)))
    return {row[0] for row in select(where, key)} & set(world.rows[key])  # other worlds share the tables


def select(where: Sql, key: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        table = ident(registry.get(key).model._meta.db_table)
        cursor.execute(f"SELECT r.id FROM {table} r WHERE {where.text}", where.params)
        return list(cursor.fetchall())


def expected(world: World, key: str, tree: dict[str, Any]) -> set[UUID]:
    return {each for each in world.seen(key) if holds(world, key, each, tree)}


def holds(world: World, key: str, record: UUID, tree: dict[str, Any]) -> bool:
    """The condition read word by word."""
    for name, verdict in VERDICT.items():
        if name in tree:
            return bool(verdict([holds(world, key, record, each) for each in tree[name]]))
    if "not" in tree:
        return not holds(world, key, record, tree["not"])
    if "related" in tree:
        children = related(world, key, record, tree["related"])
        child = registry.relations(key)[tree["related"]].child
        some = any(tree["where"] is None or holds(world, child, each, tree["where"]) for each in children)
        return bool(some == (tree["op"] == "some"))
    return compared(world, key, record, tree)


def related(world: World, key: str, record: UUID, name: str) -> set[UUID]:
    relation = registry.relations(key)[name]
    seen = world.seen(relation.child)
    if relation.field is not None:
        return {each for each, row in seen.items() if row[relation.field] == record}
    return {child for child, what, each in world.links if (what, each) == (key, record) and child in seen}


def compared(world: World, key: str, record: UUID, tree: dict[str, Any]) -> bool:
    head, _, tail = tree["field"].partition(".")
    field, value = registry.field(key, head), world.rows[key][record][head]
    if tail:
        target = str(field.type.meta()["target"])
        row = world.seen(target).get(value)
        field, value = registry.field(target, tail), None if row is None else row[tail]
    op, raw = Op(tree["op"]), tree.get("value")
    meant = {"me": [world.me.id], "my_team": [*world.me.reports]}
    meant["my_department"] = [
        *(world.me.departments if field.type.kind == "department" else world.me.departments_members)
    ]
    listed = raw if isinstance(raw, list) else [raw]
    if any(isinstance(each, dict) and set(each) <= set(meant) for each in listed):
        ids = [i for each in listed for i in (meant[next(iter(each))] if isinstance(each, dict) else [UUID(each)])]
        return bool((value in ids) == (op in (Op.EQ, Op.IN)))
    if field.type.kind == "money" and value is not None and op not in (Op.EMPTY, Op.NEMPTY):
        if op is Op.UNRATED:
            return value.currency != "CNY" and value.currency not in RATES
        rate = RATES.get(value.currency, Decimal(1) if value.currency == "CNY" else None)
        value = None if rate is None else Money((value.amount * rate).quantize(Decimal("0.01"), ROUND_HALF_UP), "CNY")
    return field.type.matches(op, value, None if op in BARE else field.type.operand(op, raw))


def test_compiler_agrees_with_the_oracle() -> None:
    worlds = [build(seed) for seed in range(3)]

    @given(st.integers(0, 2), st.sampled_from(["thing", "part", "remark", "shelf"]), st.integers(0, 10**9))
    @settings(max_examples=examples(250), deadline=None, suppress_health_check=list(HealthCheck))
    def agrees(which: int, key: str, seed: int) -> None:
        world = worlds[which]
        tree = random_tree(random.Random(seed), world, key)
        with clock.frozen(NOW), worth.converting(RATES):
            difference = found(world, key, tree) ^ expected(world, key, tree)
            assert not difference, (tree, [world.rows[key][each] for each in difference][:1])

    agrees()


def test_python_verdict_agrees_with_the_compiler_where_it_can_be_given() -> None:
    world = build(7)

    @given(st.integers(0, 10**9))
    @settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))
    def agrees(seed: int) -> None:
        tree = random_tree(random.Random(seed), world, "thing")
        node = criteria.parse(tree, registry.get("thing"), world.me)
        if "related" in str(tree) or "." in "".join(fields_of(node)):
            return
        with clock.frozen(NOW), worth.converting(RATES):
            hits = found(world, "thing", tree)
        with worth.converting(RATES):
            spec = registry.get("thing")
            assert hits == {
                i for i, row in world.seen("thing").items() if criteria.matches(node, spec, row, world.me, NOW)
            }

    agrees()


def fields_of(node: criteria.Node) -> list[str]:
    match node:
        case criteria.And(nodes) | criteria.Or(nodes):
            return [name for each in nodes for name in fields_of(each)]
        case criteria.Not(inner):
            return fields_of(inner)
        case criteria.Leaf(field):
            return [field]
        case _:
            return []


def test_no_literal_reaches_the_text() -> None:
    world = build(11, things=4)

    @given(st.integers(0, 10**9), st.integers(0, 10**9))
    @settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
    def same_text(seed: int, other: int) -> None:
        rng = random.Random(seed)
        key = rng.choice(["thing", "part", "remark"])
        tree = random_tree(rng, world, key)
        changed = with_other_literals(tree, random.Random(other), key)
        spec = registry.get(key)
        with clock.frozen(NOW):
            one, two = (
                criteria.compile(criteria.parse(each, spec, world.me), spec, world.me) for each in (tree, changed)
            )
        assert one.text == two.text

    same_text()


def with_other_literals(tree: Any, rng: random.Random, key: str) -> Any:
    """The same tree with other values of the same sort."""
    for name in ("and", "or"):
        if name in tree:
            return {name: [with_other_literals(each, rng, key) for each in tree[name]]}
    if "not" in tree:
        return {"not": with_other_literals(tree["not"], rng, key)}
    if "related" in tree:
        child = registry.relations(key)[tree["related"]].child
        return tree | {"where": tree["where"] and with_other_literals(tree["where"], rng, child)}
    return tree | {"value": other_literal(tree["value"], rng)} if "value" in tree else tree


def other_literal(value: Any, rng: random.Random) -> Any:
    if isinstance(value, list):
        return [other_literal(each, rng) for each in value]
    try:
        return str(UUID(int=rng.getrandbits(128))) if isinstance(value, str) and UUID(value) else value
    except ValueError:
        return value


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE testing_thing; --", "%s", "%(x)s", "\\", "100%", '"', "a'b", "$1", "_%"]
)
def test_hostile_texts_are_only_compared(text: str) -> None:
    actor = actor_for(person())
    mine = one("thing", name=f"before {text} after", description=text)
    one("thing", name="something else")
    spec = registry.get("thing")
    for op, value in (("contains", text), ("eq", f"before {text} after"), ("in", [f"before {text} after"])):
        node = criteria.parse({"field": "name", "op": op, "value": value}, spec, actor)
        assert select(criteria.compile(node, spec, actor), "thing") == [(mine.pk,)]


def test_stored_tree_is_checked_again_for_whoever_uses_it() -> None:
    actor = actor_for(person())
    spec = registry.get("thing")
    by_email = criteria.parse({"field": "email", "op": "empty"}, spec, actor)
    by_parts = criteria.parse({"related": "parts"}, spec, actor)
    by_remarks = criteria.parse({"related": "remarks"}, spec, actor)
    limited = replace(actor, fields={"thing": {"email": FieldRight.MASKED}, "part": {"thing": FieldRight.HIDDEN}})
    poorer = replace(actor, grants={"thing": {"read": Scope.ALL}})
    for node, who in ((by_email, limited), (by_parts, limited), (by_remarks, poorer)):
        with pytest.raises(BadRequest):
            criteria.compile(node, spec, who)
    with pytest.raises(BadRequest):
        criteria.matches(by_email, spec, {"email": None}, limited, NOW)


def test_nobody_when_there_is_no_department() -> None:
    actor = actor_for(person())
    one("thing", name="free")
    mine = one("thing", name="mine", owner=actor.id)
    spec = registry.get("thing")
    for value, op, hits in (
        ({"my_department": True}, "eq", 0),
        ({"my_department": True}, "ne", 2),
        ({"me": True}, "eq", 1),
    ):
        node = criteria.parse({"field": "owner", "op": op, "value": value}, spec, actor)
        assert len(select(criteria.compile(node, spec, actor), "thing")) == hits
    assert criteria.matches(node, spec, {"owner": mine.owner_id}, actor, NOW)


def test_related_conditions_have_no_python_verdict() -> None:
    actor = actor_for(person())
    node = criteria.parse({"related": "parts"}, registry.get("thing"), actor)
    with pytest.raises(ValueError, match="parts"):
        criteria.matches(node, registry.get("thing"), {}, actor, NOW)


def test_amounts_are_compared_by_their_worth() -> None:
    actor = actor_for(person())
    spec, by_id = registry.get("thing"), dict[UUID, str]()
    for amount, currency in (("100", "CNY"), ("100", "USD"), ("100", "JPY")):
        by_id[one("thing", name=currency, amount={"amount": amount, "currency": currency}).pk] = currency
    by_id[one("thing", name="none").pk] = "none"

    def names(op: str, value: object = None) -> set[str]:
        raw = {"field": "amount", "op": op} | ({} if value is None else {"value": value})
        condition = criteria.compile(criteria.parse(raw, spec, actor), spec, actor)
        return {by_id[row[0]] for row in select(condition, "thing")}

    with worth.converting({"USD": Decimal("7.1")}):
        assert names("gt", "500") == {"USD"}
        assert names("eq", "100") == {"CNY"}
        assert names("empty") == {"none"}
        assert names("ne", "100") == {"USD", "JPY", "none"}
        assert names("unrated") == {"JPY"}
        unrated = criteria.parse({"field": "amount", "op": "unrated"}, spec, actor)
        of = {currency: Money(Decimal(100), currency) for currency in ("CNY", "USD", "JPY")}
        told = {name: criteria.matches(unrated, spec, {"amount": each}, actor, NOW) for name, each in of.items()}
        assert told == {"CNY": False, "USD": False, "JPY": True}
        assert not criteria.matches(unrated, spec, {"amount": None}, actor, NOW)


def test_rates_are_read_from_the_object_that_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert worth.rates() == {}
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE kept (currency text, rate numeric, since date, deleted_at timestamptz) ON COMMIT DROP"
        )
        cursor.execute(
            "INSERT INTO kept VALUES ('USD', 7, '2020-01-01'), ('USD', 7.2, '2021-01-01'), ('USD', 9, '2999-01-01'),"
            " ('EUR', 8, '2021-01-01')"
        )
    spec = replace(registry.get("rack"), model=kept_in("kept"))
    monkeypatch.setattr(registry, "objects", lambda: {worth.RATES: spec})
    worth.forget()
    assert worth.rates() == {"USD": Decimal("7.2"), "EUR": Decimal(8)}
    worth.forget()


def kept_in(table: str) -> Any:
    class Kept:
        class _meta:  # noqa: N801 - as Django calls it
            db_table = table

    return Kept
