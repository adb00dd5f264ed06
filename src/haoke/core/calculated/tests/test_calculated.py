"""Calculated fields: worked out with the write where they can be, kept after it where they cannot, alike in both."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.calculated import jobs
from haoke.core.calculated.api import TrialBody
from haoke.core.calculated.defined import kept, own
from haoke.core.calculated.keeping import refresh
from haoke.core.calculated.trying import functions, tried
from haoke.core.criteria import worth
from haoke.core.custom.tests.making import field, own_object, present
from haoke.core.errors import Invalid, Missing
from haoke.core.fieldtypes import currencies
from haoke.core.log import Entry, dispatch
from haoke.core.records import changes, reading
from haoke.core.testing.lots import examples
from haoke.core.text import say, speaking

pytestmark = pytest.mark.django_db


def make(key: str = "co_part", **values: Any) -> Any:
    with changes(system(), "test") as tx:
        return tx.create(key, {"name": "One", **values})


def alter(record: Any, key: str = "co_part", **values: Any) -> None:
    with changes(system(), "test") as tx:
        tx.update(key, record.id, values)


def drop(record: Any, key: str = "co_part") -> None:
    with changes(system(), "test") as tx:
        tx.delete(key, record.id)


def read(record: Any, name: str, key: str = "co_part") -> Any:
    return reading.read_one(system(), registry.get(key), record.id)[name]


def caught_up() -> int:
    """Tell the subscriber what is in the Log until it has nothing to say; how many rounds that took."""
    rounds, last = 0, 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, xid::text FROM log.entry WHERE id > %s ORDER BY id", [last])
            found = cursor.fetchall()
        if not found:
            return rounds
        last, rounds = found[-1][0], rounds + 1
        jobs.keep(dispatch.read([row[0] for row in found], sorted({row[1] for row in found})))
        assert rounds < 20


@pytest.fixture
def parts() -> None:
    """Projects, and parts that belong to them: price × pieces, and sums of both."""
    own_object("co_project", number_pattern=None)
    own_object("co_part", number_pattern=None)
    field("co_part", "reference", "cf_project", options={"target": "co_project"})
    field("co_part", "decimal", "cf_price", label={"en": "Price", "zh": "单价"})
    field("co_part", "integer", "cf_pieces", label={"en": "Pieces", "zh": "数量"})
    field("co_project", "decimal", "cf_rate")


def refused(kind: str, options: dict[str, Any], key: str = "co_part", **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as found:
        field(key, kind, "cf_wrong", options=options, **more)
    return [(each.field, each.code) for each in found.value.problems]


def formula(text: str, name: str = "cf_worth", kind: str = "decimal", key: str = "co_part") -> Any:
    return field(key, kind, name, options={"formula": text})


def test_it_is_worked_out_with_the_write(parts: None) -> None:
    made = formula("单价 × 数量")
    assert made.options == {"formula": "cf_price × cf_pieces"}
    formula("cf_worth > 100", "cf_big", "boolean")
    with present():
        part = make(cf_price="12.50", cf_pieces=10)
        assert (read(part, "cf_worth"), read(part, "cf_big")) == ("125.00", True)
        alter(part, cf_pieces=2)
        assert (read(part, "cf_worth"), read(part, "cf_big")) == ("25.00", False)
        assert kept("co_part") == ()
        with changes(system(), "test") as tx:
            (done,) = tx.batch("co_part").rows([(None, None, {"name": "Two", "cf_price": "1", "cf_pieces": 3})])
        assert read(done, "cf_worth") == "3.00"


def test_nobody_fills_it_in(parts: None) -> None:
    formula("cf_price * 2")
    with present():
        assert registry.field("co_part", "cf_worth").readonly
        with pytest.raises(Invalid) as found, changes(system("api"), "test") as tx:
            tx.create("co_part", {"name": "x", "cf_worth": "1"})
        assert [(each.field, each.code) for each in found.value.problems] == [("cf_worth", "readonly")]


def test_rows_there_are_get_their_values(parts: None) -> None:
    with present():
        ids = [make(cf_price=str(n), cf_pieces=n) for n in range(5)]
    formula("cf_price * cf_pieces")
    with present():
        assert read(ids[3], "cf_worth") is None
        before = reading.read_one(system(), registry.get("co_part"), ids[3].id)["version"]
        assert jobs.calculate_anew("co_part") == 5
        assert jobs.calculate_anew("co_part") == 0
        assert read(ids[3], "cf_worth") == "9.00"
        assert reading.read_one(system(), registry.get("co_part"), ids[3].id)["version"] == before
    assert jobs.calculate_anew("co_nothing") == 0


def test_what_is_too_big_is_empty(parts: None) -> None:
    formula("cf_price * 1000000000000000000")
    with present():
        assert read(make(cf_price="12.50"), "cf_worth") is None


def test_sums_follow_their_parts(parts: None) -> None:
    formula("cf_price * cf_pieces")
    big = {"field": "cf_pieces", "op": "gt", "value": 1}
    for name, how in (("cf_sum", {"how": "sum", "of": "cf_worth"}), ("cf_most", {"how": "max", "of": "cf_price"})):
        field("co_project", "decimal", name, options={"rollup": {"from": "co_parts", **how}})
    field("co_project", "integer", "cf_count", options={"rollup": {"from": "co_parts", "how": "count", "where": big}})
    formula("default(cf_sum, 0) * 2", "cf_double", key="co_project")

    with present():
        project, other = make("co_project"), make("co_project")
        caught_up()

        def sums(of: Any = project) -> list[Any]:
            return [read(of, name, "co_project") for name in ("cf_sum", "cf_most", "cf_count", "cf_double")]

        assert sums() == ["0.00", None, 0, "0.00"]
        first = make(cf_project=project.id, cf_price="10", cf_pieces=2)
        make(cf_project=project.id, cf_price="7", cf_pieces=1)
        caught_up()
        assert sums() == ["27.00", "10.00", 1, "54.00"]
        alter(first, cf_project=other.id)
        caught_up()
        assert sums() == ["7.00", "7.00", 0, "14.00"]
        assert sums(other) == ["20.00", "10.00", 1, "40.00"]
        drop(first)
        caught_up()
        assert sums(other) == ["0.00", None, 0, "0.00"]


def test_what_looks_one_reference_away_follows_that_record(parts: None) -> None:
    formula("cf_price * default(cf_project.cf_rate, 1)")
    with present():
        project = make("co_project", cf_rate="0.5")
        part, free = make(cf_price="10", cf_project=project.id), make(cf_price="10")
        caught_up()
        assert (read(part, "cf_worth"), read(free, "cf_worth")) == ("5.00", "10.00")
        alter(project, "co_project", cf_rate="3")
        caught_up()
        assert read(part, "cf_worth") == "30.00"
        alter(part, cf_project=None)
        caught_up()
        assert read(part, "cf_worth") == "10.00"
        assert own("co_part") == ()


def test_python_and_sql_fit_alike(parts: None) -> None:
    rng = random.Random(5)
    for name, kind, text in (
        ("cf_a", "decimal", "cf_price / 7 * cf_pieces"),
        ("cf_b", "integer", "cf_price / cf_pieces"),
        ("cf_c", "text", "if(cf_price > cf_pieces, name & '!', '')"),
        ("cf_d", "boolean", "cf_price > 3 and cf_pieces < 5"),
        ("cf_e", "date", "date(2026, 1, 31) + cf_pieces"),
    ):
        formula(text, name, kind)
    with present():
        made: list[UUID] = []
        for _ in range(examples(40)):
            price = rng.choice([None, str(Decimal(rng.randrange(-(10**6), 10**6)) / 100)])
            made.append(make(cf_price=price, cf_pieces=rng.choice([None, 0, 3, -7, 10**15])).id)
        # Nothing is written anew: what came of the writes is what SQL gives.
        assert jobs.calculate_anew("co_part") == 0


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("decimal", {"formula": "cf_price *"}, ("options.formula", "value")),
        ("decimal", {"formula": "cf_nothing"}, ("options.formula", "unknown_field")),
        ("decimal", {"formula": "cf_project.cf_nothing"}, ("options.formula", "unknown_field")),
        ("decimal", {"formula": "cf_price.cf_rate"}, ("options.formula", "unknown_field")),
        ("decimal", {"formula": "updated_at"}, ("options.formula", "no_value")),
        ("date", {"formula": "created_at"}, ("options.formula", "result")),
        ("datetime", {"formula": "created_at > date(2026, 1, 1)"}, ("options.formula", "type")),
        ("decimal", {"formula": "name"}, ("options.formula", "result")),
        ("decimal", {"formula": 7}, ("options.formula", "text")),
        ("decimal", {"formula": "cf_wrong + 1"}, ("options.formula", "unknown_field")),
        ("decimal", {"formula": "1", "rollup": {"from": "x"}}, ("options.rollup", "both")),
        ("decimal", {"formula": "1", "default": "2"}, ("options.default", "calculated")),
        ("decimal", {"rollup": {"from": "things", "how": "count"}}, ("options.rollup", "from")),
        ("decimal", {"rollup": {"from": "co_parts", "how": "average"}}, ("options.rollup", "shape")),
    ],
)
def test_what_makes_no_sense_is_refused(parts: None, kind: str, options: Any, expected: tuple[str, str]) -> None:
    with present():
        assert refused(kind, options) == [expected]


@pytest.mark.parametrize(
    ("kind", "rollup", "code"),
    [
        ("integer", {"how": "sum"}, "of"),
        ("integer", {"how": "sum", "of": "name"}, "of"),
        ("date", {"how": "max", "of": "cf_price"}, "result"),
        ("date", {"how": "count"}, "result"),
        ("integer", {"how": "count", "of": "cf_price"}, "of"),
        ("integer", {"how": "count", "where": {"field": "nothing", "op": "eq", "value": 1}}, "unknown_field"),
        ("integer", {"how": "count", "where": {"field": "owner", "op": "eq", "value": {"me": True}}}, "moving"),
        ("integer", {"how": "count", "where": {"field": "cf_project.name", "op": "eq", "value": "x"}}, "moving"),
    ],
)
def test_what_cannot_be_summed_up_is_refused(parts: None, kind: str, rollup: Any, code: str) -> None:
    with present():
        found = refused(kind, {"rollup": {"from": "co_parts", **rollup}}, "co_project")
        assert [each for _, each in found] == [code]


def test_nothing_is_required_or_unique_of_what_nobody_fills_in(parts: None) -> None:
    with present():
        assert refused("integer", {"formula": "1"}, required=True) == [("required", "calculated")]
        assert refused("integer", {"formula": "1"}, unique=True) == [("unique", "calculated")]


def test_calculated_stays_calculated_but_its_formula_may_change(parts: None) -> None:
    made, plain = formula("cf_price * 2"), field("co_part", "integer", "cf_plain")
    with present():
        with changes(system(), "define") as tx:
            tx.update("custom_field", made.id, {"options": {"formula": "cf_price * 3"}})
        for record, options in ((made, None), (plain, {"formula": "1"})):
            with pytest.raises(Invalid) as found, changes(system(), "define") as tx:
                tx.update("custom_field", record.id, {"options": options})
            assert [each.code for each in found.value.problems] == ["fixed"]
    with present():
        part = make(cf_price="2")
        assert read(part, "cf_worth") == "6.00"


def test_no_circle_closes(parts: None) -> None:
    first = formula("cf_price + 1", "cf_first")
    formula("cf_first + 1", "cf_second")
    field("co_project", "decimal", "cf_sum", options={"rollup": {"from": "co_parts", "how": "sum", "of": "cf_second"}})
    for text in ("cf_second", "cf_project.cf_sum", "cf_first"):
        with present(), pytest.raises(Invalid) as found, changes(system(), "define") as tx:
            tx.update("custom_field", first.id, {"options": {"formula": text}})
        assert [each.code for each in found.value.problems] == ["circle"]


def test_a_calculation_of_a_retired_field_keeps_its_last_value(parts: None) -> None:
    with present():
        price = registry.field("co_part", "cf_price")
        assert price.custom
    made = field("co_part", "decimal", "cf_gone")
    formula("cf_gone * 2")
    with present():
        part = make(cf_gone="4")
        with changes(system(), "retire") as tx:
            tx.delete("custom_field", made.id)
    with present():
        alter(part, name="Other")
        assert read(part, "cf_worth") == "8.00"
        assert jobs.calculate_anew("co_part") == 0


def test_an_object_in_the_bin_takes_its_calculations_along(parts: None) -> None:
    formula("cf_price * 2")
    with present(), changes(system(), "drop") as tx:
        found = reading.list_page(system(), registry.get("custom_object"), reading.ListQuery()).items
        tx.delete("custom_object", UUID(next(each["id"] for each in found if each["key"] == "co_part")))
    with present():
        assert "co_part" not in registry.objects()
        assert kept("co_part") == own("co_part") == ()
        assert "co_part" not in jobs._listened_to()


def test_refusals_say_where(parts: None) -> None:
    with present(), pytest.raises(Invalid) as found, speaking("zh"):
        formula("单价 + ")
    assert say(found.value.problems[0].message, "zh") == "第 5 个字符：此处缺少值"


def test_definitions_are_heard_and_all_rows_worked_out_anew(parts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(jobs, "defer", lambda _function, **given: asked.append(given))
    formula("cf_price * 2")
    with present():
        caught_up()
    assert asked == [{"object": "co_part"}]
    assert jobs._listened_to() - jobs.MONEY == {"custom_field"}


def test_very_many_are_left_to_the_job(parts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    formula("cf_price * default(cf_project.cf_rate, 1)")
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(jobs, "MOST", 1)
    with present():
        caught_up()
        monkeypatch.setattr(jobs, "defer", lambda _function, **given: asked.append(given))
        project = make("co_project", cf_rate="2")
        for _ in range(3):
            make(cf_project=project.id, cf_price="1")
        caught_up()
        assert {"object": "co_part"} in asked
        assert jobs._listened_to() - jobs.MONEY == {"custom_field", "co_part", "co_project"}


def test_amounts_and_moments_are_summed_up_as_what_they_are(parts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    field("co_part", "money", "cf_cost")
    cost = {"rollup": {"from": "co_parts", "how": "sum", "of": "cf_cost"}}
    field("co_project", "money", "cf_total", options=cost)
    latest = {"rollup": {"from": "co_parts", "how": "max", "of": "created_at"}}
    field("co_project", "datetime", "cf_latest", options=latest)
    count = {"rollup": {"from": "co_parts", "how": "count"}}
    assert refused("money", count, "co_project") == [("options.rollup", "of")]
    rates = {"USD": Decimal(7)}
    monkeypatch.setattr(worth, "_kept", lru_cache(lambda _day, _period: rates))
    with present():
        project = make("co_project")
        part = make(cf_project=project.id, cf_cost={"amount": "10", "currency": "USD"})
        make(cf_project=project.id, cf_cost={"amount": "5", "currency": "CNY"})
        caught_up()
        assert read(project, "cf_total", "co_project") == {"amount": "75.00", "currency": "CNY"}
        assert read(project, "cf_latest", "co_project") >= read(part, "created_at")
        asked: list[dict[str, Any]] = []
        monkeypatch.setattr(jobs, "defer", lambda _function, **given: asked.append(given))
        told = {"object": worth.RATES, "verb": "create", "record": project.id, "data": {}}
        jobs.keep([Entry(0, "", project.created_at, project.id, None, "", "", "", project.id, version=1, **told)])
        assert asked == [{"object": "co_project"}]
        rates["USD"] = Decimal(8)
        assert jobs.calculate_anew("co_project") == 1
        assert read(project, "cf_total", "co_project") == {"amount": "85.00", "currency": "CNY"}
        assert trial(object="co_project", kind="money", options=cost, record=project.id)["value"]["amount"] == "85.00"
        with currencies.based_on("USD"):
            with changes(system(), "test"):
                refresh("co_project", [project.id])
            assert read(project, "cf_total", "co_project") is None  # nobody has said what a yuan is worth
            rates["CNY"] = Decimal("0.1")
            with changes(system(), "test"):
                refresh("co_project", [project.id])
            assert read(project, "cf_total", "co_project") == {"amount": "10.50", "currency": "USD"}


def trial(**given: Any) -> dict[str, Any]:
    body = TrialBody(**{"object": "co_part", "kind": "decimal", "options": {"formula": "单价 × 2"}, **given})
    return tried(system("api"), body.model_dump())


def test_it_is_tried_on_a_record(parts: None) -> None:
    with present():
        part = make(cf_price="12.50", cf_pieces=3)
        assert trial() == {"formula": "cf_price × 2", "value": None}
        assert trial(record=part.id)["value"] == "25.00"
        summed = {"rollup": {"from": "co_parts", "how": "sum", "of": "cf_price"}}
        project = make("co_project")
        alter(part, cf_project=project.id)
        assert trial(object="co_project", options=summed, record=project.id)["value"] == "12.50"
        with pytest.raises(Missing):
            trial(record=project.id)
        for options, place in (({"formula": "单价 +"}, "options.formula"), ({}, "options.rollup")):
            with pytest.raises(Invalid) as found:
                trial(options=options)
            assert [each.field for each in found.value.problems] == [place]


def test_what_can_be_written_is_told() -> None:
    assert {"if", "round", "date"} <= {each["name"] for each in functions()}
    assert all(each["form"] and each["label"] for each in functions())
