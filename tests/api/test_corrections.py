"""Corrections: proposed by whoever sees a record but may not change it, decided by whoever may."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.log import timeline
from haoke.core.records import changes
from haoke.core.search.tests.test_finding import make, user
from tests.api.test_records import Client

pytestmark = pytest.mark.django_db
READS = {"*": {"read": Scope.ALL}}
OWN = {"*": {"*": Scope.OWN, "read": Scope.ALL}}


def acting(who: Client) -> Actor:
    assert who.actor is not None
    return who.actor


@pytest.fixture
def service() -> Client:
    return Client(Actor(id=user("Service"), grants=READS, via="api"))


@pytest.fixture
def owner() -> Client:
    return Client(Actor(id=user("Owner"), grants=OWN, via="api"))


@pytest.fixture
def account(owner: Client) -> str:
    return str(make("account", name="华阳电子", phone="0755-28780808", owner=acting(owner).id))


def proposed(who: Client, account: str, status: int = 201, reason: str = "", **values: Any) -> dict[str, Any]:
    found, answer = who("POST", "corrections", {"object": "account", "id": account, "values": values, "reason": reason})
    assert found == status, answer
    return dict(answer)


def listed(who: Client, query: str = "") -> list[dict[str, Any]]:
    status, answer = who("GET", f"corrections?{query}")
    assert status == 200, answer
    return list(answer["items"])


def decided(who: Client, *ids: str, state: str = "accepted", answer: str = "", **more: Any) -> dict[str, Any]:
    body = {"items": [{"id": each, **more} for each in ids], "state": state, "answer": answer}
    status, found = who("POST", "corrections/decisions", body)
    assert status == 200, found
    return dict(found)


def value(account: str, name: str) -> Any:
    return Client(system("api"))("GET", f"accounts/{account}")[1][name]


def test_who_sees_proposes_and_who_owns_accepts(service: Client, owner: Client, account: str) -> None:
    ids = proposed(service, account, phone="0755-28780809", level="a", reason="They moved")["ids"]
    (level, phone) = sorted(listed(owner), key=lambda each: str(each["field"]))
    assert (level["now"], level["value"], level["changed"]) == (None, "a", False)
    assert phone["now"]["e164"] == "+8675528780808"
    assert phone["value"]["e164"] == "+8675528780809"
    assert (phone["record"]["title"], phone["by"]["title"], phone["reason"]) == ("华阳电子", "Service", "They moved")
    assert listed(service) == []
    assert len(listed(service, "mine=true")) == 2
    assert decided(owner, *ids, version=phone["version"])["done"] == 1  # the second looked at another version
    (left,) = listed(owner)
    assert decided(owner, left["id"], version=left["version"]) == {"done": 1, "refused": []}
    assert value(account, "level") == "a"
    assert value(account, "phone")["e164"] == "+8675528780809"
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT actor, behalf FROM log.entry WHERE record = %s AND verb = 'update'", [account])
        assert cursor.fetchall() == [(acting(owner).id, acting(service).id)]
    assert decided(owner, ids[0])["refused"]


def test_both_are_told_and_the_timeline_keeps_still(service: Client, owner: Client, account: str) -> None:
    (made,) = proposed(service, account, level="a")["ids"]
    decided(owner, made, state="refused", answer="Not a key account")
    with connection.cursor() as cursor:
        cursor.execute("SELECT data ->> 'news', data -> 'to' ->> 0 FROM log.entry WHERE record = %s AND verb = 'x:tell'"
                       " ORDER BY id", [made])  # fmt: skip
        assert cursor.fetchall() == [("proposed", str(acting(owner).id)), ("refused", str(acting(service).id))]
    (told,) = listed(service, "mine=true&state=refused")
    assert (told["answer"], told["decided_by"]["title"]) == ("Not a key account", "Owner")
    items = timeline(acting(service), registry.get("account"), UUID(account))["items"]
    assert {each["kind"] for each in items} == {"log"}


def test_a_record_that_changed_since_is_shown_so(service: Client, owner: Client, account: str) -> None:
    (made,) = proposed(service, account, phone="0755-28780809")["ids"]
    with changes(acting(owner), "update") as tx:
        tx.update("account", UUID(account), {"phone": "0755-11112222"})
    (shown,) = listed(owner)
    assert shown["changed"]
    assert shown["was"] != shown["now"]
    assert decided(owner, made, version=1)["done"] == 0
    assert decided(service, made, state="withdrawn") == {"done": 1, "refused": []}
    assert listed(owner) == []


def test_what_cannot_be_proposed(service: Client, owner: Client, account: str) -> None:
    other = str(make("account", name="Hidden"))
    blind = Client(Actor(id=user("Blind"), grants={"account": {"read": Scope.OWN}}))
    half = Client(
        Actor(
            id=user("Half"), grants=READS, fields={"account": {"phone": FieldRight.MASKED, "level": FieldRight.HIDDEN}}
        )
    )
    proposed(blind, account, 404, level="a")
    proposed(half, account, 404, phone="0755-28780809")
    proposed(half, account, 404, level="a")
    for values in (
        {"level": "zz"},
        {"phone": "0755-28780808"},
        {"number": "X"},
        {"locked": True},
        {"parent": str(UUID(int=7))},
    ):
        proposed(service, account, 422, **values)
    assert proposed(service, account, parent=other)["ids"]
    proposed(service, account, 422, parent=other)
    proposed(owner, account, 422, level="a")


def test_only_who_may_change_the_field_decides(service: Client, owner: Client, account: str) -> None:
    (made,) = proposed(service, account, level="a")["ids"]
    closed = Client(Actor(id=acting(owner).id, grants=OWN, fields={"account": {"level": FieldRight.READ}}))
    stranger = Client(Actor(id=user("Stranger"), grants=OWN))
    for who in (closed, stranger, service):
        assert made not in [each["id"] for each in listed(who)]
        assert decided(who, made)["done"] == 0
    assert decided(stranger, made, state="withdrawn")["done"] == 0
    assert owner("POST", "corrections/decisions", {"items": [{"id": made}], "state": "refused"})[0] == 422
    assert value(account, "level") is None


STEWARD = {"*": {"read": Scope.ALL}, "correction": {"judge": Scope.ALL}}


@pytest.fixture
def steward() -> Client:
    return Client(Actor(id=user("Steward"), grants=STEWARD, via="api"))


def entries(account: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT actor, behalf, action, data -> 'o' ->> 'level', data -> 'n' ->> 'level' FROM log.entry"
            " WHERE record = %s AND verb = 'update' ORDER BY id", [account],
        )  # fmt: skip
        return list(cursor.fetchall())


def test_a_steward_decides_of_all_he_sees_and_writes_nothing_else(
    service: Client, steward: Client, account: str
) -> None:
    (made,) = proposed(service, account, level="a", reason="Buys much")["ids"]
    assert steward("PATCH", f"accounts/{account}", {"level": "a"})[0] == 403
    (shown,) = listed(steward)
    assert (shown["id"], shown["value"], shown["by"]["title"]) == (made, "a", "Service")
    assert decided(steward, made, version=shown["version"]) == {"done": 1, "refused": []}
    his, hers = acting(steward).id, acting(service).id
    assert entries(account) == [(his, hers, "accepted_correction", None, "a")]
    (done,) = listed(steward, "state=accepted")
    assert (done["decided_by"]["title"], done["was"]) == ("Steward", None)
    assert decided(steward, made, state="open")["done"] == 1
    assert (value(account, "level"), entries(account)[1]) == (None, (his, hers, "open_correction", "a", None))
    assert [each["id"] for each in listed(steward)] == [made]
    assert decided(steward, made, state="refused", answer="No")["done"] == 1
    assert [each["answer"] for each in listed(service, "mine=true&state=refused")] == ["No"]


def test_what_a_steward_does_not_judge(service: Client, steward: Client, owner: Client, account: str) -> None:
    person = str(user("Colleague"))
    (level,) = proposed(service, account, level="a")["ids"]
    (given,) = proposed(service, account, owner=person)["ids"]
    (called,) = service("POST", "corrections", {"object": "user", "id": person, "values": {"name": "Boss"}})[1]["ids"]
    who = acting(steward)
    blind = [
        Actor(id=who.id, grants=STEWARD, fields={"account": {"level": right}}, via="api")
        for right in (FieldRight.HIDDEN, FieldRight.MASKED)
    ]
    blind += [
        Actor(id=who.id, grants={**STEWARD, "account": {"read": Scope.OWN}}, via="api"),
        Actor(id=who.id, grants={**STEWARD, "correction": {"judge": Scope.OWN}}, via="api"),
        Actor(id=who.id, grants={"*": {"read": Scope.ALL, "*": Scope.NONE}}, via="api"),
        Actor(id=who.id, grants=STEWARD, key_scopes=("account:read", "correction:read"), via="api"),
    ]
    for each in map(Client, blind):
        assert level not in [one["id"] for one in listed(each)]
        assert decided(each, level)["done"] == 0
    assert [each["id"] for each in listed(steward)] == [level]
    assert decided(steward, given, called)["done"] == 0
    assert (value(account, "owner")["id"], value(account, "level")) == (str(acting(owner).id), None)
    giver = Client(Actor(id=acting(owner).id, grants={"*": {"*": Scope.ALL}}, via="api"))
    named = {each["id"]: each["value"] for each in listed(giver)}
    assert named[given] == {"id": person, "title": "Colleague"}


def test_own_decisions_are_taken_back_while_nobody_wrote_since(
    service: Client, steward: Client, owner: Client, account: str
) -> None:
    level, phone = sorted(proposed(service, account, level="a", phone="0755-28780809")["ids"])
    assert decided(owner, level, phone)["done"] == 2
    assert decided(steward, level, state="open")["refused"]
    with changes(acting(owner), "update") as tx:
        tx.update("account", UUID(account), {"level": "b"})
    answer = decided(owner, level, phone, state="open")
    assert (answer["done"], len(answer["refused"])) == (1, 1)
    assert (value(account, "level"), value(account, "phone")["e164"]) == ("b", "+8675528780808")


def test_corrections_follow_a_merge_and_rest_with_what_is_in_the_bin(
    service: Client, steward: Client, owner: Client, account: str
) -> None:
    twin = str(make("account", name="华阳电子", owner=acting(owner).id))
    (made,) = proposed(service, twin, level="a")["ids"]
    boss = Client(system("api"))
    status, answer = boss("POST", f"accounts/{account}/merge", {"with": twin})
    assert status == 200, answer
    assert [each["record"]["id"] for each in listed(steward)] == [account]
    version = boss("GET", f"accounts/{account}")[1]["version"]
    assert boss("DELETE", f"accounts/{account}", {"version": version})[0] in (200, 204)
    assert listed(steward) == listed(service, "mine=true") == listed(steward, "state=closed") == []
    assert decided(steward, made)["refused"]
    (told,) = listed(service, "mine=true&state=closed")
    assert (told["id"], told["value"], told["record"]["title"], told["was"]) == (made, "a", None, None)
    assert told["answer"]
    assert boss("POST", f"accounts/{account}/restore", {})[0] == 200
    assert [each["id"] for each in listed(steward)] == [made]
