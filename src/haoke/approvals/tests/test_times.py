"""Time limits: due in somebody's working time, and what happens when that has run out; who is told of what, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from haoke.approvals import actions
from haoke.approvals.actions import HandOn, Opinion
from haoke.approvals.models import ApprovalTask
from haoke.approvals.queries import times
from haoke.approvals.tests.scene import Company, add
from haoke.core import clock, worktime

pytestmark = pytest.mark.django_db

#: A Monday, 09:00 in Shanghai.
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def company() -> Company:
    return Company()


def limited(company: Company, then: str, *names: str, **more: Any) -> Any:
    return company.process(company.named(*names, limit={"hours": 2, "then": then}, **more))


def at(moment: datetime) -> Any:
    return clock.frozen(moment)


def asked(company: Company) -> Any:
    with at(MONDAY):
        return company.ask("Rep", company.account().id)


def states(case: Any) -> list[tuple[str, str | None]]:
    tasks = ApprovalTask.objects.filter(case=case).order_by("created_at", "place", "id")
    return [(task.state, task.note) for task in tasks]


def test_two_hours_are_two_working_hours(company: Company) -> None:
    limited(company, "remind", "Boss")
    late = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday, 17:00 in Shanghai
    with at(late):
        case = company.ask("Rep", company.account().id)
    assert ApprovalTask.objects.get(case=case).due == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday 10:00


def test_nothing_happens_before_the_time_is_over(company: Company) -> None:
    limited(company, "agree", "Boss")
    case = asked(company)
    assert company.see("Boss", case)["steps"][0]["then"] == "agree"  # he knows what his silence would mean
    with at(MONDAY + timedelta(minutes=119)):
        assert actions.late() == 0
    assert states(case) == [("open", None)]


def test_late_is_agreed_and_what_was_asked_for_done(company: Company) -> None:
    limited(company, "agree", "Boss")
    case = asked(company)
    with at(MONDAY + timedelta(hours=2)):
        assert actions.late() == 1
        assert actions.late() == 0
    assert states(case) == [("approved", "late")]
    assert company.see("Rep", case)["state"] == "passed"


def test_late_is_refused(company: Company) -> None:
    limited(company, "refuse", "Boss")
    case = asked(company)
    with at(MONDAY + timedelta(hours=2)):
        actions.late()
    assert company.see("Rep", case)["state"] == "rejected"


def test_late_goes_to_the_superior_whose_time_begins_anew(company: Company) -> None:
    limited(company, "hand_on", "Lead")
    case = asked(company)
    with at(MONDAY + timedelta(hours=2)):
        actions.late()
    assert states(case) == [("handed_on", "late"), ("open", "late")]
    assert company.waiting(case) == ["Boss"]
    boss = ApprovalTask.objects.get(case=case, state="open")
    assert boss.due is not None
    assert boss.due > MONDAY + timedelta(hours=3)


def test_who_has_no_superior_is_reminded_once(company: Company) -> None:
    limited(company, "hand_on", "Boss")
    case = asked(company)
    with at(MONDAY + timedelta(hours=2)):
        assert (actions.late(), actions.late()) == (1, 0)
    assert states(case) == [("open", None)]


def test_the_next_ones_time_begins_with_his_turn(company: Company) -> None:
    limited(company, "remind", "Boss", "Fay", mode="one_by_one")
    case = asked(company)
    waiting = ApprovalTask.objects.get(case=case, state="waiting")
    assert waiting.due is None
    with at(MONDAY + timedelta(hours=1)):
        company.agree("Boss", case)
    waiting.refresh_from_db()
    assert waiting.due == MONDAY + timedelta(hours=3)


def test_a_case_that_has_ended_is_left_alone(company: Company) -> None:
    limited(company, "agree", "Boss")
    case = asked(company)
    actions.withdraw(company["Rep"], case, Opinion())
    with at(MONDAY + timedelta(hours=5)):
        assert actions.late() == 0


def test_who_is_handed_a_part_has_his_own_time(company: Company) -> None:
    limited(company, "remind", "Boss")
    case = asked(company)
    with at(MONDAY + timedelta(hours=1)):
        actions.hand_on(company["Boss"], case, HandOn(to=company.ids["Fay"]))
    assert ApprovalTask.objects.get(case=case, state="open").due == MONDAY + timedelta(hours=3)


def test_who_never_works_has_no_time_limit(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> datetime:
        raise worktime.NeverWorking

    monkeypatch.setattr(worktime, "add_working", never)
    assert times.due({"limit": {"hours": 1}}, company.ids["Boss"]) is None
    assert times.due({"limit": None}, company.ids["Boss"]) is None


def test_a_deputy_decides_while_somebody_is_away(company: Company) -> None:
    limited(company, "agree", "Boss")
    away = {"since": MONDAY - timedelta(days=1), "until": MONDAY + timedelta(days=1)}
    add("delegation", owner=company.ids["Boss"], to=company.ids["Fay"], **away)
    case = asked(company)
    assert company.waiting(case) == ["Fay"]
