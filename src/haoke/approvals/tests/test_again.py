"""What comes back, what is asked for again, and what a running case keeps although its process changes."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.approvals import actions
from haoke.approvals.actions import AddSigner, Asking, Resubmission, SendBack
from haoke.approvals.tests.scene import Company, put
from haoke.core.errors import Invalid
from haoke.core.records import changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def test_asking_again_for_what_was_returned_goes_on_with_that_case(company: Company) -> None:
    company.process(company.named("Boss"), company.named("Gus"))
    account = company.account()
    case = company.ask("Rep", account.id)
    company.agree("Boss", case)
    actions.send_back(company["Gus"], case, SendBack(again="resume"))
    assert company.ask("Rep", account.id, input={"industry": "finance"}) == case
    assert company.waiting(case) == ["Gus"]
    company.agree("Gus", case)
    account.refresh_from_db()
    assert account.industry == "finance"


def test_something_else_is_a_case_of_its_own(company: Company) -> None:
    company.process(company.named("Boss"))
    account = company.account()
    case = company.ask("Rep", account.id)
    actions.send_back(company["Boss"], case, SendBack())
    assert company.ask("Rep", account.id, input={"phone": "13812345678"}) != case


def test_it_goes_on_with_the_signer_who_sent_it_back(company: Company) -> None:
    company.process(company.named("Boss"), company.named("Gus"))
    case = company.ask("Rep", company.account().id)
    actions.add_signer(company["Boss"], case, AddSigner(people=[company.ids["Fay"]], where="before"))
    actions.send_back(company["Fay"], case, SendBack(again="resume"))
    actions.resubmit(company["Rep"], case, Resubmission())
    for who in ("Fay", "Boss", "Gus"):
        assert company.waiting(case) == [who]
        company.agree(who, case)
    assert company.see("Rep", case)["state"] == "passed"


def test_it_begins_again_when_somebody_else_would_have_been_asked(company: Company) -> None:
    process = company.process(company.named("Boss"), company.named("Gus"))
    case = company.ask("Rep", company.account().id)
    company.agree("Boss", case)
    actions.send_back(company["Gus"], case, SendBack(again="resume"))
    put("approval_process", process.id, nodes=[{"id": "n0", **company.named("Fay")}, process.nodes[1]])
    actions.resubmit(company["Rep"], case, Resubmission())
    assert company.waiting(case) == ["Fay"]


def test_who_agreed_to_what_was_returned_has_not_agreed_to_what_comes_after(company: Company) -> None:
    company.process(company.named("Boss", "Fay", mode="any"), company.named("Gus"), company.named("Boss"))
    case = company.ask("Rep", company.account().id)
    company.agree("Boss", case)
    actions.send_back(company["Gus"], case, SendBack())
    actions.resubmit(company["Rep"], case, Resubmission(input={"industry": "finance"}))
    company.agree("Fay", case)
    company.agree("Gus", case)
    assert company.waiting(case) == ["Boss"]


def test_copies_are_no_step_to_go_back_to(company: Company) -> None:
    told = {"kind": "copy", "people": [str(company.ids["Fay"])]}
    company.process(company.named("Boss"), told, company.named("Gus"))
    case = company.ask("Rep", company.account().id)
    company.agree("Boss", case)
    with pytest.raises(Invalid):
        actions.send_back(company["Gus"], case, SendBack(step="n1"))


def test_a_running_case_keeps_what_its_process_said(company: Company) -> None:
    process = company.process(company.named("Boss"), fields=["industry"], locked_fields=["industry"], withdraw="end")
    account = company.account()
    case = company.ask("Rep", account.id)
    put("approval_process", process.id, locked_fields=None, withdraw="never", nodes=[], active=False)
    with changes(company["Rep"], "update") as tx:
        tx.update("account", account.id, {"name": "Other"})
    assert company.waiting(case) == ["Boss"]
    assert company.see("Rep", case)["can"]["withdraw"]
    company.agree("Boss", case)
    account.refresh_from_db()
    assert (account.name, account.industry) == ("Other", "software")


def test_why_it_was_withdrawn_is_told(company: Company) -> None:
    company.process(company.named("Boss"))
    case = company.ask("Rep", company.account().id)
    actions.withdraw(company["Rep"], case, actions.Opinion(opinion="my mistake"))
    assert company.see("Boss", case)["problem"] == "my mistake"


def test_the_preview_says_who_stands_in(company: Company) -> None:
    company.process(company.named("Boss"))
    company.deputy("Boss", "Gus")
    wish: dict[str, Any] = {"action": "update", "input": {"industry": "software"}}
    found = actions.preview(company["Rep"], Asking(object="account", record=company.account().id, **wish))
    (person,) = found["steps"][0]["people"]
    assert (person["name"], person["deputy"]) == ("Boss", "Gus")


def test_what_was_agreed_to_is_asked_again_when_it_is_no_longer_that(company: Company) -> None:
    """A case that goes on keeps what was decided only while process and key fields are those of the decision."""
    of_finance = {"field": "industry", "op": "eq", "value": "finance"}
    named = company.named("Boss"), company.named("Gus")
    company.process(*named, again="resume", order=2, key_fields=["industry"])
    company.process(*named, again="resume", order=1, condition=of_finance)

    def returned() -> Any:
        account = company.account()
        case = company.ask("Rep", account.id)
        company.agree("Boss", case)
        actions.send_back(company["Gus"], case, SendBack())
        return case

    same, changed, another = returned(), returned(), returned()
    actions.resubmit(company["Rep"], same, Resubmission(input={"industry": "software"}))
    assert company.waiting(same) == ["Gus"]
    actions.resubmit(company["Rep"], changed, Resubmission(input={"industry": "retail"}))
    assert company.waiting(changed) == ["Boss"]
    actions.resubmit(company["Rep"], another, Resubmission(input={"industry": "finance"}))  # the other process's
    assert company.waiting(another) == ["Boss"]
