"""Whoever is told of a record he may not see asks its owner; nothing of it comes back but what is given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from haoke.core.access.actor import Actor, Scope, system
from haoke.core.records import changes
from haoke.core.search.tests.test_finding import make, user
from haoke.dataquality.actions import asking
from haoke.dataquality.objects import ERASED
from tests.api.test_records import Client

pytestmark = pytest.mark.django_db
LINE, SECRET = "0755-28780808", "Canary Kestrel Ltd"
OWN = {"account": {"*": Scope.OWN}}


def rule(step: str, *ways: str) -> None:
    steps = {way: dict.fromkeys(("mine", "other", "pool", "locked"), step) for way in ways or ("api",)}
    tree = {"any": [{"field": "phone", "with": "phone", "by": "phone"}]}
    make("duplicate_rule", name={"en": "R"}, object="account", other="account", conditions=tree, actions=steps)


def client(name: str) -> Client:
    """Somebody who may sign in, with what is his own."""
    who = user(name)
    with changes(system(), "scene") as tx:
        tx.set("user", who, {"state": "active"})
    return Client(Actor(id=who, grants=OWN, via="api"))


def id_of(who: Client) -> UUID:
    assert who.actor is not None
    return who.actor.id


@pytest.fixture
def owner() -> Client:
    return client("Ben")


@pytest.fixture
def asker() -> Client:
    return client("Ann")


@pytest.fixture
def hidden(owner: Client) -> UUID:
    rule("block")
    return make("account", name=SECRET, phone=LINE, uscc="914403001922038216", owner=id_of(owner))


def met(who: Client) -> dict[str, Any]:
    """The one hit a write of the same line meets."""
    status, problem = who("POST", "accounts", {"name": "Mine", "phone": LINE})
    assert (status, problem["code"]) == (409, "duplicates")
    assert SECRET not in str(problem)
    hit: dict[str, Any] = problem["duplicates"]["hits"][0]
    return hit


def asked(who: Client, hit: int, status: int = 201) -> int:
    body = {"hit": hit, "object": "account", "title": "Mine", "words": "They called me"}
    found, answer = who("POST", "owner-requests", body)
    assert found == status, answer
    return int(answer.get("id", 0))


def listed(who: Client, mine: str = "false") -> list[dict[str, Any]]:
    status, found = who("GET", f"owner-requests?mine={mine}")
    assert status == 200, found
    return list(found["items"])


def answered(who: Client, request: int, answer: str, reason: str = "") -> tuple[int, Any]:
    status, found = who("POST", f"owner-requests/{request}/answer", {"answer": answer, "reason": reason})
    return status, found


def told(person: UUID) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data ->> 'news' FROM log.entry WHERE verb = 'x:tell' AND data -> 'to' ? %s ORDER BY id",
            [str(person)],
        )
        return [row[0] for row in cursor.fetchall()]


def test_the_owner_is_told_who_asks_for_what_and_shares(hidden: UUID, owner: Client, asker: Client) -> None:
    request = asked(asker, met(asker)["ask"])
    [waiting] = listed(owner)
    assert (waiting["by"]["title"], waiting["own_title"], waiting["words"]) == ("Ann", "Mine", "They called me")
    assert (waiting["record"]["id"], waiting["shares"], told(id_of(owner))) == (str(hidden), True, ["asked"])
    assert asker("GET", f"accounts/{hidden}")[0] == 404
    assert answered(owner, request, "share")[0] == 204
    assert asker("GET", f"accounts/{hidden}")[1]["name"] == SECRET
    [mine] = listed(asker, "true")
    assert (mine["state"], mine["record"]["title"], told(id_of(asker))) == ("shared", SECRET, ["answered"])
    assert answered(owner, request, "refuse", "late")[1]["code"] == "answered"


def test_refused_with_a_reason_nothing_comes_back(hidden: UUID, owner: Client, asker: Client) -> None:
    request = asked(asker, met(asker)["ask"])
    before = listed(asker, "true")
    assert answered(owner, request, "refuse")[0] == 422
    assert answered(owner, request, "refuse", "Talks go on")[0] == 204
    [mine] = listed(asker, "true")
    assert (mine["state"], mine["answer"], mine["record"], mine["title"]) == ("refused", "Talks go on", None, None)
    for leak in (SECRET, str(hidden), LINE):
        assert leak not in str(before) + str(mine)
    assert asker("GET", f"accounts/{hidden}")[0] == 404


def test_handed_over_it_is_the_askers(hidden: UUID, owner: Client, asker: Client) -> None:
    request = asked(asker, met(asker)["ask"])
    owner.actor = Actor(id=id_of(owner), grants={"account": {"*": Scope.OWN, "assign": Scope.ALL}}, via="api")
    status, problem = answered(owner, request, "hand_over", "Yours")
    assert status == 204, problem
    assert asker("GET", f"accounts/{hidden}")[1]["owner"]["id"] == str(id_of(asker))


def test_only_ones_own_hit_of_today_is_asked_for_once_and_not_too_often(
    hidden: UUID, owner: Client, asker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hit, stranger = met(asker)["ask"], client("Eve")
    asked(stranger, hit, 404)
    asked(asker, hit + 1000, 404)
    request = asked(asker, hit)
    assert asked(asker, hit) == request
    assert len(told(id_of(owner))) == 1
    for who in (stranger, asker):
        assert answered(who, request, "share")[0] == 404
    assert listed(stranger) == listed(stranger, "true") == []
    monkeypatch.setattr(asking, "MOST_A_DAY", 1)
    asked(asker, met(asker)["ask"], 429)
    assert hidden


def test_of_what_stands_in_a_pool_its_administrators_are_asked(asker: Client) -> None:
    rule("block")
    keeper = client("Keeper")
    make("pool", name={"en": "Sea"}, object="account", administrators=[id_of(keeper)], active=True)
    record = make("account", name=SECRET, phone=LINE, owner=None)
    hit = met(asker)
    assert (hit["owner"], hit["id"]) == (None, None)
    request = asked(asker, hit["ask"])
    [waiting] = listed(keeper)
    assert (waiting["title"], waiting["record"], waiting["shares"]) == (SECRET, None, False)
    assert answered(keeper, request, "share")[0] == 403
    status, problem = answered(keeper, request, "hand_over")
    assert status == 204, problem
    assert asker("GET", f"accounts/{record}")[1]["owner"]["id"] == str(id_of(asker))


def test_a_reason_by_the_api_stands_in_the_log(owner: Client, asker: Client) -> None:
    rule("reason")
    make("account", name=SECRET, phone=LINE, owner=id_of(owner))
    met(asker)
    status, made = asker("POST", "accounts", {"name": "Mine", "phone": LINE}, **{"Haoke-Duplicates": "another%20site"})
    assert status == 201, made
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM log.entry WHERE record = %s AND verb = 'create'", [made["id"]])
        assert cursor.fetchone() == ("another site",)


def test_erasing_a_person_empties_what_was_written_of_him(hidden: UUID, owner: Client, asker: Client) -> None:
    request = asked(asker, met(asker)["ask"])
    given: dict[str, Any] = {"records": [hidden], "pattern": "nobody", "object": "account", "record": str(hidden)}
    where, sets = ERASED[0].where, ERASED[0].sets
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {ERASED[0].table} SET {sets} WHERE {where}", given)
        assert cursor.rowcount == 1
    [waiting] = listed(owner)
    assert (waiting["id"], waiting["own_title"], waiting["words"]) == (request, "", "")


def test_a_request_goes_along_with_a_merge_and_rests_with_what_is_deleted(
    hidden: UUID, owner: Client, asker: Client
) -> None:
    request, boss = asked(asker, met(asker)["ask"]), Client(system("api"))
    stays = str(make("account", name="Kestrel Group", owner=id_of(owner)))
    status, said = boss("POST", f"accounts/{stays}/merge", {"with": str(hidden)})
    assert status == 200, said
    assert [(each["id"], each["record"]["id"]) for each in listed(owner)] == [(request, stays)]
    version = boss("GET", f"accounts/{stays}")[1]["version"]
    boss("DELETE", f"accounts/{stays}", {"version": version})
    [closed] = listed(asker, "true")
    assert (closed["state"], bool(closed["answer"]), closed["record"], listed(owner)) == ("closed", True, None, [])
    boss("POST", f"accounts/{stays}/restore", {})
    assert (listed(asker, "true")[0]["state"], answered(owner, request, "share")[0]) == ("open", 204)
