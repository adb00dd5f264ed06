"""Formulas of money and moments: whose currency the result is in, what it is worth, alike in Python and in SQL."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.calculated import jobs
from haoke.core.calculated.explaining import gaps
from haoke.core.calculated.keeping import refresh
from haoke.core.calculated.tests.test_calculated import alter, caught_up, make, read
from haoke.core.calculated.trying import tried
from haoke.core.criteria import worth
from haoke.core.custom.tests.making import field, own_object, present
from haoke.core.errors import Invalid
from haoke.core.fieldtypes import currencies
from haoke.core.fieldtypes.dates import clock_date
from haoke.core.fieldtypes.money import Money
from haoke.core.log import Entry
from haoke.core.records import changes
from haoke.core.records.reading.lists import list_page
from haoke.core.records.reading.query import ListQuery
from haoke.core.testing.lots import examples

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.django_db


@pytest.fixture
def rates(monkeypatch: pytest.MonkeyPatch) -> dict[str, Decimal]:
    found = {"USD": Decimal(7), "JPY": Decimal("0.05")}
    monkeypatch.setattr(worth, "_kept", lru_cache(lambda _day, _period: found))
    return found


@pytest.fixture
def deals(rates: Mapping[str, Decimal]) -> None:
    """Deals with what they bring and what they cost."""
    own_object("co_part", number_pattern=None)
    for name in ("cf_brings", "cf_cost"):
        field("co_part", "money", name)
    field("co_part", "integer", "cf_pieces")


def formula(text: str, name: str = "cf_margin", kind: str = "money") -> Any:
    return field("co_part", kind, name, options={"formula": text})


def money(amount: str, currency: str = "CNY") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


def test_amounts_keep_their_currency_and_several_count_in_the_companys(deals: None) -> None:
    formula("cf_brings - default(cf_cost, 0)")
    formula("cf_brings / cf_cost", "cf_ratio", "decimal")
    formula("(cf_brings - cf_cost) / cf_brings * 100", "cf_share", "percent")
    with present():
        part = make(cf_brings=money("100", "USD"), cf_cost=money("60", "USD"))
        assert read(part, "cf_margin") == money("40.00", "USD")
        assert (read(part, "cf_ratio"), read(part, "cf_share")) == ("1.67", "40.00")
        alter(part, cf_cost=money("350"))
        assert read(part, "cf_margin") == money("350.00")
        assert read(part, "cf_ratio") == "2.00"
        alter(part, cf_cost=None)
        assert read(part, "cf_margin") == money("100.00", "USD")
        alter(part, cf_brings=money("100", "GBP"), cf_cost=money("1"))
        assert read(part, "cf_margin") is None  # nobody has said what a pound is worth
        alter(part, cf_brings=money("1"), cf_cost=money("100", "GBP"))
        assert (read(part, "cf_margin"), read(part, "cf_ratio")) == (None, None)  # which is not as good as no cost
        alter(part, cf_brings=money("1001", "JPY"), cf_cost=money("1", "JPY"))
        assert read(part, "cf_margin") == money("1000", "JPY")


def test_the_result_is_filtered_sorted_and_summed_like_any_amount(deals: None) -> None:
    formula("cf_brings - cf_cost")
    with present():
        small = make(cf_brings=money("100"), cf_cost=money("60"))
        big = make(cf_brings=money("100", "USD"), cf_cost=money("60", "USD"))
        spec = registry.get("co_part")

        def listed(**asked: Any) -> list[str]:
            return [str(each["id"]) for each in list_page(system(), spec, ListQuery(**asked)).items]

        assert listed(filter={"field": "cf_margin", "op": "gt", "value": 100}) == [str(big.id)]
        assert listed(sort="cf_margin") == [str(small.id), str(big.id)]


def test_what_a_closed_deal_was_worth_stays(deals: None) -> None:
    formula("cf_brings - cf_cost")
    with present():
        with changes(system(), "test") as tx:
            fixed = Money(Decimal(100), "USD").posted(Decimal("6.5"), dt.date(2026, 3, 1))
            part = tx.create("co_part", {"name": "x", "cf_brings": fixed, "cf_cost": money("60", "USD")})
        assert read(part, "cf_margin") == {**money("40.00", "USD"), "base": "260.00"}
        assert jobs.calculate_anew("co_part") == 0


def test_rows_are_held_before_anything_is_reckoned_with_them(deals: None) -> None:
    formula("cf_brings - cf_cost")
    with present():
        part = make(cf_brings=money("100"))
        with changes(system(), "test"), CaptureQueriesContext(connection) as caught:
            refresh("co_part", [part.id])
    first, second = (each["sql"] for each in caught.captured_queries[-2:])
    assert first.endswith("FOR UPDATE")  # else a write in between would be reckoned with as it was before
    assert second.startswith("UPDATE")


def test_a_sum_that_is_empty_says_which_amounts_have_no_rate(deals: None) -> None:
    own_object("co_project")
    field("co_part", "reference", "cf_project", options={"target": "co_project"})
    some = {"field": "cf_pieces", "op": "gt", "value": 0}
    summed = {"from": "co_parts", "how": "sum", "of": "cf_brings", "where": some}
    field("co_project", "money", "cf_total", options={"rollup": summed})
    with present():
        project, other = make("co_project"), make("co_project")
        for currency, pieces in (("CNY", 1), ("GBP", 1), ("GBP", 2), ("SEK", 0)):
            make(cf_project=project.id, cf_brings=money("5", currency), cf_pieces=pieces)
        with changes(system(), "test"):
            refresh("co_project", [project.id, other.id])
        assert read(project, "cf_total", "co_project") is None
        (gap,) = gaps(system(), "co_project", project.id)
        assert (gap["field"], gap["object"], gap["of"]) == ("cf_total", "co_part", "cf_brings")
        assert gap["left"] == {"count": 2, "of": 3, "currencies": ["GBP"]}
        unrated = {"and": [gap["filter"], {"field": "cf_brings", "op": "unrated"}]}
        assert len(list_page(system(), registry.get("co_part"), ListQuery(filter=unrated)).items) == 2
        assert gaps(system(), "co_project", other.id) == []


def test_numbers_alone_are_in_the_companys_currency(deals: None) -> None:
    formula("cf_pieces * 2.005")
    with present():
        part = make(cf_pieces=1)
        assert read(part, "cf_margin") == money("2.01")
        with currencies.based_on("JPY"):
            with changes(system(), "test"):
                assert refresh("co_part", [part.id]) == 1
            assert read(part, "cf_margin") == money("2", "JPY")


def test_python_and_sql_give_the_same_amounts(deals: None) -> None:
    formula("cf_brings * 3 - default(cf_cost, 7.123)")
    formula("if(cf_brings > cf_cost, cf_brings, cf_cost / 3)", "cf_b")
    formula("cf_brings / cf_cost", "cf_c", "decimal")
    formula("created_at + hours(cf_pieces / 7)", "cf_d", "datetime")
    formula("day_of(created_at + cf_pieces)", "cf_e", "date")
    rng = random.Random(11)
    with present():
        for _ in range(examples(40)):
            given: dict[str, Any] = {"cf_pieces": rng.choice([None, 0, 5, -3, 10**9])}
            for name in ("cf_brings", "cf_cost"):
                currency = rng.choice(["CNY", "USD", "JPY", "GBP"])
                amount = Decimal(rng.randrange(-(10**6), 10**6))
                value = Money(amount, currency)
                if rng.random() < 0.3:
                    value = value.posted(
                        rng.choice([Decimal(3), Decimal("6.5")]), dt.date(2026, rng.randrange(1, 4), 1)
                    )
                given[name] = rng.choice([None, value])
            make(**given)
        # Nothing is written anew: what came of the writes is what SQL gives.
        assert jobs.calculate_anew("co_part") == 0


def test_new_rates_and_another_time_zone_work_anew(
    deals: None, rates: dict[str, Decimal], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []
    formula("cf_brings - cf_cost")
    with present():
        part = make(cf_brings=money("100", "USD"), cf_cost=money("350"))
        caught_up()
        monkeypatch.setattr(jobs, "defer", lambda _function, **given: asked.append(given))

        def told(object: str, **new: Any) -> list[dict[str, Any]]:
            asked.clear()
            made = {"object": object, "verb": "update", "record": part.id, "data": {"n": new}}
            jobs.keep([Entry(0, "", part.created_at, part.id, None, "", "", "", part.id, version=1, **made)])
            return list(asked)

        again = [{"object": "co_part"}]
        assert (told(worth.RATES), told("company", currency="USD")) == (again, again)
        assert (told("company", time_zone="UTC"), told("company", name="x")) == ([], [])
        rates["USD"] = Decimal(8)
        assert jobs.calculate_anew("co_part") == 1
        assert read(part, "cf_margin") == money("450.00")
    formula("day_of(created_at)", "cf_day", "date")
    with present():
        assert told("company", time_zone="UTC") == again


def test_deadlines_and_days_of_moments(deals: None) -> None:
    formula("created_at + 3", "cf_due", "datetime")
    formula("day_of(cf_due)", "cf_day", "date")
    formula("cf_due - created_at", "cf_days", "decimal")
    with present():
        part = make()
        made = dt.datetime.fromisoformat(read(part, "created_at"))
        due = made + dt.timedelta(3)
        assert read(part, "cf_due") == due.isoformat().replace("+00:00", "Z")
        assert (read(part, "cf_day"), read(part, "cf_days")) == (str(clock_date(due)), "3.00")
        body = {"object": "co_part", "kind": "datetime", "options": {"formula": "created_at + 1"}, "record": part.id}
        assert tried(system("api"), body)["value"] < read(part, "cf_due")


def test_amounts_of_a_record_a_reference_leads_to(deals: None) -> None:
    own_object("co_project", number_pattern=None)
    field("co_project", "money", "cf_budget")
    field("co_part", "reference", "cf_project", options={"target": "co_project"})
    formula("cf_project.cf_budget - cf_brings")
    with present():
        project = make("co_project", cf_budget=money("1000"))
        part = make(cf_project=project.id, cf_brings=money("300"))
        caught_up()
        assert read(part, "cf_margin") == money("700.00")
        alter(project, "co_project", cf_budget=money("100", "USD"))
        caught_up()
        assert read(part, "cf_margin") == money("400.00")


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("money", "cf_brings * cf_cost", "type"),
        ("money", "name", "result"),
        ("percent", "cf_brings", "result"),
        ("datetime", "day_of(created_at)", "result"),
    ],
)
def test_what_makes_no_sense_says_so(deals: None, kind: str, text: str, code: str) -> None:
    with present(), pytest.raises(Invalid) as found:
        formula(text, kind=kind)
    assert [each.code for each in found.value.problems] == [code]
