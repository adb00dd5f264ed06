"""A process tried before it is saved: who would decide about a record there is, and what is wrong with its steps."""

from __future__ import annotations

from typing import Any, Literal
from uuid import uuid4

import pytest

from haoke.approvals import actions, queries
from haoke.approvals.actions import Draft
from haoke.approvals.tests.scene import Company, add, put
from haoke.core.errors import Denied, Missing, Refused
from haoke.core.records import changes
from haoke.core.spec import RuleBroken
from haoke.core.text import speaking

pytestmark = pytest.mark.django_db
BIG = {"field": "name", "op": "contains", "value": "Big"}


@pytest.fixture
def company() -> Company:
    return Company()


def tried(company: Company, who: str = "Root", *nodes: dict[str, Any], **values: Any) -> dict[str, Any]:
    steps = [{"id": f"n{at}", **node} for at, node in enumerate(nodes)]
    return actions.trial(company[who], Draft(**{"object": "account", "nodes": steps, **values}))


def wrong(company: Company, *nodes: dict[str, Any], **values: Any) -> list[tuple[str, str]]:
    with pytest.raises(RuleBroken) as broken:
        tried(company, "Root", *nodes, **values)
    return [(each.field, each.code) for each in broken.value.problems]


def test_the_path_is_that_of_the_records_owner(company: Company) -> None:
    found = tried(company, "Root", {"kind": "superior", "level": 1}, record=company.account().id, condition=BIG)
    assert (found["holds"], found["asker"]["name"]) == (False, "Rep")
    assert [[each["name"] for each in step["people"]] for step in found["steps"]] == [["Lead"]]


def test_by_role_the_superiors_superior_and_superiors_up_to_a_role(company: Company) -> None:
    readers, managers = (str(company[name].roles[0]) for name in ("Fay", "Lead"))
    steps = ({"kind": "superior", "level": 2}, {"kind": "role", "role": readers})
    found = tried(company, "Root", *steps, record=company.account().id)["steps"]
    assert [{each["name"] for each in step["people"]} for step in found] == [{"Boss"}, {"Fay", "Gus"}]
    up = tried(company, "Root", {"kind": "superiors", "role": managers}, record=company.account().id)["steps"]
    assert [[each["name"] for each in step["people"]] for step in up] == [["Lead"]]


def test_somebody_else_may_be_supposed_to_ask(company: Company) -> None:
    account = company.account(name="Big one").id
    found = tried(company, "Root", {"kind": "superior"}, record=account, condition=BIG, asker=company.ids["Lead"])
    assert found["holds"]
    assert found["steps"][0]["people"][0]["name"] == "Boss"


def test_nobody_who_cannot_sign_in_is_supposed_to_ask(company: Company) -> None:
    account = company.account().id
    put("user", company.ids["Rep"], state="disabled")
    assert tried(company, "Root", company.named("Boss"), record=account)["asker"]["name"] == "Root"
    with pytest.raises(Missing):
        tried(company, "Root", company.named("Boss"), record=account, asker=company.ids["Rep"])


def test_a_step_left_to_the_initiator_is_open(company: Company) -> None:
    found = tried(company, "Root", {"kind": "choice", "name": "Who?"}, record=company.account().id)
    assert found["choose"] == [{"id": "n0", "name": "Who?"}]


def test_what_is_wrong_is_said_of_its_step(company: Company) -> None:
    branch = {"kind": "branch", "branches": [{"when": {"field": "nothing", "op": "eq", "value": 1}, "steps": []}]}
    found = wrong(company, {"kind": "people"}, branch, {"kind": "role"}, condition={"field": "x", "op": "eq"})
    assert [field for field, _ in found] == ["nodes.n0", "nodes.n1", "nodes.n2", "condition"]
    assert wrong(company, object="nothing") == [("object", "not_found")]
    assert wrong(company, object="approval_case") == [("object", "not_found")]


def test_more_than_could_be_saved_is_not_tried(company: Company) -> None:
    deep: dict[str, Any] = {"kind": "branch", "branches": []}
    for at in range(40):
        deep = {"id": f"x{at}", "kind": "branch", "branches": [{"steps": [deep]}]}
    assert wrong(company, deep) == [("nodes", "too_deep")]


def test_without_a_record_only_the_sense_is_tried(company: Company) -> None:
    assert tried(company, "Root", company.named("Boss")) == {}


def test_only_who_may_make_processes_tries_them_and_only_on_what_he_sees(company: Company) -> None:
    with pytest.raises((Denied, Missing)):
        tried(company, "Rep", company.named("Boss"))
    with pytest.raises(Refused):
        tried(company, "Root", company.named("Boss"), record=uuid4())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_template_makes_a_process_that_can_be_used_at_once(
    company: Company, language: Literal["en", "zh"]
) -> None:
    with speaking(language):
        found = queries.offered(company["Root"])
    assert {"discount", "contract", "win", "new_partner", "delete_customer"} <= {each["code"] for each in found}
    for each in found:
        given = {name: value for name, value in each.items() if name not in ("code", "description")}
        with changes(company["Root"], "create") as tx:
            made = tx.create("approval_process", {**given, "active": True})
        assert set(made.name) == {"en", "zh"}


def test_templates_are_about_what_one_reads(company: Company) -> None:
    role = add("role", name={"en": "Narrow"}, grants={"account": {"*": "all"}})
    put("user", company.ids["Fay"], roles=[str(role.id)])
    assert {each["object"] for each in queries.offered(company["Fay"])} == {"account"}
