"""Nobody makes himself the one who decides, and what is being decided about stays as it was shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from haoke.approvals import actions
from haoke.approvals.actions import AddSigner, Resubmission, SendBack
from haoke.approvals.tests.scene import Company, add, put
from haoke.core import clock
from haoke.core.errors import Refused
from haoke.core.records import changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def away(company: Company, who: str, to: str, **more: Any) -> Any:
    now = clock.now()
    given = {"since": now - timedelta(days=1), "until": now + timedelta(days=1), **more}
    return add("delegation", owner=company.ids[who], to=company.ids[to], **given)


def test_whoever_may_edit_everything_makes_himself_nobodys_deputy(company: Company) -> None:
    service = add("role", name={"en": "All"}, grants={"*": {"*": "all", "export": "none"}})
    put("user", company.ids["Fay"], roles=[service.id])
    kept = away(company, "Boss", "Lead")
    with pytest.raises(Refused), changes(company["Fay"], "update") as tx:
        tx.update("delegation", kept.id, {"to": company.ids["Fay"]})
    with pytest.raises(Refused), changes(company["Fay"], "create") as tx:
        tx.create("delegation", {
            "owner": company.ids["Boss"], "to": company.ids["Fay"], "since": clock.now(),
            "until": clock.now() + timedelta(days=1),
        })  # fmt: skip
    for who in ("Boss", "Root"):
        with changes(company[who], "update") as tx:
            tx.update("delegation", kept.id, {"note": who})
    with pytest.raises(Refused), changes(company["Boss"], "create") as tx:  # not even of those who report to him
        tx.create("delegation", {"owner": company.ids["Lead"], "to": company.ids["Fay"]})


def test_a_case_never_comes_to_whoever_asked_for_it(company: Company) -> None:
    """Gus reports to Rep; he is disabled after Rep has submitted to him in the second step."""
    put("user", company.ids["Gus"], manager=company.ids["Rep"])
    company.process(company.named("Fay"), company.named("Gus"))
    record = company.account()
    case = company.ask("Rep", record.id)
    put("user", company.ids["Gus"], state="disabled")
    company.agree("Fay", case)
    assert company.waiting(case) == ["Lead"]


def test_a_step_whose_only_decider_has_left_is_not_passed_by(company: Company) -> None:
    company.process(company.named("Fay"), company.named("Gus"))
    case = company.ask("Rep", company.account().id)
    put("user", company.ids["Gus"], state="disabled")
    company.agree("Fay", case)
    assert company.waiting(case) == ["Root"]


def test_whoever_only_looks_locks_nothing_by_submitting_it(company: Company) -> None:
    company.process(company.named("Boss"), trigger="manual")
    record = company.account()
    with pytest.raises(Refused):
        company.ask("Fay", record.id, "manual")
    assert company.ask("Rep", record.id, "manual")


def test_parts_of_a_locked_record_stay_as_well(company: Company) -> None:
    company.process(company.named("Boss"))
    record = company.account()
    person = add("contact", name="Ann", account=record.id, owner=company.ids["Rep"])
    part = add("account_contact", account=record.id, contact=person.id, roles=["buyer"])
    company.ask("Rep", record.id)
    with pytest.raises(Refused), changes(company["Rep"], "update") as tx:
        tx.update("account_contact", part.id, {"roles": ["finance"]})
    with pytest.raises(Refused), changes(company["Rep"], "create") as tx:
        tx.create("account_contact", {"account": record.id, "contact": person.id, "roles": ["finance"]})


def test_who_returned_a_case_decides_again_also_after_somebody_was_asked_in_between(company: Company) -> None:
    company.process(company.named("Fay"), company.named("Gus"), company.named("Boss"), again="resume")
    case = company.ask("Rep", company.account().id)
    actions.add_signer(company["Fay"], case, AddSigner(people=[company.ids["Lead"]], where="after"))
    company.agree("Lead", case)
    actions.send_back(company["Gus"], case, SendBack())
    actions.resubmit(company["Rep"], case, Resubmission())
    assert company.waiting(case) == ["Gus"]
