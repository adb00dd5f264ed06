"""What comes back, what is asked for again, and what a running case keeps although its process changes."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.approvals import actions
from haoke.approvals.actions import AddSigner, Asking, Resubmission, SendBack
from haoke.approvals.models import Exhibit
from haoke.approvals.tests.scene import Company, add, put
from haoke.core.errors import Conflict, Invalid
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


def seen(company: Company, who: str, case: Any) -> dict[str, tuple[Any, ...]]:
    """{field: (before, after, what was asked for before it was returned, if another)} of a case's lines."""
    lines = company.see(who, case)["changes"]
    return {row["field"]: tuple(row[side] for side in ("before", "after", "former") if side in row) for row in lines}


def test_who_decides_again_sees_what_is_asked_now_and_what_was(company: Company) -> None:
    company.process(company.named("Boss"))
    case = company.ask("Rep", company.account().id, input={"industry": "software", "phone": "13812345678"})
    actions.send_back(company["Boss"], case, SendBack())
    assert seen(company, "Boss", case)["industry"] == (None, "software")
    actions.resubmit(company["Rep"], case, Resubmission(input={"industry": "finance"}))
    lines = seen(company, "Boss", case)
    assert lines["industry"] == (None, "finance", "software")
    assert lines["phone"][:2] == (None, None)
    assert "138" in str(lines["phone"][2])
    company.agree("Boss", case)
    assert seen(company, "Boss", case) == lines


def test_what_an_action_is_given_is_seen_by_deciders_and_may_be_another(company: Company) -> None:
    company.process(company.named("Boss"), trigger="action", action="assign")
    account = company.account("Lead")
    rep, fay = str(company.ids["Rep"]), str(company.ids["Fay"])
    case = company.ask("Lead", account.id, "assign", input={"owner": rep})
    actions.send_back(company["Boss"], case, SendBack())
    assert company.see("Lead", case)["input"] == {"owner": {"id": rep, "title": "Rep"}}
    actions.resubmit(company["Lead"], case, Resubmission(input={"owner": fay}))
    before, after, former = seen(company, "Boss", case)["owner"]
    assert [before["title"], after["title"], former["title"]] == ["Lead", "Fay", "Rep"]
    assert company.see("Boss", case)["input"] is None
    company.agree("Boss", case)
    account.refresh_from_db()
    assert account.owner_id == company.ids["Fay"]


def test_what_an_action_is_given_beside_fields_is_seen_too(company: Company) -> None:
    company.process(company.named("Boss"), object="activity", trigger="action", action="complete")
    task = add("activity", subject="Call", kind="call", owner=company.ids["Rep"])
    wish = Asking(object="activity", record=task.id, action="complete", input={"next_contact": "2030-01-01"})
    case = actions.submit(company["Rep"], wish)
    assert seen(company, "Boss", case)["next_contact"] == (None, "2030-01-01")
    actions.send_back(company["Boss"], case, SendBack())
    actions.resubmit(company["Rep"], case, Resubmission(input={"next_contact": "2030-02-02"}))
    assert seen(company, "Boss", case)["next_contact"] == (None, "2030-02-02", "2030-01-01")


def test_what_was_erased_is_neither_asked_again_nor_carried_out(company: Company) -> None:
    company.process(company.named("Boss"))
    waiting, returned = (company.ask("Rep", company.account().id) for _ in range(2))
    actions.send_back(company["Boss"], returned, SendBack())
    Exhibit.objects.update(data={})
    assert company.see("Rep", returned)["input"] == {}
    with pytest.raises(Conflict):
        actions.resubmit(company["Rep"], returned, Resubmission())
    company.agree("Boss", waiting)
    assert company.see("Rep", waiting)["state"] == "withdrawn"


def test_both_sides_are_told_when_a_key_field_asks_again(company: Company) -> None:
    company.process(company.named("Boss"), trigger="manual", key_fields=["level"])
    account = company.account(level="a")
    first = company.ask("Rep", account.id, "manual")
    company.agree("Boss", first)
    assert not company.see("Boss", first)["reopens"]
    asked = Asking(object="account", record=account.id, action="update", input={"level": "b"})
    assert actions.preview(company["Rep"], asked)["reopens"]
    assert company.see("Boss", actions.submit(company["Rep"], asked))["reopens"]
