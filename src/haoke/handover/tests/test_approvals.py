"""What a leaver was to decide goes to one successor, now or when it is his turn; what is locked says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.api.test_records import Client

from haoke.approvals.tests.scene import Company
from haoke.handover.models import Handover
from haoke.handover.tests.scene import leaves, queued

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def good(found: tuple[int, Any]) -> Any:
    assert found[0] in (200, 201, 202), found
    return found[1]


def left(company: Company, who: str) -> Handover:
    """The handover of somebody who has been switched off."""
    leaves(company["Root"], company.ids[who])
    return queued(company.ids[who])


def passed(company: Company, by: str, found: Handover, **plan: str) -> dict[str, Any]:
    """Distributed by somebody; what the distribution says then."""
    client, path = Client(company[by]), f"handovers/{found.id}"
    good(client("POST", f"{path}/preview", {"people": [{"to": plan["rest"]}], **plan}))
    run: dict[str, Any] = good(client("POST", f"{path}/run", {}))
    return run


@pytest.mark.parametrize("mode", ["any", "one_by_one"])
def test_decisions_go_to_the_successor_and_he_decides(company: Company, mode: str) -> None:
    company.process(company.named("Fay", "Gus", mode=mode))
    case = company.ask("Rep", company.account().id)
    gus = company.ids["Gus"]
    found = left(company, "Gus")
    assert found.owner_id is None  # nobody stands above him
    assert good(Client(company["Root"])("GET", f"handovers/{found.id}"))["approvals"] == 1
    run = passed(company, "Root", found, rest=str(company.ids["Boss"]))
    assert run["rest"]["approvals"] == {"passed": 1, "kept": 0}
    if mode == "one_by_one":
        assert company.waiting(case) == ["Fay"]
        company.agree("Fay", case)
    assert company.waiting(case) == (["Fay", "Boss"] if mode == "any" else ["Boss"])
    company.agree("Boss", case)
    assert company.see("Rep", case)["state"] == "passed"
    assert gus not in waiting_people(company, case)


def waiting_people(company: Company, case: UUID) -> set[UUID]:
    return {company.ids[name] for name in company.waiting(case)}


def test_nobody_decides_what_he_asked_for_or_decides_already(company: Company) -> None:
    company.process(company.named("Fay", "Gus", mode="any"))
    case = company.ask("Rep", company.account().id)
    run = passed(company, "Root", left(company, "Gus"), rest=str(company.ids["Fay"]))
    assert run["rest"]["approvals"] == {"passed": 0, "kept": 1}
    assert company.waiting(case) == ["Fay", "Gus"]


def test_a_record_in_approval_stays_and_says_why(company: Company) -> None:
    company.process(company.named("Boss"))
    company.ask("Rep", company.account().id)
    client, path = Client(company["Lead"]), f"handovers/{left(company, 'Rep').id}"
    tried = good(client("POST", f"{path}/preview", {"people": [{"to": str(company.ids["Lead"])}]}))
    assert tried["refused"] == 1
    assert [each["code"] for each in tried["lines"][0]["groups"]] == ["in_approval"]


@pytest.fixture
def company() -> Company:
    return Company()
