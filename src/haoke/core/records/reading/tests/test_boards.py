"""Boards: columns, cards and figures, equal to the lists behind them."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, Scope
from haoke.core.criteria import worth
from haoke.core.errors import BadRequest
from haoke.core.records.reading import ListQuery, board, list_page
from haoke.core.testing.app.rows import actor_for, one, person, put

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def actor() -> Actor:
    return actor_for(person("Ann"))


def shelves(*places: tuple[str, int]) -> tuple[UUID, dict[str, UUID]]:
    """A rack and its shelves by name."""
    rack = one("rack", name={"zh": "架"})
    made = put("shelf", [{"name": {"zh": name}, "rack": rack, "order": place, "kind": "won"} for name, place in places])
    return rack.pk, {name: record.pk for (name, _), record in zip(places, made, strict=True)}


def refused(actor: Actor, key: str = "thing", **query: Any) -> tuple[str, str]:
    with pytest.raises(BadRequest) as caught:
        board(actor, registry.get(key), **query)
    (problem,) = caught.value.problems
    return problem.field, problem.code


def test_columns_of_records_in_their_order(actor: Actor) -> None:
    rack, made = shelves(("b", 2), ("a", 1), ("c", 3))
    shelves(("other", 0))
    put(
        "thing",
        [{"name": f"{n}", "shelf": made["a"], "amount": str(n), "updated_at": NOW + dt.timedelta(n)} for n in range(3)],
    )
    put("thing", [{"name": "none"}])
    found = board(actor, registry.get("thing"), within=rack, limit=2)
    assert found["field"] == "shelf"
    assert [column["label"] for column in found["columns"]] == ["a", "b", "c", "（空）"]
    first, second = found["columns"][:2]
    assert (first["value"], first["count"], first["sum"], first["kind"]) == (str(made["a"]), 3, "3.00", "won")
    assert [item["name"] for item in first["items"]] == ["2", "1"]
    assert first["items"][0]["shelf"] == {"id": str(made["a"]), "title": "a"}
    assert (second["count"], second["sum"], second["items"], second["next"]) == (0, None, [], None)
    assert [item["name"] for item in found["columns"][3]["items"]] == ["none"]
    assert "CNY" in found["note"]


def test_first_of_several_by_default(actor: Actor) -> None:
    shelves(("first", 0))
    shelves(("second", 0))
    found = board(actor, registry.get("thing"))
    assert [column["label"] for column in found["columns"]] == ["first"]


def test_columns_of_a_choice(actor: Actor) -> None:
    put("thing", [{"name": "x", "state": "used", "amount": "1"}, {"name": "y"}])
    found = board(actor, registry.get("thing"), field="state")
    drawn = [
        (column["value"], column["label"], column["color"], column["count"], column["sum"])
        for column in found["columns"]
    ]
    assert drawn == [
        ("new", "新建", "blue", 0, None),
        ("used", "使用中", "green", 1, "1.00"),
        ("broken", "损坏", "red", 0, None),
        (None, "（空）", None, 1, None),
    ]


def test_amounts_without_a_rate_are_told_of_their_columns(actor: Actor) -> None:
    put("thing", [
        {"name": "a", "state": "used", "amount": "1"},
        {"name": "b", "state": "used", "amount": {"amount": "5", "currency": "EUR"}},
        {"name": "c", "state": "new", "amount": {"amount": "5", "currency": "USD"}},
        {"name": "d", "state": "new", "amount": "0"}, {"name": "e", "amount": {"amount": "5", "currency": "JPY"}},
    ])  # fmt: skip
    with worth.converting({"USD": Decimal(7)}), CaptureQueriesContext(connection) as captured:
        found = board(actor, registry.get("thing"), field="state")
    assert len(captured) == 3
    assert found["sum_field"] == "amount"
    assert [(column["count"], column["sum"], column["left_out"]) for column in found["columns"]] == [
        (2, "35.00", None),
        (2, "1.00", {"count": 1, "of": 2, "currencies": ["EUR"]}),
        (0, None, None),
        (1, None, {"count": 1, "of": 1, "currencies": ["JPY"]}),
    ]


def test_columns_of_people_without_a_whole(actor: Actor) -> None:
    bob = person("Bob")
    put("thing", [{"name": "x", "owner": bob}])
    found = board(actor, registry.get("thing"), field="owner")
    assert {column["label"]: column["count"] for column in found["columns"]} == {"Ann": 0, "Bob": 1}


def test_a_column_goes_on_as_a_list(actor: Actor) -> None:
    rack, made = shelves(("a", 1), ("b", 2))
    rng = random.Random(5)
    homes, days = [*made.values(), None], [None, "2026-01-01"]
    put("thing", [
        {"name": str(n), "shelf": rng.choice(homes), "quantity": n % 2, "bought": rng.choice(days)} for n in range(60)
    ])  # fmt: skip
    raw = {"field": "quantity", "op": "eq", "value": 1}
    for sort in (None, "name", "-bought,name"):
        for narrowed in (raw, None):
            found = board(actor, registry.get("thing"), within=rack, filter=narrowed, sort=sort, limit=3)
            for column in found["columns"]:
                query = ListQuery(filter=column["filter"], sort=sort, limit=200, count=True)
                listed = list_page(actor, registry.get("thing"), query)
                rest = list_page(actor, registry.get("thing"), replace(query, cursor=column["next"])).items
                names = [item["name"] for item in listed.items]
                assert column["count"] == listed.count
                assert column["next"] is not None
                assert [item["name"] for item in [*column["items"], *rest]] == names


def test_policy_and_words_hold_in_columns_too(actor: Actor) -> None:
    rack, made = shelves(("a", 1))
    put(
        "thing",
        [
            {"name": "mine", "shelf": made["a"], "owner": actor.id, "amount": "1"},
            {"name": "x", "shelf": made["a"], "amount": "9"},
        ],
    )
    own = replace(actor, grants={"thing": {"read": Scope.OWN}})
    for who, scope in ((own, None), (actor, "me")):
        (column,) = board(who, registry.get("thing"), within=rack, scope=scope)["columns"]
        assert (column["count"], column["sum"], [item["name"] for item in column["items"]]) == (1, "1.00", ["mine"])


def test_masked_amounts_are_not_added_up(actor: Actor) -> None:
    rack, made = shelves(("a", 1))
    put("thing", [{"name": "x", "shelf": made["a"], "amount": "9"}])
    blind = replace(
        actor,
        fields={
            "thing": {"amount": FieldRight.MASKED},
            "shelf": {"order": FieldRight.HIDDEN, "kind": FieldRight.MASKED},
        },
    )
    found = board(blind, registry.get("thing"), within=rack)
    (column,) = found["columns"]
    assert (column["sum"], found["note"], column["kind"]) == (None, None, None)
    assert set(column["items"][0]["amount"]) == {"masked"}
    untitled = replace(actor, fields={"shelf": {"name": FieldRight.HIDDEN}})
    assert board(untitled, registry.get("thing"), within=rack)["columns"][0]["label"] is None


def test_refusals(actor: Actor) -> None:
    assert refused(actor, limit=0) == ("limit", "bad_limit")
    assert refused(actor, field="name") == ("field", "no_board")
    assert refused(actor, field="nope") == ("field", "unknown_field")
    assert refused(actor, key="part") == ("field", "no_board")
    blind = replace(actor, fields={"thing": {"shelf": FieldRight.MASKED}})
    assert refused(blind) == ("field", "masked_field")
    assert refused(replace(actor, key_scopes=("thing:read",))) == ("field", "no_board")
    poor = replace(actor, grants={"part": {"read": Scope.ALL}, "thing": {"read": Scope.ALL}})
    assert board(poor, registry.get("part"), field="thing")["columns"] == []
    assert (
        refused(replace(actor, grants={"remark": {"read": Scope.ALL}}), key="remark_link", field="remark", sort="nope")[
            0
        ]
        == "sort"
    )


def test_a_board_costs_four_statements(actor: Actor) -> None:
    rack, made = shelves(*((str(n), n) for n in range(9)))
    for number in (1, 90):
        put(
            "thing",
            [{"name": str(n), "shelf": made[str(n % 9)], "owner": actor.id, "amount": "1"} for n in range(number)],
        )
        # Rates are read anew every minute: not within what is counted.
        with worth.converting({}), CaptureQueriesContext(connection) as captured:
            found = board(actor, registry.get("thing"), within=rack)
        assert len(captured) == 4
    assert sum(column["count"] for column in found["columns"]) == 91
    assert sum(Decimal(column["sum"]) for column in found["columns"]) == 91
