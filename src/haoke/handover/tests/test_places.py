"""Positions, rules and routes that name a leaver: passed on by the job that passes his records, and taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from tests.api.test_records import Client

from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.handover.models import Handover
from haoke.handover.queries.places import put
from haoke.handover.tests.scene import Team, told
from haoke.handover.tests.test_leaver import good
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db


class Placed(Team):
    """With where Lee is named: {object: id}."""

    made: dict[str, UUID]


@pytest.fixture
def team() -> Placed:
    """Lee heads a department, stands above Anna and Bert, keeps a pool, is asked in a route and given to by rules."""
    team = Placed()
    lee, anna, fay = (team.ids[name] for name in ("Lee", "Anna", "Fay"))
    condition = {"field": "owner", "op": "eq", "value": str(lee)}
    steps = [
        {"id": "a", "kind": "people", "people": [str(lee), str(anna)], "when": {**condition, "field": "created_by"}},
        {"id": "b", "kind": "branch", "branches": [{"steps": [{"id": "c", "kind": "people", "people": [str(lee)]}]}]},
    ]
    with changes(system("test"), "scene") as tx:
        team.made = {
            "department": tx.add("department", {"name": "East", "head": lee}).id,
            "pool": tx.add("pool", {
                "name": {"en": "Sea"}, "object": "account", "administrators": [lee, anna], "member_users": [lee, fay],
                "owner": None,
            }).id,
            "assignment_rule": tx.add("assignment_rule", {
                "name": "Turns", "object": "lead", "to_users": [fay, lee], "fallback": lee, "active": True,
            }).id,
            "approval_process": tx.add("approval_process", {
                "name": {"en": "Big"}, "object": "account", "nodes": steps, "active": False,
            }).id,
        }  # fmt: skip
        for name in ("Anna", "Bert"):
            tx.set("user", team.ids[name], {"manager": lee})
        tx.set("user", lee, {"manager": team.ids["Boss"]})
    return team


def row(team: Placed, key: str) -> dict[str, Any]:
    with changes(system("test"), "look") as tx:
        return dict(vars(tx.get(key, team.made[key], "read")))


def passed(team: Placed, who: str, rest: str) -> tuple[Client, str, dict[str, Any]]:
    """Tried and carried out: (client, path, the distribution)."""
    team.leaves()
    client, path = Client(team(who)), f"handovers/{Handover.objects.get().id}"
    plan = {"people": [{"to": str(team.ids[rest])}], "rest": str(team.ids[rest])}
    tried = good(client("POST", f"{path}/preview", plan))
    assert tried["refused"] == 0
    return client, path, good(client("POST", f"{path}/run", {}))


def manager(team: Placed, name: str) -> UUID:
    with changes(system("test"), "look") as tx:
        return UUID(str(tx.get("user", team.ids[name], "read").manager_id))


def test_a_successor_stands_where_he_stood_and_taken_back_he_stands_there_again(team: Placed) -> None:
    lee, anna, fay = (team.ids[name] for name in ("Lee", "Anna", "Fay"))
    client, path, run = passed(team, "Root", "Anna")
    named = {line["object"]: (line["done"], line["to"]["title"]) for line in run["lines"] if line["named"]}
    assert named == {
        "department": (1, "anna"), "user": (2, "anna"), "pool": (1, "anna"), "assignment_rule": (1, "anna"),
        "approval_process": (1, "anna"),
    }  # fmt: skip
    assert row(team, "department")["head_id"] == anna
    pool, rule = row(team, "pool"), row(team, "assignment_rule")
    assert (pool["administrators"], pool["member_users"]) == ([anna], [anna, fay])  # nobody twice
    assert (rule["to_users"], rule["fallback_id"]) == ([fay, anna], anna)
    first, branch = row(team, "approval_process")["nodes"]
    assert first["people"] == [str(anna)]
    assert first["when"]["value"] == str(lee)  # what conditions compare with is no place
    assert branch["branches"][0]["steps"][0]["people"] == [str(anna)]
    assert (manager(team, "Bert"), manager(team, "Anna")) == (anna, team.ids["Boss"])  # she stands above herself not

    # Without a record she is told all the same, and what of; undone, there is nothing to be told.
    told()
    successor = Client(team("Anna"))
    (notice,) = good(successor("GET", "notices"))["items"]
    assert (notice["plural"], "安排您接替" in notice["text"]) == ("handovers", True)
    (received,) = good(successor("GET", "briefings"))["items"]
    brief = good(successor("GET", f"briefings/{received['id']}"))
    assert (brief["records"], brief["count"], brief["approvals"]) == (0, 0, 0)
    assert sorted(each["count"] for each in brief["places"]) == [1, 1, 1, 1, 2]

    items = good(client("GET", f"{path}/items"))["items"]
    assert {each["object"] for each in items} == named.keys()
    assert [each for each in good(client("GET", path))["named"] if each["passes"]] == []
    good(client("PATCH", f"departments/{team.made['department']}", {"name": "Far East"}))
    undone = good(client("POST", f"{path}/undo", {}))
    assert [each["object"] for each in undone["result"]["kept"]] == ["department"]
    assert row(team, "department")["head_id"] == anna  # edited since: left as it is
    assert row(team, "pool")["administrators"] == [lee, anna]
    assert row(team, "assignment_rule")["to_users"] == [fay, lee]
    assert manager(team, "Anna") == lee
    assert good(successor("GET", "briefings"))["items"] == []


def test_a_superior_passes_only_what_he_may_change_and_administrators_are_told(team: Placed) -> None:
    """No records at all, and yet it waits: with his superior, while administrators hear of what only they can do."""
    run = passed(team, "Boss", "Boss")[2]
    assert run["lines"] == []
    assert row(team, "pool")["administrators"] == [team.ids["Lee"], team.ids["Anna"]]
    told()
    root = good(Client(team("Root"))("GET", "notices"))["items"]
    assert root == []  # who switched him off knows
    other = scene.person("other", "administrator")
    team.ids["Other"] = other
    team.leaves(state="active")
    team.leaves()
    told()
    (notice,) = good(Client(team("Other"))("GET", "notices"))["items"]
    assert notice["plural"] == "handovers"


def test_what_is_put_in_documents() -> None:
    lee, anna = "00000000-0000-7000-8000-0000000000aa", "00000000-0000-7000-8000-0000000000bb"
    when = {"field": "owner", "op": "eq", "value": lee}
    document = {"values": {"owner": lee}, "people": [anna, lee, "x"], "when": when}
    wanted = {"values": {"owner": anna}, "people": [anna, "x"], "when": when}
    assert put(document, UUID(lee), UUID(anna)) == wanted
