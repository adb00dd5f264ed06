"""What is refused, where, and with which words; and that nothing else ever happens."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haoke.core import criteria, registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.criteria import And, Leaf, Not, Or, Related, Whose
from haoke.core.errors import BadRequest, Refused
from haoke.core.fieldtypes.base import Op
from haoke.core.testing.lots import examples

ME = Actor(id=uuid4(), grants={"*": {"*": Scope.ALL}})


def parse(raw: object, actor: Actor = ME, key: str = "thing") -> criteria.Node:
    return criteria.parse(raw, registry.get(key), actor)


def refused(raw: object, actor: Actor = ME, key: str = "thing") -> tuple[str, str]:
    """(place, code) of the refusal."""
    with pytest.raises(BadRequest) as caught:
        parse(raw, actor, key)
    (problem,) = caught.value.problems
    assert str(problem.message)
    assert problem.message.zh
    assert str(problem.message) != problem.message.zh
    return problem.field, problem.code


def leaf(field: object = "name", op: object = "eq", **more: object) -> dict[str, object]:
    return {"field": field, "op": op, "value": "x"} | more


def test_tree_of_every_kind_of_node_and_back() -> None:
    raw = {
        "and": [
            {"or": [leaf(), {"not": {"field": "quantity", "op": "empty"}}]},
            {"related": "parts", "where": {"field": "done", "op": "eq", "value": True}, "op": "none"},
            {"related": "parts", "where": None, "op": "some"},
            {"field": "owner", "op": "in", "value": [{"me": True}]},
        ]
    }
    node = parse(raw)
    assert isinstance(node, And)
    first, second, third, fourth = node.nodes
    assert isinstance(first, Or)
    assert isinstance(first.nodes[1], Not)
    assert second == Related("parts", Leaf("done", Op.EQ, True, True), none=True)
    assert third == Related("parts")
    assert fourth == Leaf("owner", Op.IN, (Whose.ME,), [{"me": True}])
    assert criteria.to_json(node) == raw
    assert parse(criteria.to_json(node)) == node


@pytest.mark.parametrize(
    ("raw", "place", "code"),
    [
        (None, "filter", "shape"),
        ([], "filter", "shape"),
        ("name = 1", "filter", "shape"),
        ({}, "filter", "shape"),
        ({"op": "eq"}, "filter", "shape"),
        ({"and": {}}, "filter.and", "shape"),
        ({"or": None}, "filter.or", "shape"),
        ({"and": [leaf(), 3]}, "filter.and[1]", "shape"),
        ({"not": []}, "filter.not", "shape"),
        ({"and": [], "or": []}, "filter", "unknown_key"),
        ({"not": leaf(), "x": 1}, "filter", "unknown_key"),
        (leaf(sql="1=1"), "filter", "unknown_key"),
        (leaf(field=3), "filter.field", "shape"),
        (leaf(field="nope"), "filter.field", "unknown_field"),
        (leaf(field="name\ud800"), "filter.field", "unknown_field"),
        (leaf(field="deleted_at"), "filter.field", "unknown_field"),
        (leaf(field='name" OR 1=1 --'), "filter.field", "unknown_field"),
        (leaf(field="name.x"), "filter.field", "no_reference"),
        (leaf(field="photo.name"), "filter.field", "no_reference"),
        (leaf(field="racks.name"), "filter.field", "no_reference"),
        (leaf(field="shelf.nope"), "filter.field", "unknown_field"),
        (leaf(field="shelf.rack.name"), "filter.field", "unknown_field"),
        (leaf(field="shelf."), "filter.field", "unknown_field"),
        (leaf(op="like"), "filter.op", "bad_op"),
        (leaf(op=None), "filter.op", "bad_op"),
        (leaf(op=["eq"]), "filter.op", "bad_op"),
        (leaf(field="active", op="contains"), "filter.op", "bad_op"),
        (leaf(op="empty"), "filter.value", "no_value"),
        (leaf(value="a\0b"), "filter.value", "bad_text"),
        (leaf(value="\ud800"), "filter.value", "bad_text"),
        (leaf(value="x" * 1001), "filter.value", "bad_text"),
        (leaf(op="in", value=["x"] * 1001), "filter.value", "too_many"),
        (leaf(op="in", value={str(n): n for n in range(1001)}), "filter.value", "too_many"),
        (leaf(op="in", value=[[[[[[[[[[["x"]]]]]]]]]]]), "filter.value", "too_many"),
        (leaf(value={"me": True}), "filter.value", "bad_value"),
        (leaf(field="place", value={"me": True}), "filter.value", "bad_value"),
        (leaf(field="owner", value=[{"me": True}]), "filter.value", "bad_value"),
        (leaf(field="owner", op="empty", value={"me": True}), "filter.value", "no_value"),
        ({"related": 3}, "filter.related", "shape"),
        ({"related": "users"}, "filter.related", "unknown_relation"),
        ({"related": "parts", "op": "most"}, "filter.op", "bad_some"),
        ({"related": "parts", "x": 1}, "filter", "unknown_key"),
        ({"related": "parts", "where": leaf(field="state")}, "filter.where.field", "unknown_field"),
        ({"related": "parts", "where": {"and": [leaf(), {"not": 1}]}}, "filter.where.and[1].not", "shape"),
    ],
)
def test_refusals_name_the_place(raw: object, place: str, code: str) -> None:
    assert refused(raw) == (place, code)


def test_message_repeats_only_a_short_part_of_the_input() -> None:
    with pytest.raises(BadRequest) as caught:
        parse(leaf(field="n" * 5000))
    assert len(caught.value.message) < 120


def nested(depth: int) -> dict[str, object]:
    raw = leaf()
    for _ in range(depth - 1):
        raw = {"not": raw}
    return raw


def test_depth_is_capped() -> None:
    assert parse(nested(8))
    place, code = refused(nested(9))
    assert (place, code) == ("filter" + ".not" * 8, "too_deep")
    related = {"related": "parts", "where": {"related": "remarks", "where": nested(7)}}
    assert refused(related)[1] == "too_deep"


def test_number_of_conditions_is_capped() -> None:
    assert parse({"and": [leaf()] * 100})
    assert refused({"and": [leaf()] * 101}) == ("filter.and[100]", "too_many")
    assert refused({"or": [{"and": [leaf()] * 60}, {"and": [leaf()] * 60}]})[1] == "too_many"
    assert refused({"and": [{"and": []}] * 101})[1] == "too_many"


def test_hidden_and_masked_fields_are_refused_everywhere() -> None:
    rights = {"thing": {"email": FieldRight.HIDDEN, "phone": FieldRight.MASKED}, "part": {"name": FieldRight.HIDDEN}}
    actor = replace(ME, fields=rights)
    assert refused(leaf(field="email"), actor) == ("filter.field", "unknown_field")
    assert refused(leaf(field="phone", op="empty"), actor) == ("filter.field", "masked_field")
    assert refused(leaf(field="parent.email"), actor) == ("filter.field", "unknown_field")
    assert refused(leaf(field="thing.phone"), actor, "part") == ("filter.field", "masked_field")
    inside = {"related": "parts", "where": leaf()}
    assert refused(inside, actor) == ("filter.where.field", "unknown_field")


def test_reference_field_must_be_seen_to_go_through_it() -> None:
    actor = replace(ME, fields={"thing": {"shelf": FieldRight.MASKED}, "part": {"thing": FieldRight.HIDDEN}})
    assert refused(leaf(field="shelf.name"), actor) == ("filter.field", "masked_field")
    assert refused({"related": "parts"}, actor) == ("filter.related", "unknown_field")


def test_objects_the_actor_may_not_read_cannot_be_reached() -> None:
    actor = replace(ME, grants={"part": {"read": Scope.ALL}, "thing": {"read": Scope.ALL}, "remark": {}})
    assert refused({"related": "remarks"}, actor) == ("filter.related", "unknown_relation")
    actor = replace(ME, grants={"remark": {"read": Scope.ALL}})
    assert refused(leaf(field="parent.name"), actor) == ("filter.field", "no_object")


def operand(raw: object) -> object:
    node = parse(raw)
    assert isinstance(node, Leaf)
    return node.operand


def test_user_operands() -> None:
    someone = uuid4()
    assert operand(leaf(field="owner", value={"me": True})) == (Whose.ME,)
    mixed = leaf(field="keeper", op="nin", value=[{"my_team": True}, str(someone), {"my_department": True}])
    assert operand(mixed) == (Whose.MY_TEAM, someone, Whose.MY_DEPARTMENT)
    assert operand(leaf(field="place", op="ne", value={"my_department": True})) == (Whose.MY_DEPARTMENT,)
    for value in ({"me": False}, {"me": True, "n": 1}, {"you": True}):
        assert refused(leaf(field="owner", value=value))[0] == "filter.value"


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
names = st.sampled_from([*registry.fields("thing"), "shelf.name", "parent.owner", "parent.amount", "x", "__class__"])
keys = st.sampled_from(
    ["and", "or", "not", "field", "op", "value", "related", "where", "me", "my_team", "rel", "n", "amount"]
)
words = st.sampled_from(
    [*Op, "parts", "things", "remarks", "some", "none", "last_days", "today", "days_ago", "2026-11-22", "9999-12-31"]
)
json = st.recursive(
    scalars | words | names,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys | st.text(max_size=5), inner, max_size=4),
    max_leaves=25,
)
leaves = st.fixed_dictionaries({"field": names, "op": st.sampled_from([*Op])}, optional={"value": json})
trees = st.recursive(
    leaves | json,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"and": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"or": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
        st.fixed_dictionaries(
            {"related": st.sampled_from(["parts", "remarks", "things"])}, optional={"where": inner, "op": words}
        ),
    ),
    max_leaves=8,
)


def told(refusal: Refused) -> None:
    """It is a 400 of one place, with texts that can be sent."""
    assert refusal.status == 400
    assert refusal.problems[0].field.startswith("filter")
    assert refusal.message.zh.encode()
    assert str(refusal.message).encode()


@pytest.mark.django_db  # the day's rates are asked for anew when a long run has outlived them
@given(trees)
@settings(max_examples=examples(500), deadline=None)
def test_any_json_is_either_understood_or_refused(raw: object) -> None:
    try:
        node = parse(raw)
    except Refused as refusal:
        told(refusal)
        return
    assert parse(criteria.to_json(node)) == node
    sql = criteria.compile(node, registry.get("thing"), system())
    assert sql.text.replace("%%", "").count("%s") == len(sql.params)
