"""Retired and restored, unique or not, required, preset: what a definition says holds from the next request on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import Actor, system
from haoke.core.custom.tests.making import field, own_object, present
from haoke.core.errors import Invalid, Missing, Refused
from haoke.core.log import history, installing
from haoke.core.records import changes, reading, undo

pytestmark = pytest.mark.django_db


def make(key: str = "thing", **values: Any) -> Any:
    with changes(system(), "test") as tx:
        return tx.create(key, {"name": "First", **values})


def read(record: Any, key: str = "thing") -> dict[str, Any]:
    return reading.read_one(system(), registry.get(key), record.id)


def retire(definition: Any, key: str = "custom_field") -> None:
    with changes(system(), "retire") as tx:
        tx.delete(key, definition.id)


def restore(definition: Any, key: str = "custom_field") -> None:
    with changes(system(), "restore") as tx:
        tx.restore(key, definition.id)


def test_a_retired_field_is_nowhere_and_comes_back_with_what_it_held() -> None:
    made = field("thing", "text", "cf_note", required=True)
    with present():
        record = make(cf_note="kept")
        retire(made)
    with present():
        assert "cf_note" not in read(record)
        with pytest.raises(Invalid):
            make(cf_note="x")
        other = make()
        restore(made)
    with present():
        assert read(record)["cf_note"] == "kept"
        assert read(other)["cf_note"] is None


def test_a_retired_object_keeps_its_records_and_what_points_at_it_waits() -> None:
    made = own_object("co_project")
    field("thing", "reference", "cf_project", options={"target": "co_project"})
    with present():
        project = make("co_project")
        thing = make(cf_project=project.id)
        retire(made, "custom_object")
    with present():
        with pytest.raises(Missing):
            registry.get("co_project")
        assert "cf_project" not in read(thing)
        restore(made, "custom_object")
    with present():
        assert read(thing)["cf_project"] == {"id": str(project.id), "title": "First"}
        assert registry.relations("co_project")["things"].field == "cf_project"
        assert read(project, "co_project")["number"] == "PRJ-0001"


def test_no_two_the_same_is_said_by_field_and_can_be_switched() -> None:
    made = field("thing", "text", "cf_code", unique=True)
    with present():
        first = make(cf_code="A1")
        for _ in range(2):
            make()  # without a value there is nothing to be the same
        with pytest.raises(Invalid) as refused:
            make(cf_code="A1")
        assert [(p.field, p.code) for p in refused.value.problems] == [("cf_code", "duplicate")]
        with changes(system(), "bin") as tx:
            tx.delete("thing", first.id)
        make(cf_code="A1")
        with changes(system(), "loosen") as tx:
            tx.update("custom_field", made.id, {"unique": False})
        make(cf_code="A1")
        with pytest.raises(Invalid) as refused, changes(system(), "tighten") as tx:
            tx.update("custom_field", made.id, {"unique": True})
        assert refused.value.code == "customfield_repeats"


def test_duplicate_numbers_of_a_run_time_object_are_said_by_field() -> None:
    own_object("co_project")
    with present(), changes(system(), "test") as tx:
        made = tx.batch("co_project").rows(
            [(None, None, {"name": "a", "number": "X"}), (None, None, {"name": "b", "number": "X"})]
        )
    assert [p.field for p in made[1].error.problems] == ["number"]  # type: ignore[union-attr]  # it was refused


def test_required_is_asked_of_people_and_not_of_what_an_action_makes_by_itself() -> None:
    field("thing", "text", "cf_reason", required=True)
    with present():
        with pytest.raises(Invalid) as refused:
            make()
        assert [(p.field, p.code) for p in refused.value.problems] == [("cf_reason", "required")]
        record = make(cf_reason="why not")
        with pytest.raises(Invalid), changes(system(), "empty") as tx:
            tx.update("thing", record.id, {"cf_reason": ""})
        with changes(system(), "by itself") as tx:
            assert tx.add("thing", {"name": "Second"}).id


@pytest.mark.parametrize(
    ("kind", "given", "shown"),
    [
        ("text", "as usual", "as usual"),
        ("integer", 3, 3),
        ("decimal", "1.5", "1.50"),
        ("boolean", True, True),
        ("choice", "high", "high"),
        ("multichoice", ["high"], ["high"]),
    ],
)
def test_a_default_fills_new_records_only(kind: str, given: Any, shown: Any) -> None:
    with present():
        old = make()
    field("thing", kind, "cf_preset", options={"default": given})
    with present():
        assert read(old)["cf_preset"] is None
        first, second = make(), make(cf_preset=None)
        assert read(first)["cf_preset"] == shown
        assert read(second)["cf_preset"] is None


def test_history_state_and_undo_know_run_time_fields() -> None:
    own_object("co_project")
    for kind in ("money", "multichoice", "phone", "user"):
        field("co_project", kind)
    with present():
        record = make("co_project", cf_money={"amount": "10", "currency": "EUR"}, cf_multichoice=["high"])
        spec, before = registry.get("co_project"), read(record, "co_project")
        with changes(system(), "change") as tx:
            tx.update("co_project", record.id, {"cf_money": None, "cf_multichoice": None, "cf_phone": "13912345678"})
            change = tx.change
        entry = history.entries(system(), spec, record.id)["items"][0]
        told = {each["field"]: each for each in entry["changes"]}
        assert told["cf_money"]["label"] == "自定money"
        assert told["cf_money"]["before"]["amount"] == "10.00"
        assert set(told) == {"cf_money", "cf_multichoice", "cf_phone"}
        assert undo(system(), change)["undone"] == 1
        after = read(record, "co_project")
        assert {name: after[name] for name in told} == {name: before[name] for name in told}


def test_undoing_a_definition_retires_it() -> None:
    with present(), changes(system(), "define") as tx:
        made = tx.create("custom_field", {"object": "thing", "kind": "text", "label": {"zh": "备注"}})
        change = tx.change
    with present():
        assert "cf_bei_zhu" in registry.fields("thing")
        assert undo(system(), change)["undone"] == 1
    with present():
        assert "cf_bei_zhu" not in registry.fields("thing")
        assert made.name == "cf_bei_zhu"


def test_names_come_from_labels_and_are_never_had_twice() -> None:
    def named(**label: str) -> str:
        with present(), changes(system(), "define") as tx:
            return str(tx.create("custom_field", {"object": "thing", "kind": "text", "label": label}).name)

    assert named(zh="预算年度", en="Budget year") == "cf_budget_year"
    assert named(en="Budget  year!") == "cf_budget_year_2"
    assert named(zh="2026 目标") == "cf_n_2026_mu_biao"
    assert named(en="???") == "cf_field"
    made = field("thing", "text", "cf_gone")
    with present():
        retire(made)
    assert named(en="Gone") == "cf_gone_2"
    with pytest.raises(Refused) as refused:
        field("thing", "text", "cf_gone")
    assert refused.value.problems[0].field == "name"


def test_the_triggers_of_a_run_time_table_are_those_of_every_record_table() -> None:
    own_object("co_project")
    with present(), connection.cursor() as cursor:
        wanted, found = installing.wanted_triggers(), installing.present_triggers(cursor)
        assert {each: found.get(each) for each in wanted} == wanted


def test_a_trigger_that_is_planned_already_sees_a_new_column() -> None:
    """Triggers keep plans for a session; a column added later must be in the next diff."""
    with present():
        record = make()
        for title in ("a", "b"):
            with changes(system(), "change") as tx:
                tx.update("thing", record.id, {"name": title})
    field("thing", "integer", "cf_late")
    with present():
        with changes(system(), "change") as tx:
            tx.update("thing", record.id, {"cf_late": 5})
        entry = history.entries(system(), registry.get("thing"), record.id)["items"][0]
        assert [(c["field"], c["after"]) for c in entry["changes"]] == [("cf_late", 5)]


def test_only_who_may_arrange_things_defines_them() -> None:
    nobody = Actor(id=system().id, admin=False)
    with present(), pytest.raises(Refused), changes(nobody, "define") as tx:
        tx.create("custom_field", {"object": "thing", "kind": "text", "label": {"en": "X"}})
