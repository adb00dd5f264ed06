"""Assignment rules over HTTP: what a form says, what whoever made a record learns, what a trial tells."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.core.access.actor import Actor, Scope, system
from haoke.core.records import changes
from tests.api.test_records import Client

pytestmark = pytest.mark.django_db
admin = Client(system("api"))
FAIR = {"field": "source", "op": "eq", "value": "exhibition"}


def person(name: str) -> Actor:
    with changes(system("test"), "create") as tx:
        role = tx.add("role", {"name": {"en": name}, "grants": {"*": {"*": "own"}}})
        user = tx.add("user", {"name": name, "email": f"{name}@example.com", "state": "active", "roles": [role.id]})
    return Actor(id=user.id, name=name, grants={"*": {"*": Scope.OWN}})


def rule(*people: Actor, **values: Any) -> dict[str, Any]:
    given = {"name": "R", "object": "lead", "to_users": [str(each.id) for each in people], **values}
    status, made = admin("POST", "assignment-rules", given)
    assert status == 201, made
    return dict(made)


def test_a_trial_tells_who_would_get_what_and_why() -> None:
    ann, bob = person("ann"), person("bob")
    made = [admin("POST", "leads", {"name": name, "source": "exhibition"})[1]["id"] for name in ("A", "B", "C")]
    admin("POST", "leads", {"name": "D", "source": "website"})
    rule(bob, active=True, order=9, most=1)
    draft = {"name": "Fairs", "order": 1, "condition": FAIR, "to_users": [str(ann.id), str(bob.id)]}
    status, found = admin("POST", "assignment-trials", {"object": "lead", "rule": draft})
    assert (status, found["checked"], found["unmatched"]) == (200, 4, 0)
    assert {each["person"]["title"]: each["count"] for each in found["people"]} == {"ann": 2, "bob": 2}
    first = next(each for each in found["items"] if each["record"]["id"] == made[0])
    assert (first["rule"], first["to"]["title"], first["outcome"]) == ("Fairs", "ann", "given")
    assert first["why"][0]["label"]
    assert first["why"][0]["value"] == "exhibition"
    some = admin("POST", "assignment-trials", {"object": "lead", "rule": draft, "ids": made[:1]})[1]
    assert (some["checked"], some["days"]) == (1, None)
    assert admin("GET", f"leads/{made[0]}")[1]["owner"] is None, "nothing was done"


def test_a_trial_of_what_cannot_be_is_refused() -> None:
    for body in (
        {"object": "nothing"},
        {"object": "activity"},
        {"object": "lead", "rule": {"condition": {"field": "no_such", "op": "eq", "value": 1}}},
        {"object": "lead", "rule": {"by": "magic"}},
        {"object": "lead", "rule": {"ways": ["magic"]}},
        {"object": "lead", "rule": {"most": 0}},
    ):
        status, found = admin("POST", "assignment-trials", body)
        assert status == 422, (body, found)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"object": "activity"}, "object"),
        ({"condition": {"related": "activities", "op": "some"}}, "condition"),
        ({"condition": {"field": "owner", "op": "eq", "value": "me"}}, "condition"),
        ({"active": True, "to_users": []}, "to_users"),
        ({"most": 0}, "most"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(values: dict[str, Any], field: str) -> None:
    status, found = admin("POST", "assignment-rules", {"name": "R", "object": "lead", **values})
    assert (status, found["errors"][0]["field"]) == (422, field), found


def test_a_form_says_that_it_wants_it_and_learns_only_whose_it_is() -> None:
    ann, bob = person("ann"), person("bob")
    rule(ann, active=True)
    grants = {"lead": {"*": Scope.OWN}, "user": {"read": Scope.ALL}}
    seller = Client(Actor(id=bob.id, grants=grants, via="web"))
    described = {each["key"]: each["by_rules"] for each in seller("GET", "meta")[1]["objects"]}
    assert described["lead"]
    assert not described.get("account")
    assert seller("POST", "leads", {"name": "Kept"})[1]["owner"]["id"] == str(bob.id)
    status, given = seller("POST", "leads", {"name": "Given"}, **{"Haoke-Owner": "rules"})
    assert (status, given) == (201, {"id": given["id"], "owner": {"id": str(ann.id), "title": "ann"}})
    assert seller("GET", f"leads/{given['id']}")[0] == 404
    entries = admin("GET", f"leads/{given['id']}/log")[1]["items"]
    assert [each["verb"] for each in entries] == ["x:given", "create"]
    assert entries[0]["data"]["people"] == [{"id": str(ann.id), "title": "ann"}]
