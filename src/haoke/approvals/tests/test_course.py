"""A case from asking to what was asked for being done, and everything that can happen between."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.approvals import actions, queries
from haoke.approvals.actions import AddSigner, Asking, HandOn, Opinion, Resubmission, SendBack
from haoke.approvals.models import ApprovalTask, Exhibit
from haoke.approvals.queries import ApprovalNeeded, Locked
from haoke.approvals.tests.scene import Company, add, change, industry, put
from haoke.core import registry
from haoke.core.errors import Conflict, Denied, Invalid, Missing
from haoke.core.log.timelines import timeline
from haoke.core.records import changes, hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def test_a_change_waits_for_the_superior_and_is_then_made_as_the_initiators(company: Company) -> None:
    company.process({"kind": "superior", "level": 1}, fields=["industry"])
    account = company.account()
    with pytest.raises(ApprovalNeeded) as needed:
        change(company, "Rep", account, industry="software")
    assert needed.value.extra["approval"]["record"] == str(account.id)
    case = company.ask("Rep", account.id, comment="please")
    assert company.waiting(case) == ["Lead"]
    assert industry(account) is None
    with pytest.raises(Locked):
        change(company, "Rep", account, name="Other")
    company.agree("Lead", case)
    assert industry(account) == "software"
    assert account.updated_by_id == company.ids["Rep"]
    assert company.see("Rep", case)["state"] == "passed"
    change(company, "Rep", account, name="Other")


def test_fields_nobody_asks_about_are_changed_without(company: Company) -> None:
    company.process(company.named("Boss"), fields=["industry"])
    assert change(company, "Rep", company.account(), name="Other").name == "Other"


def test_a_process_switched_off_asks_nobody(company: Company) -> None:
    company.process(company.named("Boss"), active=False)
    change(company, "Rep", company.account(), industry="software")


def test_a_condition_decides_whether_anybody_is_asked(company: Company) -> None:
    company.process(company.named("Boss"), condition={"field": "name", "op": "contains", "value": "Big"})
    change(company, "Rep", company.account(), industry="software")
    with pytest.raises(ApprovalNeeded):
        change(company, "Rep", company.account(name="Big one"), industry="software")


def test_what_needs_nobody_cannot_be_submitted(company: Company) -> None:
    with pytest.raises(Conflict, match="needs no approval"):
        company.ask("Rep", company.account().id)


def test_a_rejection_ends_it_and_nothing_changes(company: Company) -> None:
    company.process(company.named("Boss", "Fay"), company.named("Gus"))
    account = company.account()
    case = company.ask("Rep", account.id)
    company.refuse("Fay", case)
    assert company.see("Rep", case)["state"] == "rejected"
    assert industry(account) is None
    with pytest.raises(Conflict, match="Already decided by Fay"):
        company.agree("Boss", case)


def test_creating_deleting_and_actions_wait_too(company: Company) -> None:
    account = company.account("Lead")
    company.process(company.named("Boss"), trigger="create")
    company.process(company.named("Boss"), trigger="delete")
    company.process(company.named("Boss"), trigger="action", action="assign")
    with pytest.raises(ApprovalNeeded), changes(company["Rep"], "create") as tx:
        tx.create("account", {"name": "New"})
    made = company.ask("Rep", None, "create", input={"name": "New"})
    assert company.see("Boss", made)["title"] == "New"
    company.agree("Boss", made)
    record = company.see("Rep", made)["record"]
    model: Any = registry.get("account").model
    assert model._base_manager.get(pk=record).owner_id == company.ids["Rep"]
    gone = company.ask("Rep", record, "delete")
    company.agree("Boss", gone)
    assert model._base_manager.get(pk=record).deleted_at is not None
    owner = {"owner": str(company.ids["Rep"])}
    with pytest.raises(ApprovalNeeded), changes(company["Lead"], "assign") as tx:
        tx.run("account", account.id, "assign", owner)
    given = company.ask("Lead", account.id, "assign", input=owner)
    company.agree("Boss", given)
    account.refresh_from_db()
    assert account.owner_id == company.ids["Rep"]


def test_the_preview_names_people_in_order_and_keeps_nothing(company: Company) -> None:
    company.process(
        {"kind": "superiors", "level": 5}, company.named("Lead", "Fay"), company.named("Rep"), company.named("Gus")
    )
    account = company.account()
    found = actions.preview(
        company["Rep"], Asking(object="account", record=account.id, action="update", input={"industry": "software"})
    )
    assert [[each["name"] for each in step["people"]] for step in found["steps"]] == [
        ["Lead", "Boss"], ["Fay"], [], ["Gus"]
    ]  # fmt: skip
    assert queries.of_record(company["Rep"], "account", account.id)["cases"] == []
    case = company.ask("Rep", account.id)
    assert [(line["field"], line["after"]) for line in found["changes"]] == [("industry", "software")]
    assert company.see("Fay", case)["changes"] == found["changes"]
    for who in ("Lead", "Boss", "Fay", "Gus"):
        assert company.waiting(case) == [who]
        company.agree(who, case)
    assert company.see("Rep", case)["state"] == "passed"


def test_an_import_is_told_that_approval_is_needed(company: Company) -> None:
    company.process(company.named("Boss"), trigger="create")
    with changes(company["Root"], "import") as tx:
        (verdict,) = tx.batch("account").rows([(None, None, {"name": "New"})])
    assert verdict.error is not None
    assert verdict.error.code == "approval_needed"


def test_a_key_field_changed_afterwards_asks_again(company: Company) -> None:
    company.process(company.named("Boss"), trigger="manual", key_fields=["level"])
    account = company.account()
    change(company, "Rep", account, level="a")
    company.agree("Boss", company.ask("Rep", account.id, "manual"))
    change(company, "Rep", account, name="Other")
    with pytest.raises(ApprovalNeeded):
        change(company, "Rep", account, level="b")


def test_what_is_in_the_way_at_the_end_gives_it_back(company: Company) -> None:
    company.process(company.named("Boss"), fields=["industry"])
    account = company.account()
    case = company.ask("Rep", account.id)
    put_owner(account, company.ids["Fay"])
    company.agree("Boss", case)
    found = company.see("Root", case)
    assert found["state"] == "returned"
    assert found["problem"]
    assert industry(account) is None


def put_owner(account: Any, owner: Any) -> None:
    """Take the record away from its owner behind the engine's back: an upgrade or a repair does so."""
    running = queries.gating._known(registry.get("account"), [account.id])[0][account.id]["id"]
    with hold.carrying(running):
        put("account", account.id, owner=owner)


def test_nobody_found_is_for_the_administrators_or_passes(company: Company) -> None:
    company.process({"kind": "superior", "level": 9})
    case = company.ask("Rep", company.account().id)
    assert company.waiting(case) == ["Root"]
    company.agree("Root", case)
    with changes(company["Root"], "off") as tx:
        for process in registry.get("approval_process").model._base_manager.all():
            tx.set("approval_process", process.pk, {"active": False})
    company.process({"kind": "superior", "level": 9, "nobody": "pass"})
    account = company.account()
    company.ask("Rep", account.id)
    assert industry(account) == "software"


def test_a_disabled_persons_part_goes_to_the_superior_with_a_note(company: Company) -> None:
    company.process(company.named("Fay"), company.named("Lead"))
    case = company.ask("Rep", company.account().id)
    put("user", company.ids["Lead"], state="disabled")
    company.agree("Fay", case)
    assert company.waiting(case) == ["Boss"]
    (task,) = company.see("Root", case)["steps"][1]["tasks"]
    assert task["note"] == "disabled"


def test_a_deputy_decides_during_leave(company: Company) -> None:
    company.process(company.named("Boss"))
    since, until = "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"
    add("delegation", owner=company.ids["Boss"], to=company.ids["Gus"], since=since, until=until)
    case = company.ask("Rep", company.account().id)
    assert company.waiting(case) == ["Gus"]
    with pytest.raises(Missing):
        company.agree("Lead", case)
    company.agree("Gus", case)
    assert company.see("Rep", case)["state"] == "passed"


def test_handing_on(company: Company) -> None:
    company.process(company.named("Boss"))
    account = company.account()
    case = company.ask("Rep", account.id)
    with pytest.raises(Invalid):
        actions.hand_on(company["Boss"], case, HandOn(to=company.ids["Rep"]))
    actions.hand_on(company["Boss"], case, HandOn(to=company.ids["Gus"]))
    assert told(company, account, "x:approval_handed_on_by") == [("Boss", ["Gus"])]
    with pytest.raises(Conflict):
        company.agree("Boss", case)
    company.agree("Gus", case)
    assert company.see("Rep", case)["state"] == "passed"


def told(company: Company, account: Any, verb: str) -> list[tuple[str, list[str]]]:
    """(who, whom) of the lines of that kind on an account's timeline, as its owner reads it."""
    line = timeline(company["Rep"], registry.get("account"), account.id)["items"]
    named = [(each["actor"], each["data"]["people"]) for each in line if each["verb"] == verb]
    return [(who["title"], [each["title"] for each in whom]) for who, whom in named]


@pytest.mark.parametrize("where", ["before", "with", "after"])
def test_asking_others_too(company: Company, where: Any) -> None:
    company.process(company.named("Boss"), company.named("Gus"))
    account = company.account()
    case = company.ask("Rep", account.id)
    actions.add_signer(company["Boss"], case, AddSigner(people=[company.ids["Fay"]], where=where))
    assert told(company, account, "x:approval_added_by") == [("Boss", ["Fay"])]
    assert company.waiting(case) == (["Boss", "Fay"] if where == "with" else ["Fay"])
    company.agree("Fay", case)
    if where != "after":
        assert company.waiting(case) == ["Boss"]
        company.agree("Boss", case)
    assert company.waiting(case) == ["Gus"]
    company.agree("Gus", case)
    assert company.see("Rep", case)["state"] == "passed"


def test_returned_to_the_initiator_it_can_be_changed_and_goes_on_or_begins_again(company: Company) -> None:
    process = company.process(company.named("Boss"), company.named("Gus"))
    account = company.account()
    case = company.ask("Rep", account.id)
    company.agree("Boss", case)
    actions.send_back(company["Gus"], case, SendBack(opinion="why?"))
    change_other = company.see("Rep", case)
    assert {way for way, open in change_other["can"].items() if open} == {"withdraw", "resubmit", "copy"}
    with pytest.raises(Missing):
        actions.resubmit(company["Lead"], case, Resubmission())
    actions.resubmit(company["Rep"], case, Resubmission(input={"industry": "finance"}))
    assert company.waiting(case) == ["Boss"]
    company.agree("Boss", case)
    put("approval_process", process.id, again="resume")  # too late for a case that runs
    actions.send_back(company["Gus"], case, SendBack(again="resume"))
    actions.resubmit(company["Rep"], case, Resubmission())
    assert company.waiting(case) == ["Gus"]
    company.agree("Gus", case)
    assert industry(account) == "finance"


def test_returned_to_an_earlier_step(company: Company) -> None:
    company.process(company.named("Boss"), company.named("Fay"), company.named("Gus"))
    case = company.ask("Rep", company.account().id)
    company.agree("Boss", case)
    company.agree("Fay", case)
    with pytest.raises(Invalid):
        actions.send_back(company["Gus"], case, SendBack(step="n2"))
    actions.send_back(company["Gus"], case, SendBack(step="n1"))
    assert company.waiting(case) == ["Fay"]
    company.agree("Fay", case)
    company.agree("Gus", case)
    assert company.see("Rep", case)["state"] == "passed"


def test_withdrawing_until_the_first_decision(company: Company) -> None:
    company.process(company.named("Boss"), company.named("Gus"))
    account = company.account()
    case = company.ask("Rep", account.id)
    with pytest.raises(Missing):
        actions.withdraw(company["Lead"], case, Opinion())
    actions.withdraw(company["Rep"], case, Opinion())
    assert company.see("Rep", case)["state"] == "withdrawn"
    case = company.ask("Rep", account.id)
    company.agree("Boss", case)
    with pytest.raises(Conflict, match="decided already"):
        actions.withdraw(company["Rep"], case, Opinion())


def test_urging_once_in_a_while(company: Company) -> None:
    company.process(company.named("Boss"))
    case = company.ask("Rep", company.account().id)
    actions.urge(company["Rep"], case, Opinion())
    assert queries.mine(company["Boss"])["open"][0]["urged_at"]
    with pytest.raises(Conflict):
        actions.urge(company["Rep"], case, Opinion())


def test_the_initiator_chooses(company: Company) -> None:
    offered = [str(company.ids[name]) for name in ("Fay", "Gus")]
    company.process({"kind": "choice", "people": offered})
    account = company.account()
    with pytest.raises(Invalid, match="Choose who"):
        company.ask("Rep", account.id)
    with pytest.raises(Invalid, match="among"):
        company.ask("Rep", account.id, chosen={"n0": [company.ids["Boss"]]})
    case = company.ask("Rep", account.id, chosen={"n0": [company.ids["Gus"]]})
    assert company.waiting(case) == ["Gus"]


def test_branches_and_copies(company: Company) -> None:
    big = {"field": "industry", "op": "eq", "value": "software"}
    company.process(
        {
            "kind": "branch",
            "branches": [
                {"when": big, "steps": [{"id": "b", **company.named("Boss")}]},
                {"steps": [{"id": "o", **company.named("Gus")}]},
            ],
        },
        {"kind": "copy", "people": [str(company.ids["Fay"])]},
    )
    one = company.ask("Rep", company.account().id)
    assert company.waiting(one) == ["Boss"]
    company.agree("Boss", one)
    assert [each["task"]["state"] for each in queries.mine(company["Fay"])["copied"]] == ["noted"]
    other = company.ask("Rep", company.account().id, input={"industry": "finance"})
    assert company.waiting(other) == ["Gus"]


def test_what_was_seen_is_kept_by_the_field_rights_of_whoever_decided(company: Company) -> None:
    company.process(company.named("Fay"))
    role = add(
        "role", name={"en": "Masked"}, grants={"account": {"read": "own"}}, fields={"account": {"phone": "masked"}}
    )
    put("user", company.ids["Fay"], roles=[str(role.id)])
    account = company.account(phone="13812345678")
    case = company.ask("Rep", account.id)
    seen = company.see("Fay", case)["changes"]
    assert [(row["field"], row["before"], row["after"]) for row in seen] == [("industry", None, "software")]
    company.agree("Fay", case)
    kept = Exhibit.objects.get(pk=ApprovalTask.objects.get(case=case).id).data
    assert kept["after"]["industry"] == "software"
    assert kept["before"]["phone"].keys() == {"masked"}
    assert "13812345678" not in str(kept)


def test_strangers_learn_nothing(company: Company) -> None:
    company.process(company.named("Boss"))
    account = company.account("Lead")
    case = company.ask("Lead", account.id)
    with pytest.raises(Missing):
        queries.one(company["Rep"], case)
    with pytest.raises(Missing):
        company.agree("Rep", case)


def test_nobody_writes_cases_by_hand(company: Company) -> None:
    company.process(company.named("Boss"))
    case = company.ask("Rep", company.account().id)
    with pytest.raises(Denied), changes(company["Root"], "set") as tx:
        tx.set("approval_case", case, {"state": "passed"})
    with pytest.raises(Denied), changes(company["Root"], "delete") as tx:
        tx.delete("approval_case", case)
