"""The generic endpoints, called as the dispatcher is called, over accounts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from haoke.core.access.actor import Actor, Scope, system
from haoke.core.api.dispatch import serve
from haoke.core.api.openapi import document
from haoke.core.api.routes import routes
from haoke.core.ids import uuid7
from haoke.core.text import speaking

pytestmark = pytest.mark.django_db


class Client:
    """Calls the dispatcher for one actor, without a server around it."""

    def __init__(self, actor: Actor | None) -> None:
        self.actor = actor

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        content = b"" if body is None else body if isinstance(body, bytes) else orjson.dumps(body)
        request = RequestFactory().generic(method, f"/api/v1/{path}", content, "application/json", headers=headers)
        request.actor = self.actor  # type: ignore[attr-defined]  # what the middleware of identity does
        answer = serve(request, path.split("?", maxsplit=1)[0])
        assert isinstance(answer, HttpResponse)
        return answer.status_code, orjson.loads(answer.content) if answer.content else None


admin = Client(system("api"))


def test_a_record_is_made_read_changed_binned_and_restored() -> None:
    status, made = admin("POST", "accounts", {"name": "Anvil"})
    assert (status, made["name"], made["version"]) == (201, "Anvil", 1)
    one = f"accounts/{made['id']}"
    assert admin("GET", one)[1]["_can"]["update"] is True
    status, changed = admin("PATCH", one, {"name": "Hammer", "version": 1})
    assert (status, changed["name"], changed["version"]) == (200, "Hammer", 2)
    status, problem = admin("PATCH", one, {"name": "Tongs", "version": 1})
    assert (status, problem["code"], problem["current"]["name"]) == (409, "stale", "Hammer")
    assert admin("DELETE", one, {"version": 2})[0] == 200
    assert admin("GET", one)[0] == 404
    assert [row["id"] for row in admin("GET", "accounts?deleted=true")[1]["items"]] == [made["id"]]
    assert admin("POST", f"{one}/restore", {})[1]["name"] == "Hammer"
    verbs = [entry["verb"] for entry in admin("GET", f"{one}/log")[1]["items"]]
    assert verbs == ["restore", "delete", "update", "create"]


def test_a_list_is_filtered_counted_and_paged() -> None:
    for name in ("Anvil", "Bellows", "Chisel"):
        admin("POST", "accounts", {"name": name})
    page = admin("GET", "accounts?sort=name&limit=2&count=1&fields=name")[1]
    assert ([row["name"] for row in page["items"]], page["count"]) == (["Anvil", "Bellows"], 3)
    rest = admin("GET", f"accounts?sort=name&limit=2&fields=name&cursor={page['next']}")[1]
    assert ([row["name"] for row in rest["items"]], rest["next"]) == (["Chisel"], None)
    wanted = orjson.dumps({"field": "name", "op": "starts", "value": "B"}).decode()
    assert [row["name"] for row in admin("GET", f"accounts?filter={wanted}")[1]["items"]] == ["Bellows"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "accounts?limit=0", None, 422, "invalid"),
        ("GET", "accounts?filter=[", None, 400, "filter"),
        ("GET", "accounts?surprise=1", None, 422, "invalid"),
        ("GET", "nothing", None, 404, "not_found"),
        ("GET", "accounts/not-an-id", None, 404, "not_found"),
        ("PUT", "accounts", {}, 405, "method"),
        ("POST", "accounts", b"{", 400, "json"),
        ("POST", "accounts", b"[]", 400, "json"),
        ("POST", "accounts", {"name": "x", "no_such_field": 1}, 422, "invalid"),
        ("PATCH", "accounts/01a20212-52b2-795d-938b-ff1a619deee6", {"version": "one"}, 400, "version"),
        ("POST", "accounts/bulk", {"ids": []}, 400, "bulk"),
        ("POST", "accounts/bulk", {"delete": True}, 400, "bulk"),
        ("GET", "jobs/none", None, 404, "not_found"),
    ],
)
def test_bad_requests_say_what_is_wrong(method: str, path: str, body: Any, status: int, code: str) -> None:
    found, problem = admin(method, path, body)
    assert (found, problem["status"]) == (status, status)
    assert code in (problem["code"], "invalid")
    with speaking("en"):
        assert admin(method, path, body)[1]["detail"] != problem["detail"]


def test_nobody_gets_in_without_a_name_or_a_right() -> None:
    assert Client(None)("GET", "accounts")[0] == 401
    assert Client(None)("GET", "livez")[0] == 200
    powerless = Client(Actor(id=uuid7(), grants={"account": {"read": Scope.OWN}}))
    assert powerless("GET", "accounts")[1]["items"] == []
    assert powerless("POST", "accounts", {"name": "x"})[0] == 403
    assert powerless("GET", "opportunities")[0] in (403, 404)
    assert [found["key"] for found in powerless("GET", "meta")[1]["objects"] if found["key"] == "account"] == [
        "account"
    ]


def test_many_records_change_in_one_change_and_each_refusal_is_named() -> None:
    ids = [admin("POST", "accounts", {"name": name})[1]["id"] for name in ("Anvil", "Bellows")]
    status, done = admin("POST", "accounts/bulk", {"ids": [*ids, str(uuid7())], "set": {"name": "Same"}})
    assert (status, done["done"], [row["code"] for row in done["refused"]]) == (200, 2, ["not_found"])
    assert {row["name"] for row in admin("GET", "accounts")[1]["items"]} == {"Same"}
    assert admin("POST", f"changes/{done['change']}/undo")[1]["undone"] == 2
    assert {row["name"] for row in admin("GET", "accounts")[1]["items"]} == {"Anvil", "Bellows"}


def test_a_keyed_write_acts_once() -> None:
    headers = {"Idempotency-Key": "k-1"}
    first = admin("POST", "accounts", {"name": "Anvil"}, **headers)
    again = admin("POST", "accounts", {"name": "Anvil"}, **headers)
    assert first == again
    assert len(admin("GET", "accounts")[1]["items"]) == 1
    assert admin("POST", "accounts", {"name": "Other"}, **headers)[0] in (409, 422)


def test_metadata_is_not_sent_twice() -> None:
    first = admin("GET", "meta")[1]
    assert admin("GET", "meta", **{"If-None-Match": f'"{first["version"]}"'}) == (304, None)
    with speaking("en"):
        assert admin("GET", "meta")[1]["version"] != first["version"]


def test_the_document_names_every_route_and_field() -> None:
    found = document()
    listed = {(method.upper(), path) for path, methods in found["paths"].items() for method in methods}
    assert listed == {(route.method, f"/api/v1/{route.path}") for route in routes()}
    assert "name" in found["components"]["schemas"]["AccountCreate"]["required"]
    assert orjson.dumps(found)


def test_ids_are_uuids_of_version_seven() -> None:
    assert UUID(admin("POST", "accounts", {"name": "x"})[1]["id"]).version == 7


def test_an_action_takes_a_reference_as_reads_give_it() -> None:
    made = admin("POST", "accounts", {"name": "Anvil"})[1]
    person = admin("POST", "users", {"name": "Anna", "email": "anna@example.com"})[1]
    for owner in ({"id": person["id"], "title": "Anna"}, person["id"]):
        status, done = admin("POST", f"accounts/{made['id']}/actions/assign", {"owner": owner})
        assert (status, done["record"]["owner"]["id"]) == (200, person["id"])


def test_who_hands_a_record_out_of_sight_is_told_its_id() -> None:
    anna, ben = (
        admin("POST", "users", {"name": name, "email": f"{name}@example.com"})[1]["id"] for name in ("anna", "ben")
    )
    grants = {"account": dict.fromkeys(("read", "create", "assign"), Scope.OWN), "user": {"read": Scope.ALL}}
    rep = Client(Actor(id=UUID(anna), grants=grants))
    made = rep("POST", "accounts", {"name": "Anvil"})[1]["id"]
    status, told = rep("POST", f"accounts/{made}/actions/assign", {"owner": ben})
    assert (status, told["record"]) == (200, {"id": made})
    assert admin("GET", f"accounts/{made}")[1]["owner"]["id"] == ben
    assert rep("GET", f"accounts/{made}")[0] == 404
