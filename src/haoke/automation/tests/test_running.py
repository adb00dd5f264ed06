"""What sets a rule off, and what its steps do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from haoke.automation.actions import beginning, hearing
from haoke.automation.models import AutomationRun
from haoke.automation.tests.scene import Company, add, put, row
from haoke.core import clock
from haoke.core.errors import Invalid
from haoke.core.records import changes, undo
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql
from haoke.inbox.models import Activity, ActivityLink, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def is_software(op: str = "eq") -> dict[str, Any]:
    return {"field": "industry", "op": op, "value": "software"}


def test_created_sets_off_what_its_condition_allows(company: Company) -> None:
    company.rule({"kind": "set", "values": {"description": "Hello {{name}}"}}, condition=is_software())
    one, two = company.account(industry="software"), company.account(name="Other", industry="retail")
    (run,) = company.spread()
    assert (run.record, run.state, run.depth) == (one, "done", 1)
    assert row("account", one)["description"] == "Hello Huawei"
    assert row("account", two)["description"] is None


def test_what_a_rule_writes_is_its_owners_and_says_so(company: Company) -> None:
    rule = company.rule({"kind": "set", "values": {"description": "x"}}, name="Greeting")
    record = company.account()
    (run,) = company.spread()
    entry = next(each for each in _log(record) if each["verb"] == "update")
    assert (entry["actor"], entry["via"], entry["reason"], entry["change"]) == (
        company.ids["Root"], "automation", "Greeting", run.change,
    )  # fmt: skip
    assert rule.owner_id == company.ids["Root"]


def test_changed_looks_at_fields_and_at_before_and_after(company: Company) -> None:
    company.rule(
        {"kind": "set", "values": {"description": "became software"}},
        trigger="updated", details={"fields": ["industry"]}, before=is_software("ne"), condition=is_software(),
    )  # fmt: skip
    record = company.account(industry="retail")
    company.change(record, website="https://example.com")
    assert company.spread() == []
    company.change(record, industry="software")
    # What came after does not count: the rule is about the moment.
    company.change(record, industry="retail")
    assert [run.state for run in company.spread()] == ["done"]
    assert row("account", record)["description"] == "became software"


def test_an_action_is_one_occasion(company: Company) -> None:
    task = company.rule(
        {"kind": "set", "values": {"priority": "high"}}, object="activity", trigger="action",
        details={"action": "complete"},
    )  # fmt: skip
    with changes(company["Rep"], "create") as tx:
        made = tx.create("activity", {"subject": "Call"})
    with changes(company["Rep"], "complete") as tx:
        tx.run("activity", made.id, "complete", {"outcome": "reached"})
    (run,) = company.spread()
    assert (run.automation_id, run.state) == (task.id, "done")
    assert row("activity", made.id)["priority"] == "high"


def test_a_deleted_record_can_be_copied(company: Company) -> None:
    company.rule(
        {"kind": "create", "object": "activity", "values": {"subject": "Lost {{name}}", "owner": {"copy": "owner"}}},
        trigger="deleted",
    )  # fmt: skip
    record = company.account(name="Gone")
    with changes(company["Rep"], "delete") as tx:
        tx.delete("account", record)
    assert [run.state for run in company.spread()] == ["done"]
    assert Activity.objects.get(subject="Lost Gone").owner_id == company.ids["Rep"]


def test_steps_do_what_they_say(company: Company) -> None:
    company.rule(
        {"kind": "task", "object": "activity", "values": {
            "subject": "Look at {{name}}", "due": {"in": 2, "unit": "day"}, "owner": {"copy": "owner"},
        }},
        {"kind": "tag", "field": "tags", "add": ["new"]},
        {"kind": "assign", "people": [str(company.ids["Other"]), str(company.ids["Boss"])]},
        {"kind": "notify", "owner": True, "people": [str(company.ids["Boss"])], "message": "Have a look"},
    )  # fmt: skip
    first, second = company.account(), company.account(name="Second")
    assert [run.state for run in company.spread()] == ["done", "done"]
    task = Activity.objects.get(subject="Look at Huawei")
    assert task.owner_id == company.ids["Rep"]
    assert task.due is not None
    assert dt.timedelta(days=1) < task.due - clock.now() < dt.timedelta(days=3)
    assert ActivityLink.objects.get(activity=task).record == first
    assert row("account", first)["tags"] == ["new"]
    assert [row("account", each)["owner_id"] for each in (first, second)] == [company.ids["Other"], company.ids["Boss"]]
    told = Notice.objects.filter(reason="automation", user=company.ids["Other"]).get()
    assert (told.note, told.records) == ({"rule": "Rule", "text": "Have a look"}, [first])


def test_who_has_left_is_given_nothing_and_when_all_have_the_run_says_so(company: Company) -> None:
    company.rule({"kind": "assign", "people": [str(company.ids["Other"]), str(company.ids["Boss"])]})
    put("user", company.ids["Other"], state="disabled")
    accounts = [company.account(), company.account(name="Second")]
    assert [run.state for run in company.spread()] == ["done", "done"]
    assert {row("account", each)["owner_id"] for each in accounts} == {company.ids["Boss"]}
    put("user", company.ids["Boss"], state="disabled")
    third = company.account(name="Third")
    (failed,) = [run for run in company.spread() if run.record == third]
    assert (failed.state, str(failed.error).partition(";")[0]) == (
        "failed", "Nobody this rule gives to may sign in any more",
    )  # fmt: skip
    assert row("account", third)["owner_id"] == company.ids["Rep"]


def test_a_branch_is_the_first_that_applies(company: Company) -> None:
    company.rule(
        {"kind": "branch", "branches": [
            {"when": is_software(), "steps": [{"id": "a", "kind": "set", "values": {"description": "soft"}}]},
            {"steps": [{"id": "b", "kind": "set", "values": {"description": "other"}}]},
        ]},
        {"kind": "set", "values": {"website": "https://example.com"}},
    )  # fmt: skip
    soft, other = company.account(industry="software"), company.account(name="B", industry="retail")
    company.spread()
    assert [row("account", each)["description"] for each in (soft, other)] == ["soft", "other"]
    assert row("account", other)["website"] == "https://example.com"


def test_a_wait_goes_on_at_its_time(company: Company) -> None:
    company.rule(
        {"kind": "set", "values": {"description": "one"}}, {"kind": "wait", "n": 2, "unit": "day"},
        {"kind": "set", "values": {"description": "two"}},
    )  # fmt: skip
    record = company.account()
    (run,) = company.spread()
    assert (run.state, row("account", record)["description"]) == ("waiting", "one")
    assert beginning.wake(clock.now()) == 0
    later = clock.now() + dt.timedelta(days=3)
    assert beginning.wake(later) == 1
    company.carry_out()
    run.refresh_from_db()
    assert (run.state, row("account", record)["description"]) == ("done", "two")
    assert [step["kind"] for step in run.steps] == ["set", "wait", "set"]
    assert {entry["change"] for entry in _log(record) if entry["via"] == "automation"} == {run.change}


def test_an_entry_heard_twice_runs_once(company: Company) -> None:
    company.rule({"kind": "set", "values": {"description": "x"}})
    company.account()
    start = company.last
    company.spread()
    company.last = start
    assert len(company.spread()) == 1


def test_a_refused_step_undoes_the_others_and_can_be_carried_on(company: Company) -> None:
    company.rule(
        {"kind": "set", "values": {"description": "done first"}},
        {"kind": "create", "object": "contact", "values": {"name": "Li", "email": {"copy": "website"}}},
    )  # fmt: skip
    record = company.account(website="https://example.com")
    (run,) = company.spread()
    assert (run.state, run.steps[-1]["id"], run.steps[-1]["fields"]) == ("failed", "s1", ["email"])
    assert row("account", record)["description"] is None
    company.change(record, website=None)
    with changes(company["Root"], "replay") as tx:
        assert tx.run("automation_run", run.id, "replay") == {"run": str(run.id)}
    company.carry_out()
    run.refresh_from_db()
    assert (run.state, run.error) == ("done", None)
    assert row("account", record)["description"] == "done first"


@pytest.mark.parametrize("waits", [False, True])
def test_a_failed_run_is_carried_on_with_the_rule_as_it_was_mended(company: Company, *, waits: bool) -> None:
    before = [{"kind": "wait", "n": 1}] if waits else []
    wrong = {"kind": "create", "object": "contact", "values": {"name": "Li", "email": {"copy": "website"}}}
    rule = company.rule(*before, wrong)
    company.account(website="https://example.com")
    (run,) = company.spread()
    beginning.wake(clock.now() + dt.timedelta(days=2))
    company.carry_out()
    run.refresh_from_db()
    assert run.state == "failed"
    at, last = f"s{len(before)}", {"kind": "create", "object": "contact", "values": {"name": "Wang"}}
    with changes(company["Root"], "update") as tx:
        tx.update("automation", rule.id, {"steps": [*rule.steps[:-1], {"id": at, **last}]})
    with changes(company["Root"], "replay") as tx:
        tx.run("automation_run", run.id, "replay")
    company.carry_out()
    run.refresh_from_db()
    assert (run.state, run.error) == ("done", None)
    assert len(fetch(Sql("SELECT 1 FROM customers_contact WHERE name = 'Wang'"))) == 1


def test_a_finished_run_is_done_once_more_as_another(company: Company) -> None:
    rule = company.rule({"kind": "set", "values": {"description": "x"}})
    record = company.account()
    (run,) = company.spread()
    company.change(record, description=None)
    with changes(company["Root"], "replay") as tx:
        tx.run("automation_run", run.id, "replay")
    company.carry_out()
    assert [each.state for each in AutomationRun.objects.filter(automation=rule.id)] == ["done", "done"]
    assert row("account", record)["description"] == "x"


def test_what_is_undone_is_not_done_again(company: Company) -> None:
    company.rule({"kind": "set", "values": {"description": "x"}}, trigger="updated")
    record = company.account()
    company.change(record, website="https://example.com")
    runs = company.spread()
    undo(company["Root"], runs[0].change)
    before = len(runs)
    assert len(company.spread()) == before
    assert row("account", record)["description"] is None


# -- rights --------------------------------------------------------------------------------------------------


def test_a_rule_reaches_no_further_than_its_owner(company: Company) -> None:
    role = add("role", name={"en": "Ruler"}, grants={"automation": {"*": "own"}, "account": {"*": "own"}})
    put("user", company.ids["Rep"], roles=[role.id])
    company.rule({"kind": "set", "values": {"description": "mine"}}, by="Rep")
    mine, theirs = company.account(by="Rep"), company.account(by="Other", name="Theirs")
    runs = {run.record: run for run in company.spread()}
    assert (runs[mine].state, runs[theirs].state) == ("done", "skipped")
    assert row("account", theirs)["description"] is None


def test_nobody_puts_words_into_another_ones_mouth(company: Company) -> None:
    role = add("role", name={"en": "Ruler"}, grants={"automation": {"*": "all"}, "account": {"*": "own"}})
    put("user", company.ids["Rep"], roles=[role.id])
    rule = company.rule({"kind": "set", "values": {"description": "x"}})
    with pytest.raises(Invalid) as refused, changes(company["Rep"], "update") as tx:
        tx.update("automation", rule.id, {"steps": [{"id": "a", "kind": "set", "values": {"description": "y"}}]})
    assert refused.value.problems[0].code == "not_yours"
    with pytest.raises(Invalid), changes(company["Rep"], "create") as tx:
        tx.create("automation", {"name": "x", "object": "account", "owner": company.ids["Root"]})


def test_without_its_owner_a_rule_stops(company: Company) -> None:
    rule = company.rule({"kind": "wait"}, {"kind": "set", "values": {"description": "x"}})
    company.account()
    (run,) = company.spread()
    put("user", company.ids["Root"], state="disabled")
    beginning.wake(clock.now() + dt.timedelta(days=2))
    company.carry_out()
    run.refresh_from_db()
    rule.refresh_from_db()
    assert (run.state, rule.active, bool(rule.stopped)) == ("skipped", False, True)


# -- the loop guard --------------------------------------------------------------------------------------------


def test_rules_that_set_off_each_other_are_stopped(company: Company) -> None:
    """Each account made makes another one."""
    rule = company.rule({"kind": "create", "object": "account", "values": {"name": "Again {{number}}"}})
    company.account()
    runs = company.spread()
    assert [run.depth for run in runs] == [1, 2, 3, 4, 5]
    rule.refresh_from_db()
    assert not rule.active
    assert rule.stopped
    notice = Notice.objects.get(object="automation", user=company.ids["Chief"])
    assert notice.records == [rule.id]


def test_a_rule_that_changes_what_it_listens_to_comes_to_rest(company: Company) -> None:
    company.rule({"kind": "set", "values": {"description": "x"}}, trigger="updated")
    record = company.account()
    company.change(record, website="https://example.com")
    assert [run.depth for run in company.spread()] == [1, 2]


def test_too_many_runs_for_one_record_stop_a_rule(company: Company) -> None:
    rule = company.rule({"kind": "notify", "owner": True, "message": "x"}, trigger="updated")
    record = company.account()
    for number in range(beginning.MOST_AN_HOUR + 2):
        company.change(record, description=str(number))
    assert len(company.spread()) == beginning.MOST_AN_HOUR
    rule.refresh_from_db()
    assert not rule.active


# -- the clock ---------------------------------------------------------------------------------------------------


def test_a_date_comes_once(company: Company) -> None:
    company.rule(
        {"kind": "notify", "owner": True, "message": "Due"}, trigger="date",
        details={"field": "next_contact", "n": 1, "side": "before", "at": "09:00"},
    )  # fmt: skip
    record = company.account(next_contact=clock.today() + dt.timedelta(days=3))
    company.account(name="Without")
    look = hearing.look_at_the_clock
    assert look() == 0
    with clock.frozen(clock.now() + dt.timedelta(days=3)):
        assert (look(), look()) == (1, 0)
    assert AutomationRun.objects.get().record == record


def test_a_schedule_takes_up_what_meets_its_condition(company: Company) -> None:
    company.rule(
        {"kind": "notify", "owner": True, "message": "Nobody has called"}, trigger="schedule",
        details={"every": "day", "at": "08:30"}, condition={"related": "activities", "op": "none", "where": None},
    )  # fmt: skip
    quiet, busy = company.account(), company.account(name="Busy")
    with changes(company["Rep"], "create") as tx:
        task = tx.create("activity", {"subject": "Call"})
        tx.add("activity_link", {"activity": task.id, "object": "account", "record": busy})
    assert hearing.look_at_the_clock() == 0
    with clock.frozen(clock.now() + dt.timedelta(days=1)):
        assert (hearing.look_at_the_clock(), hearing.look_at_the_clock()) == (1, 0)
    with clock.frozen(clock.now() + dt.timedelta(days=2)):
        assert hearing.look_at_the_clock() == 1
    assert {run.record for run in AutomationRun.objects.all()} == {quiet}


def test_nothing_from_before_a_rule_was_switched_on(company: Company) -> None:
    company.account()
    company.rule({"kind": "set", "values": {"description": "x"}})
    assert company.spread() == []


def test_imports_only_when_wished(company: Company) -> None:
    company.rule({"kind": "set", "values": {"description": "x"}})
    company.rule({"kind": "set", "values": {"website": "https://example.com"}}, imports=True)
    with changes(company["Rep"].acting("import"), "import") as tx:
        record = tx.create("account", {"name": "Imported"}).id
    company.spread()
    assert (row("account", record)["description"], bool(row("account", record)["website"])) == (None, True)


def _log(record: Any) -> list[dict[str, Any]]:
    return fetch(Sql("SELECT actor, via, reason, change, verb FROM log.entry WHERE record = %s ORDER BY id", (record,)))


def test_what_two_steps_say_of_a_record_is_two_notices(company: Company) -> None:
    company.rule(*({"kind": "notify", "owner": True, "message": message} for message in ("Call", "Write")))
    record = company.account()
    company.spread()
    said = Notice.objects.filter(user_id=company.ids["Rep"], records__contains=[record], reason="automation")
    assert {(notice.note or {})["text"] for notice in said} == {"Call", "Write"}


def test_failed_runs_are_told_to_the_owner_in_one_notice(company: Company) -> None:
    rule = company.rule({"kind": "create", "object": "contact", "values": {"name": "Li", "email": {"copy": "website"}}})
    for name in ("One", "Two"):
        company.account(name=name, website="https://example.com")
        company.spread()
    (notice,) = Notice.objects.filter(user_id=company.ids["Root"], object="automation", read_at=None)
    assert (notice.records, notice.count) == ([rule.id], 2)
    assert (notice.note or {})["text"].startswith("A run failed: ")


def test_a_webhook_gets_the_record(company: Company) -> None:
    hook = add("webhook", name="Hook", url="https://hooks.example.com/", verbs=["create"], owner=company.ids["Root"])
    company.rule({"kind": "webhook", "webhook": str(hook.id)}, trigger="updated")
    record = company.account()
    company.change(record, description="x")
    (run,) = company.spread()
    (sent,) = fetch(Sql("SELECT record, verb FROM integrations_delivery WHERE webhook_id = %s", (hook.id,)))
    assert (run.state, sent) == ("done", {"record": record, "verb": "automation"})
