"""Counts and sums equal the list's own, in one currency, and show nothing that is not shown elsewhere."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, Scope
from haoke.core.criteria import worth
from haoke.core.errors import BadRequest, Missing
from haoke.core.fieldtypes.money import Money
from haoke.core.records.reading import ListQuery, list_page, totalling, totals
from haoke.core.testing.app.rows import actor_for, one, person, put
from haoke.core.text import speaking

pytestmark = pytest.mark.django_db
RATES = {"USD": Decimal(7)}


def refused(actor: Actor, **query: Any) -> tuple[str, str]:
    with pytest.raises(BadRequest) as caught:
        totals(actor, registry.get("thing"), **query)
    (problem,) = caught.value.problems
    return problem.field, problem.code


def test_whole_and_groups() -> None:
    actor = actor_for(person("Ann"))
    put("thing", [
        {"name": "a", "state": "new", "amount": "10", "quantity": 2, "weight": "1.5"},
        {"name": "b", "state": "new", "amount": {"amount": "1", "currency": "USD"}},
        {"name": "c", "state": "used", "amount": {"amount": "5", "currency": "JPY"}, "quantity": 3},
        {"name": "d", "amount": {"amount": "1", "currency": "USD"}, "amount_base": Decimal("8.126")},
    ])  # fmt: skip
    spec = registry.get("thing")
    with worth.converting(RATES):
        found = totals(actor, spec, group="state", sums=["amount", "quantity", "weight"])
    assert (found["count"], found["sum"]) == (4, {"amount": "25.13", "quantity": 5, "weight": "1.500"})
    assert "CNY" in found["note"]
    assert "汇率" in found["note"]
    groups = {group["value"]: (group["label"], group["count"], group["sum"]) for group in found["groups"]}
    assert groups == {
        "new": ("新建", 2, {"amount": "17.00", "quantity": 2, "weight": "1.500"}),
        "used": ("使用中", 1, {"amount": None, "quantity": 3, "weight": None}),
        None: ("（空）", 1, {"amount": "8.13", "quantity": None, "weight": None}),
    }
    assert [group["count"] for group in found["groups"]] == [2, 1, 1]
    left = {"amount": {"count": 1, "of": 4, "currencies": ["JPY"]}}
    assert found["left_out"] == left
    left["amount"]["of"] = 1
    assert [group["left_out"] for group in found["groups"] if group["left_out"]] == [left]


def of(currency: str, amount: str = "1") -> dict[str, Any]:
    return {"name": currency, "amount": {"amount": amount, "currency": currency}}


def test_what_a_sum_is_without_is_counted_named_and_found() -> None:
    """No amount that counts: no figure; one of 0 that counts: 0; the others by currency, and the list of them."""
    actor, spec = actor_for(person()), registry.get("thing")
    put("thing", [of("EUR"), of("JPY"), of("EUR"), {"name": "none"}])
    with worth.converting(RATES):
        found = totals(actor, spec, sums=["amount"])
        assert (found["sum"], found["left_out"]) == (
            {"amount": None}, {"amount": {"count": 3, "of": 3, "currencies": ["EUR", "JPY"]}},
        )  # fmt: skip
        put("thing", [of("CNY", "0"), of("USD", "0"), {**of("EUR"), "name": "fixed", "amount_base": Decimal(0)}])
        found = totals(actor, spec, sums=["amount"])
        assert (found["sum"], found["left_out"]["amount"]["of"]) == ({"amount": "0.00"}, 6)
        unrated = {"field": "amount", "op": "unrated"}
        assert [item["name"] for item in list_page(actor, spec, ListQuery(filter=unrated, sort="name")).items] == [
            "EUR", "EUR", "JPY",
        ]  # fmt: skip
        assert totals(actor, spec, filter={"not": unrated}, sums=["amount"])["left_out"] == {}


def test_without_group_or_rows() -> None:
    actor, spec = actor_for(person()), registry.get("thing")
    nothing = {"groups": [], "count": 0, "sum": {"amount": None}}
    assert totals(actor, spec, sums=["amount"])["sum"] == nothing["sum"]
    assert totals(actor, spec, group="state") == {"groups": [], "count": 0, "sum": {}, "left_out": {}, "note": None}
    one("thing", name="x", owner=actor.id)
    assert totals(actor, spec) == {"groups": [], "count": 1, "sum": {}, "left_out": {}, "note": None}
    assert totals(actor, spec, scope="me")["count"] == 1


def test_labels() -> None:
    actor, spec = actor_for(person("Ann")), registry.get("thing")
    shelf = one("shelf", name={"zh": "上", "en": "Top"}, rack=one("rack", name={"zh": "架"}))
    put("thing", [{"name": "x", "owner": actor.id, "shelf": shelf, "active": True}, {"name": "y", "active": False}])
    labels = {
        name: {group["label"] for group in totals(actor, spec, group=name)["groups"]}
        for name in ("owner", "shelf", "active")
    }
    assert labels == {"owner": {"Ann", "（空）"}, "shelf": {"上", "（空）"}, "active": {"是", "否"}}
    with speaking("en"):
        found = totals(actor, spec, group="shelf")["groups"]
    assert {(group["value"], group["label"]) for group in found} == {(str(shelf.pk), "Top"), (None, "(empty)")}
    blind = replace(actor, fields={"shelf": {"name": FieldRight.HIDDEN}})
    assert {group["label"] for group in totals(blind, spec, group="shelf")["groups"]} == {None, "（空）"}


def test_refusals() -> None:
    actor = actor_for(person(), fields={"thing": {"amount": FieldRight.MASKED, "state": FieldRight.HIDDEN}})
    assert refused(actor, sums=["amount"]) == ("sum", "masked_field")
    assert refused(actor, group="state") == ("group", "unknown_field")
    assert refused(actor, sums=["name"]) == ("sum", "unsummable")
    assert refused(actor, sums=["nope"]) == ("sum", "unknown_field")
    assert refused(actor, group="amount") == ("group", "masked_field")
    assert refused(actor, group="description") == ("group", "ungroupable")
    assert refused(actor, sums=["quantity"] * 6) == ("sum", "too_many")
    with pytest.raises(Missing):
        totals(replace(actor, grants={}), registry.get("thing"))


PLACES = {
    "深圳市南山区1号": "440000", "香港中环1号": "810000", "中国 长街1号": None, "12 Long Road": None, "none": None,
}  # fmt: skip
ABROAD = {"HK": "810000", "TW": "710000", "US": "US", "DE": "DE"}


def test_by_place(django_assert_num_queries: Any) -> None:
    """A group for each unit and each country, in one statement; each filter finds the rows of its group exactly."""
    actor, spec = actor_for(person("Ann")), registry.get("thing")
    put("thing", [
        *({"name": text, "address": None if text == "none" else text, "quantity": 2} for text in PLACES),
        *({"name": code, "address": {"country": code, "line": "1 Main St"}, "quantity": 3} for code in ABROAD),
    ])  # fmt: skip
    with django_assert_num_queries(1), speaking("en"):
        found = totals(actor, spec, group="address", sums=["quantity"])
    groups = {group["value"]: group for group in found["groups"]}
    assert len(groups) == 34 + 2 + 1
    assert found["count"] == sum(group["count"] for group in found["groups"]) == 9
    assert {name: (groups[code]["label"], groups[code]["count"], groups[code]["sum"]["quantity"]) for name, code in (
        ("粤", "440000"), ("港", "810000"), ("台", "710000"), ("蒙", "150000"), ("US", "US"), ("?", None),
    )} == {
        "粤": ("Guangdong", 1, 2), "港": ("Hong Kong", 2, 5), "台": ("Taiwan", 1, 3), "蒙": ("Inner Mongolia", 0, None),
        "US": ("United States", 1, 3), "?": ("Unknown", 3, 6),
    }  # fmt: skip
    expected = {**PLACES, **ABROAD}
    for code, group in groups.items():
        names = {item["name"] for item in list_page(actor, spec, ListQuery(filter=group["filter"])).items}
        assert names == {name for name, place in expected.items() if place == code}, code
    abroad = list_page(actor, spec, ListQuery(filter={"field": "address", "op": "eq", "value": "境外"}))
    assert {item["name"] for item in abroad.items} == {"US", "DE"}
    blind = replace(actor, fields={"thing": {"address": FieldRight.MASKED}})
    assert refused(blind, group="address") == ("group", "masked_field")


def test_largest_groups_only(monkeypatch: pytest.MonkeyPatch) -> None:
    actor, spec = actor_for(person()), registry.get("thing")
    put("thing", [{"name": str(n), "rating": n % 4} for n in range(10)])
    monkeypatch.setattr(totalling, "MAX_GROUPS", 2)
    found = totals(actor, spec, group="rating")
    assert [group["count"] for group in found["groups"]] == [3, 3]
    assert found["count"] == 10


@pytest.mark.parametrize("scope", [Scope.OWN, Scope.SUBORDINATES, Scope.ALL])
def test_totals_are_the_lists_own(scope: Scope) -> None:
    rng = random.Random(3)
    people = [person(str(n)) for n in range(3)]
    actor = actor_for(people[0], scope, reports=(people[0].pk, people[1].pk))
    spec = registry.get("thing")
    put("thing", [
        {
            "name": str(n), "owner": rng.choice(people), "quantity": rng.randrange(4),
            "state": rng.choice(("new", "used", None)),
            "amount": {"amount": str(rng.randrange(100)), "currency": rng.choice(("CNY", "USD"))},
            "bought": (dt.date(2026, 1, 1) + dt.timedelta(rng.randrange(9))).isoformat(),
        }
        for n in range(80)
    ])  # fmt: skip
    for raw in (None, {"field": "quantity", "op": "gt", "value": 1}, {"field": "state", "op": "ne", "value": "new"}):
        with worth.converting(RATES), CaptureQueriesContext(connection) as captured:
            found = totals(actor, spec, filter=raw, group="owner", sums=["amount"])
        assert len(captured) == 2
        page = list_page(actor, spec, ListQuery(filter=raw, limit=200, count="exact"))
        assert found["count"] == len(page.items) == page.count
        amounts = [Decimal(i["amount"]["amount"]) * (7 if i["amount"]["currency"] == "USD" else 1) for i in page.items]
        assert Decimal(found["sum"]["amount"]) == sum(amounts)
        for group in found["groups"]:
            mine = [i for i in page.items if i["owner"]["id"] == group["value"]]
            assert group["count"] == len(mine)
        assert sum(Decimal(group["sum"]["amount"]) for group in found["groups"]) == sum(amounts)


def test_a_value_is_compared_by_what_it_is_worth() -> None:
    fields = registry.fields("thing")
    with worth.converting(RATES):
        assert worth.value(fields["amount"], Money(Decimal(2), "USD")) == Money(Decimal("14.00"), "CNY")
        assert worth.value(fields["amount"], Money(Decimal(2), "CNY")) == Money(Decimal("2.00"), "CNY")
        assert worth.value(fields["amount"], Money(Decimal(2), "EUR")) is None
        assert worth.value(fields["amount"], None) is None
        assert worth.value(fields["quantity"], 2) == 2
