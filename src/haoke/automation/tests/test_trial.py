"""A rule tried over the last thirty days: what would have been touched and set, and nothing written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from haoke.automation.queries.trial import tried
from haoke.automation.tests.scene import Company
from haoke.core import clock
from haoke.core.errors import Invalid
from haoke.core.records import changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def draft(company: Company, *steps: dict[str, Any], by: str = "Root", **values: Any) -> dict[str, Any]:
    numbered = [{"id": f"s{at}", **step} for at, step in enumerate(steps)]
    return {
        "id": None, "name": "", "object": "account", "trigger": "created", "details": None, "condition": None,
        "before": None, "imports": False, "active": False, "owner": company.ids[by], "steps": numbered, **values,
    }  # fmt: skip


def told(company: Company, given: dict[str, Any], by: str = "Root") -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM log.entry")
        before = cursor.fetchone()
        found = tried(company[by], given)
        cursor.execute("SELECT count(*) FROM log.entry")
        assert cursor.fetchone() == before
    return found


def test_changes_are_judged_by_what_was_then(company: Company) -> None:
    record = company.account(industry="retail", description="old")
    company.change(record, industry="software")
    company.change(record, industry="finance", description="new")
    soft = {"field": "industry", "op": "eq", "value": "software"}
    given = draft(
        company, {"kind": "set", "values": {"description": "{{industry}}!"}}, trigger="updated",
        details={"fields": ["industry"]}, condition=soft,
    )  # fmt: skip
    found = told(company, given)
    (item,) = found["items"]
    assert (found["checked"], found["hits"], found["capped"]) == (2, 1, False)
    assert item["record"] == {"id": str(record), "title": "Huawei"}
    assert item["by"]["title"] == "Rep"
    (change,) = item["steps"][0]["changes"]
    assert (change["field"], change["before"]) == ("description", "old")
    assert change["after"].endswith("!")


def test_what_was_imported_is_counted_beside(company: Company) -> None:
    with changes(company["Rep"].acting("import"), "import") as tx:
        for industry in ("retail", "software"):
            tx.create("account", {"name": "Imported", "industry": industry})
    given = draft(
        company, {"kind": "set", "values": {"description": "x"}},
        condition={"field": "industry", "op": "eq", "value": "retail"},
    )  # fmt: skip
    found = [told(company, given | {"imports": heeded}) for heeded in (False, True)]
    assert [(each["hits"], each["imported"], len(each["items"])) for each in found] == [(0, 1, 0), (1, 0, 1)]


def test_branches_and_references_are_told(company: Company) -> None:
    company.account(industry="software")
    boss = str(company.ids["Boss"])
    given = draft(
        company,
        {"kind": "branch", "branches": [
            {"when": {"field": "industry", "op": "eq", "value": "retail"}, "steps": []},
            {"steps": [{"id": "a", "kind": "set", "values": {"owner": boss}}]},
        ]},
        {"kind": "wait", "n": 3},
    )  # fmt: skip
    steps = told(company, given)["items"][0]["steps"]
    assert [step["kind"] for step in steps] == ["branch", "set", "wait"]
    assert (steps[0]["branch"], steps[2]["n"]) == (1, 3)
    (change,) = steps[1]["changes"]
    assert (change["before"]["title"], change["after"]) == ("Rep", {"id": boss, "title": "Boss"})


def test_dates_that_came_and_records_a_schedule_would_take_up(company: Company) -> None:
    company.account(next_contact=clock.today() - dt.timedelta(days=5))
    company.account(name="Later", next_contact=clock.today() + dt.timedelta(days=5))
    notify = {"kind": "notify", "owner": True, "message": "x"}
    found = told(company, draft(company, notify, trigger="date", details={"field": "next_contact"}))
    assert [item["record"]["title"] for item in found["items"]] == ["Huawei"]
    found = told(company, draft(company, notify, trigger="schedule", details={"every": "week", "weekday": 1}))
    assert found["hits"] == 2


def test_those_who_would_be_told_are_named(company: Company) -> None:
    company.account()
    people = [str(company.ids[name]) for name in ("Boss", "Other", "Rep")]
    given = draft(company, {"kind": "notify", "owner": True, "people": people, "message": "x"})
    (step,) = told(company, given)["items"][0]["steps"]
    # Other's eyes do not reach the record, so he would be told nothing.
    assert [each["title"] for each in step["people"]] == ["Rep", "Boss"]


def test_deleted_ones_are_found_in_the_bin(company: Company) -> None:
    record = company.account()
    with changes(company["Rep"], "delete") as tx:
        tx.delete("account", record)
    given = draft(company, {"kind": "create", "object": "activity", "values": {"subject": "x"}}, trigger="deleted")
    assert told(company, given)["hits"] == 1


def test_nobody_learns_of_records_he_does_not_see(company: Company) -> None:
    company.account(by="Other", name="Secret")
    found = told(company, draft(company, {"kind": "wait"}, by="Rep"), by="Rep")
    assert (found["hits"], found["items"]) == (0, [])
    # The rule of a rep, tried by an administrator: no further than the rep.
    assert told(company, draft(company, {"kind": "wait"}, by="Rep"))["hits"] == 0


def test_what_is_wrong_is_said_step_by_step(company: Company) -> None:
    given = draft(
        company,
        {"kind": "set", "values": {"nothing": 1, "website": {"copy": "no_such"}, "founded": "never"}},
        {"kind": "create", "object": "contact", "values": {}},
        {"kind": "assign", "people": ["00000000-0000-7000-8000-00000000dead"]},
        {"kind": "tag", "field": "name", "add": ["x"]},
        {"kind": "notify", "message": "x"},
        {"kind": "act", "action": "no_such"},
        {"kind": "wait", "field": "name"},
        {"kind": "task", "object": "contact", "values": {"name": "x"}},
        {"kind": "branch", "branches": [{"when": {"field": "no_such", "op": "eq", "value": 1}, "steps": []}]},
        {"kind": "create", "object": "automation", "values": {"name": "x"}},
        {"kind": "set", "values": {"owner": "00000000-0000-7000-8000-00000000dead", "name": {"in": 1, "unit": "day"}}},
        {"kind": "tag", "field": "tags"},
        condition={"field": "no_such", "op": "eq", "value": 1}, before={"field": "name", "op": "eq", "value": "x"},
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        tried(company["Root"], given)
    found = {(problem.field, problem.code) for problem in refused.value.problems}
    assert "condition" in {field for field, _ in found}
    assert found >= {
        ("before", "no_before"),
        ("steps.s0.values.nothing", "unknown_field"), ("steps.s0.values.website", "no_field"),
        ("steps.s1.values.name", "required"), ("steps.s2.people", "not_found"), ("steps.s3.name", "not_several"),
        ("steps.s4.people", "nobody"), ("steps.s5.action", "no_action"), ("steps.s6.field", "no_date"),
        ("steps.s7.object", "no_tie"), ("steps.s9.object", "no_object"), ("steps.s10.values.owner", "not_found"),
        ("steps.s10.values.name", "no_time"), ("steps.s11.add", "nothing"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("trigger", "details", "field"),
    [
        ("updated", {"fields": ["no_such"]}, "details.fields"),
        ("action", {"action": "no_such"}, "details.action"),
        ("action", {}, "details.action"),
        ("date", {"field": "name"}, "details.field"),
        ("date", {"field": "no_such"}, "details.field"),
        ("schedule", {"every": "year"}, "details.every"),
        ("created", {"fields": []}, "details.fields"),
    ],
)
def test_details_must_fit_the_trigger(company: Company, trigger: str, details: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        tried(company["Root"], draft(company, {"kind": "wait"}, trigger=trigger, details=details))
    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize("steps", [[{"kind": "fly"}], [{"id": "a"}], "x", [{"id": "a", "kind": "wait"}] * 2])
def test_steps_have_their_shape(company: Company, steps: Any) -> None:
    with pytest.raises(Invalid) as refused:
        tried(company["Root"], {**draft(company), "steps": steps})
    assert refused.value.problems[0].field.startswith("steps")


def test_a_step_is_named_by_its_id(company: Company) -> None:
    inner, hook = {"id": "inner", "kind": "assign", "people": []}, {"id": "hook", "kind": "webhook"}
    branch = {"id": "outer", "kind": "branch", "branches": [{"steps": [{"id": "ok", "kind": "wait"}, inner]}]}
    with pytest.raises(Invalid) as refused:
        tried(company["Root"], {**draft(company), "steps": [branch, hook]})
    problem, other = refused.value.problems
    assert (problem.field, other.field) == ("steps.inner.people", "steps.hook.webhook")
    assert (str(problem.message), problem.message.zh) == ("Choose at least one", "请至少选择一项")


def test_a_deleted_record_cannot_be_changed(company: Company) -> None:
    with pytest.raises(Invalid) as refused:
        tried(company["Root"], draft(company, {"kind": "set", "values": {"name": "x"}}, trigger="deleted"))
    assert [problem.code for problem in refused.value.problems] == ["gone"]
