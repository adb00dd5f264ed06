"""Who decides while somebody is away: named for a time or whenever he has leave, by himself or by an administrator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from haoke.approvals import actions, queries
from haoke.approvals.tests.scene import Company, add, put
from haoke.core import clock
from haoke.core.errors import Invalid, Missing
from haoke.core.records import changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def leave(company: Company, who: str) -> Any:
    now = clock.now()
    return add("absence", owner=company.ids[who], since=now - timedelta(hours=1), until=now + timedelta(hours=1))


def test_a_deputy_for_the_leave_decides_while_there_is_leave_and_is_shown_as_such(company: Company) -> None:
    company.process(company.named("Boss"))
    add("delegation", owner=company.ids["Boss"], to=company.ids["Gus"], on_leave=True)
    assert company.waiting(company.ask("Rep", company.account().id)) == ["Boss"]
    leave(company, "Boss")
    case = company.ask("Rep", company.account(name="Other").id)
    assert company.waiting(case) == ["Gus"]
    (task,) = company.see("Rep", case)["steps"][0]["tasks"]
    assert (task["note"], task["for"]) == ("deputy", "Boss")
    assert queries.mine(company["Gus"])["open"][0]["task"]["for"] == "Boss"


def test_what_waited_already_goes_to_the_deputy_and_stays_there(company: Company) -> None:
    company.process(company.named("Boss", "Gus"))
    case = company.ask("Rep", company.account().id)
    company.deputy("Boss", "Fay")
    assert actions.absent() == 1
    assert sorted(company.waiting(case)) == ["Fay", "Gus"]
    company.deputy("Fay", "Boss")
    assert actions.absent() == 0
    with pytest.raises(Missing):
        company.agree("Lead", case)
    company.agree("Fay", case)
    company.agree("Gus", case)
    assert company.see("Rep", case)["state"] == "passed"


def test_a_deputy_who_decides_there_anyway_decides_once(company: Company) -> None:
    company.process(company.named("Boss", "Gus"))
    case = company.ask("Rep", company.account().id)
    company.deputy("Boss", "Gus")
    actions.absent()
    assert company.waiting(case) == ["Gus"]
    company.agree("Gus", case)
    assert company.see("Rep", case)["state"] == "passed"


def test_a_deputys_deputy_and_never_who_asks_or_cannot_sign_in(company: Company) -> None:
    company.process(company.named("Boss"))
    company.deputy("Boss", "Gus")
    company.deputy("Gus", "Fay")
    assert company.waiting(company.ask("Rep", company.account().id)) == ["Fay"]
    put("user", company.ids["Fay"], state="disabled")
    assert company.waiting(company.ask("Rep", company.account(name="B").id)) == ["Gus"]
    company.deputy("Gus", "Rep")
    assert company.waiting(company.ask("Rep", company.account(name="C").id)) == ["Gus"]


def declare(company: Company, who: str, **values: Any) -> Any:
    with changes(company[who], "create") as tx:
        return tx.create("delegation", values)


def test_everybody_names_his_own_and_administrators_anybodys(company: Company) -> None:
    made = declare(company, "Fay", to=str(company.ids["Gus"]), on_leave=True)
    assert made.owner_id == company.ids["Fay"]
    made = declare(company, "Root", to=str(company.ids["Gus"]), on_leave=True, owner=str(company.ids["Boss"]))
    assert made.owner_id == company.ids["Boss"]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"}, ("until", "order")),
    ],
)
def test_what_makes_no_sense_is_refused(company: Company, values: dict[str, Any], problem: tuple[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        declare(company, "Fay", to=str(company.ids["Gus"]), **values)
    assert [(each.field, each.code) for each in refused.value.problems] == [problem]
