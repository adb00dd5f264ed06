"""How complete and fresh records are: for lists as for the record, by settings, and by what the reader sees."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from haoke.core import access, custom, registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.api.meta import meta
from haoke.core.errors import BadRequest, Invalid, Missing
from haoke.core.records import changes
from haoke.core.records.reading import ListQuery, list_page
from haoke.core.search.tests.test_finding import make, user
from haoke.core.text import speaking
from haoke.core.transfer.exporting import written
from haoke.dataquality.actions import ensure_completeness
from haoke.dataquality.queries.completeness import of_record
from haoke.dataquality.queries.counted import measurable, measure

pytestmark = pytest.mark.django_db

ACCOUNT = registry.get("account")
ALL = {"*": {"*": Scope.ALL}}
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def rep(**fields: FieldRight) -> Actor:
    return Actor(id=user("Rep"), grants=ALL, fields={"account": fields}, via="web")


def listed(actor: Actor, **query: Any) -> list[tuple[str, Any]]:
    page = list_page(actor, ACCOUNT, ListQuery(fields=("name", "completeness", "days_untouched"), **query))
    return [(item["name"], item["completeness"]) for item in page.items]


def below(percent: int) -> dict[str, Any]:
    return {"field": "completeness", "op": "lt", "value": percent}


def measured(**values: Any) -> None:
    """Change the measure of accounts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM dataquality_completeness WHERE object = 'account'")
        (record,) = cursor.fetchone()
    with changes(system(), "test") as tx:
        tx.update("completeness", record, values)


@pytest.fixture
def three() -> None:
    make("account", name="Empty")
    make("account", name="Half", phone="0755-28780808", industry="software", uscc="914403001922038216")
    make("account", name="Person", kind="person", phone="13812345678", level="a")


def test_lists_show_filter_and_sort_by_it(three: None) -> None:
    anna = rep()
    whole = dict(listed(anna, sort="completeness"))
    assert list(whole) == ["Empty", "Half", "Person"]
    # 8 of 18 of a company; of a person industry, code, site and size do not count: 5 of 11.
    assert whole == {"Empty": "0", "Half": "44", "Person": "45"}
    assert [name for name, _ in listed(anna, filter=below(45), sort="-completeness")] == ["Half", "Empty"]
    first = list_page(anna, ACCOUNT, ListQuery(sort="-completeness", limit=1))
    rest = list_page(anna, ACCOUNT, ListQuery(sort="-completeness", limit=5, cursor=first.next))
    assert [item["name"] for item in (*first.items, *rest.items)] == ["Person", "Half", "Empty"]


def test_a_field_one_does_not_see_counts_neither_way(three: None) -> None:
    blind = rep(phone=FieldRight.HIDDEN, kind=FieldRight.HIDDEN)
    # Neither the phone nor what depends on the hidden kind: level, address, source, e-mail, next contact are left.
    assert dict(listed(blind)) == {"Empty": "0", "Half": "0", "Person": "25"}
    record = made("Empty")
    with speaking("en"):
        names = [each["field"] for each in of_record(blind, ACCOUNT, record)["missing"]]
    assert names == ["level", "address", "source", "email", "next_contact"]
    assert access.reckoned(blind, ACCOUNT)["completeness"] != access.reckoned(rep(), ACCOUNT)["completeness"]


def made(name: str) -> UUID:
    named = {"field": "name", "op": "eq", "value": name}
    return UUID(list_page(rep(), ACCOUNT, ListQuery(filter=named)).items[0]["id"])


def test_a_record_says_what_is_missing(three: None) -> None:
    with speaking("en"):
        found = of_record(rep(), ACCOUNT, made("Person"))
    assert (found["score"], found["level"], found["days"], found["freshness"]) == (45, "poor", 0, "good")
    assert found["missing"][0] == {"field": "address", "label": "Address", "weight": 2}
    assert "industry" not in [each["field"] for each in found["missing"]]
    with pytest.raises(Missing):
        of_record(Actor(id=user("Other"), grants={"account": {"read": Scope.OWN}}), ACCOUNT, made("Person"))


def test_what_was_done_with_it_makes_it_fresh() -> None:
    with changes(system(), "import", history=True) as tx:
        old = tx.create("account", {"name": "Old", "created_at": LONG_AGO, "updated_at": LONG_AGO}).id
    days = (dt.datetime.now(dt.UTC) - LONG_AGO).days
    assert of_record(rep(), ACCOUNT, old)["days"] == days
    with changes(system(), "test") as tx:
        open_ = tx.create("activity", {"subject": "Still to do", "kind": "call"})
        tx.create("activity_link", {"activity": open_.id, "object": "account", "record": old})
    assert of_record(rep(), ACCOUNT, old)["freshness"] == "poor"
    with changes(system(), "test") as tx:
        tx.update("activity", open_.id, {"done": True})
    assert of_record(rep(), ACCOUNT, old)["freshness"] == "good"
    stale = {"field": "days_untouched", "op": "gt", "value": 90}
    assert listed(rep(), filter=stale) == []


def test_settings_are_called_by_the_names_of_objects() -> None:
    """Their title is the key of an object, which nobody reads."""
    with speaking("en"):
        (told,) = [each for each in meta(system()) if each["key"] == "completeness"]
    (title,) = [each for each in told["fields"] if each["name"] == "object"]
    assert {"value": "account", "label": "Accounts", "color": "gray"} in title["choices"]


def test_settings_decide_what_counts(three: None) -> None:
    with changes(system(), "test") as tx:
        assert ensure_completeness(tx) == 4
        assert ensure_completeness(tx) == 0
    measured(fields=[{"field": "phone", "weight": 10}], good=90)
    with custom.latest():
        assert dict(listed(rep())) == {"Empty": "0", "Half": "100", "Person": "100"}
    measured(active=False)
    with custom.latest():
        assert measure("account") is None
        with pytest.raises(BadRequest):
            listed(rep())
        with pytest.raises(Missing):
            of_record(rep(), ACCOUNT, made("Half"))


@pytest.mark.parametrize(
    "values",
    [
        {"object": "nothing"},
        {"object": "pipeline"},
        {"fields": []},
        {"fields": [{"field": "name", "weight": 1}]},
        {"fields": [{"field": "phone", "weight": 0}]},
        {"fields": [{"field": "phone", "weight": True}]},
        {"fields": [{"field": "phone", "weight": 1}] * 2},
        {"fields": [{"field": "phone", "weight": 1, "when": {"field": "name", "value": "x"}}]},
        {"fields": [{"field": "phone", "weight": 1, "when": {"field": "kind", "value": "' OR 1=1"}}]},
        {"good": 40},
        {"stale_days": 3},
    ],
)
def test_a_measure_makes_sense(values: dict[str, Any]) -> None:
    given = {"object": "account", "fields": [{"field": "phone", "weight": 1}], **values}
    with pytest.raises(Invalid), changes(system(), "test") as tx:
        tx.create("completeness", given)


def test_every_object_of_business_has_a_measure_that_reads() -> None:
    for key, spec in registry.objects().items():
        if measurable(spec) and measure(key):
            names = tuple(access.reckoned(system(), spec))
            list_page(system(), spec, ListQuery(fields=names, sort=f"-{names[0]}", limit=1))


def test_files_have_it_and_rules_cannot(three: None) -> None:
    wanted = {"fields": ["name", "completeness"], "filter": below(45)}
    assert b"44" in written(rep(), "account", wanted, "csv")[0]
    rule = {"name": {"en": "R"}, "object": "account", "effect": "required", "applies_to": ["phone"]}
    with pytest.raises(Invalid), changes(system(), "test") as tx:
        tx.create("field_rule", {**rule, "when": below(45)})
