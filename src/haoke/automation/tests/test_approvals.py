"""A rule that has somebody decide and goes on by what was decided; a rule set off by a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.approvals import actions as approvals
from haoke.approvals.actions import Opinion, SendBack
from haoke.approvals.models import ApprovalCase
from haoke.automation.actions import beginning, hearing
from haoke.automation.models import AutomationRun
from haoke.automation.tests.scene import Company, add, put, row
from haoke.core import clock
from haoke.core.errors import Invalid
from haoke.core.records import changes

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def process(company: Company, *people: str, **values: Any) -> Any:
    named = [{"id": "n", "kind": "people", "people": [str(company.ids[each]) for each in people]}]
    given = {"name": {"en": "New customer"}, "object": "account", "trigger": "manual", "active": True, "nodes": named}
    return add("approval_process", **{**given, **values})


def asking(company: Company, found: Any, *after: dict[str, Any]) -> Any:
    """A rule that has new accounts approved and keeps what came of it in a field."""
    steps: dict[str, Any] = {
        "approved": [{"id": "yes", "kind": "set", "values": {"industry": "software"}}],
        "refused": [{"id": "no", "kind": "set", "values": {"industry": "finance"}}],
    }
    return company.rule({"kind": "approval", "process": str(found.id), **steps}, *after)


def the_case() -> UUID:
    found: UUID = ApprovalCase.objects.get().id
    return found


def states() -> list[str]:
    return [run.state for run in AutomationRun.objects.order_by("created_at")]


@pytest.mark.parametrize(("decide", "industry"), [(approvals.approve, "software"), (approvals.reject, "finance")])
def test_it_waits_and_goes_the_way_that_was_decided(company: Company, decide: Any, industry: str) -> None:
    asking(company, process(company, "Boss"), {"kind": "set", "values": {"website": "https://example.com"}})
    account = company.account()
    company.spread()
    assert states() == ["waiting"]
    assert ApprovalCase.objects.get().owner_id == company.ids["Rep"]  # whose account it is
    assert beginning.wake(clock.now()) == 0
    assert hearing.listened() == {"account", "approval_case"}
    decide(company["Boss"], the_case(), Opinion())
    company.spread()
    assert states() == ["done"]
    found = row("account", account)
    assert (found["industry"], found["website"]) == (industry, "https://example.com")


def test_what_was_sent_back_has_not_ended_what_was_withdrawn_is_refused(company: Company) -> None:
    asking(company, process(company, "Boss"))
    account = company.account()
    company.spread()
    approvals.send_back(company["Boss"], the_case(), SendBack())
    company.spread()
    assert states() == ["waiting"]
    approvals.withdraw(company["Rep"], the_case(), Opinion())
    company.spread()
    assert states() == ["done"]
    assert row("account", account)["industry"] == "finance"


def test_a_lost_word_is_made_up_for_by_the_minutes_look(company: Company) -> None:
    asking(company, process(company, "Boss"))
    company.account()
    company.spread()
    approvals.approve(company["Boss"], the_case(), Opinion())
    assert beginning.wake(clock.now()) == 1
    assert beginning.wake(clock.now()) == 0


def test_what_nobody_has_to_decide_goes_on_at_once(company: Company) -> None:
    found = process(company, nodes=[{"id": "n", "kind": "superior", "level": 9, "nobody": "pass"}])
    asking(company, found)
    account = company.account()
    company.spread()
    assert states() == ["done"]
    assert row("account", account)["industry"] == "software"


def test_a_record_in_approval_already_fails_the_run_which_can_be_carried_on(company: Company) -> None:
    found = process(company, "Boss")
    asking(company, found)
    account = company.account()
    with changes(company["Root"], "by hand") as tx:
        first = approvals.start(tx, found.id, ("account", account), company["Rep"])
    company.spread()
    assert states() == ["failed"]
    approvals.withdraw(company["Rep"], first, Opinion())
    with changes(company["Root"], "replay") as tx:
        tx.run("automation_run", AutomationRun.objects.get().id, "replay", {})
    company.spread()
    assert states() == ["waiting"]


@pytest.mark.parametrize(
    "values",
    [
        {"active": False},
        {"trigger": "update"},
        {"object": "contact"},
        {"nodes": [{"id": "n", "kind": "choice"}]},
    ],
)
def test_only_processes_a_program_can_submit_to(company: Company, values: dict[str, Any]) -> None:
    found = process(company, "Boss", **values)
    with pytest.raises(Invalid) as refused:
        asking(company, found)
    assert [each.field for each in refused.value.problems] == ["steps.s0.process"]


def test_a_rule_switched_off_meanwhile_does_nothing_more(company: Company) -> None:
    rule = asking(company, process(company, "Boss"))
    company.account()
    company.spread()
    put("automation", rule.id, active=False)
    approvals.approve(company["Boss"], the_case(), Opinion())
    company.spread()
    assert states() == ["skipped"]


def note(company: Company, account: UUID, endpoint: UUID) -> None:
    with changes(company["Root"].acting("inbound"), "inbound") as tx:
        tx.update("account", account, {"website": "https://example.com"})
        tx.note("account", account, "message_came", {"endpoint": str(endpoint)})


def test_a_message_sets_off_the_rules_about_its_way_in(company: Company) -> None:
    made = [
        add("inbound_endpoint", name=name, object="account", mapping={"name": "name"}, owner=company.ids["Root"])
        for name in ("Shop", "Forum")
    ]
    set_industry = {"kind": "set", "values": {"industry": "software"}}
    company.rule(set_industry, trigger="message", details={"endpoint": str(made[0].id)})
    company.rule({"kind": "set", "values": {"phone": "13812345678"}}, trigger="message", name="Any")
    account = company.account()
    company.spread()
    assert states() == []
    note(company, account, made[1].id)
    company.spread()
    assert (row("account", account)["industry"], len(states())) == (None, 1)
    note(company, account, made[0].id)
    company.spread()
    assert (row("account", account)["industry"], len(states())) == ("software", 3)
