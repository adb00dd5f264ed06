"""Bulk changes: tried, carried out, stopped, taken back, and what is refused of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from haoke.core import jobs, registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.api.dispatch import serve
from haoke.core.bulk import choosing, runs
from haoke.core.bulk.models import BulkRun
from haoke.core.bulk.work import carry_out
from haoke.core.errors import Conflict, Denied
from haoke.core.ids import uuid7
from haoke.core.jobs.registry import kind_of
from haoke.core.jobs.work import execute
from haoke.core.records import Batch, changes, hold
from haoke.core.text import T
from tests.api.test_records import Client

pytestmark = pytest.mark.django_db
admin = Client(system("api"))


def made(*names: str) -> list[str]:
    return [admin("POST", "accounts", {"name": name})[1]["id"] for name in names]


def names() -> set[str]:
    return {row["name"] for row in admin("GET", "accounts")[1]["items"]}


def good(found: tuple[int, Any]) -> Any:
    assert found[0] in (200, 202), found
    return found[1]


@pytest.fixture
def person() -> Client:
    with changes(system("test"), "create") as tx:
        user = tx.add("user", {"name": "P", "email": "p@example.com", "state": "active"})
    grants = {"account": {"read": Scope.ALL, "update": Scope.ALL, "delete": Scope.OWN, "assign": Scope.OWN}}
    return Client(Actor(id=user.id, grants=grants, fields={"account": {"website": FieldRight.HIDDEN}}))


def test_a_preview_writes_nothing_and_is_carried_out_as_it_was() -> None:
    ids = made("Anvil", "Bellows", "Same")
    tried = good(admin("POST", "accounts/bulk/preview", {"ids": [*ids, ids[0], str(uuid7())], "set": {"name": "Same"}}))
    assert (tried["state"], tried["total"], tried["done"], tried["unchanged"], tried["refused"]) == (
        "ready",
        4,
        2,
        1,
        1,
    )
    assert [(each["code"], each["count"]) for each in tried["groups"]] == [("not_found", 1)]
    assert names() == {"Anvil", "Bellows", "Same"}
    admin("PATCH", f"accounts/{ids[1]}", {"name": "Chisel"})
    done = good(admin("POST", f"bulk-changes/{tried['id']}/run", {}))
    assert (done["state"], done["done"], done["unchanged"], done["refused"]) == ("done", 1, 1, 2)
    assert {each["code"]: each["count"] for each in done["groups"]} == {"not_found": 1, "stale": 1}
    assert names() == {"Same", "Chisel"}
    assert admin("POST", f"bulk-changes/{tried['id']}/run", {})[0] == 409
    listed = good(admin("GET", f"bulk-changes/{tried['id']}/refusals?code=stale"))["items"]
    assert [(row["id"], row["title"]) for row in listed] == [(ids[1], "Chisel")]
    assert [each["id"] for each in good(admin("GET", "bulk-changes"))["items"]] == [tried["id"]]


def test_undo_keeps_what_was_edited_since() -> None:
    ids = made("Anvil", "Bellows")
    tried = good(admin("POST", "accounts/bulk/preview", {"ids": ids, "set": {"name": "Same"}}))
    assert admin("POST", f"bulk-changes/{tried['id']}/undo", {})[0] == 409
    good(admin("POST", f"bulk-changes/{tried['id']}/run", {}))
    admin("PATCH", f"accounts/{ids[0]}", {"name": "Mine"})
    undone = good(admin("POST", f"bulk-changes/{tried['id']}/undo", {}))
    assert (undone["state"], undone["result"]["undone"], undone["result"]["kept_count"]) == ("undone", 1, 1)
    assert undone["result"]["kept"][0]["id"] == ids[0]
    assert names() == {"Mine", "Bellows"}


def test_deleted_restored_by_filter_and_in_one_step() -> None:
    made("Anvil", "Bellows")
    chosen = {"filter": {"field": "name", "op": "eq", "value": "Anvil"}}
    tried = good(admin("POST", "accounts/bulk/preview", {**chosen, "delete": True}))
    assert names() == {"Anvil", "Bellows"}
    good(admin("POST", f"bulk-changes/{tried['id']}/run", {}))
    assert names() == {"Bellows"}
    tried = good(admin("POST", "accounts/bulk/preview", {"filter": {"and": []}, "restore": True}))
    assert (tried["total"], tried["done"]) == (1, 1)
    good(admin("POST", f"bulk-changes/{tried['id']}/run", {}))
    assert names() == {"Anvil", "Bellows"}
    found = good(admin("POST", "accounts/bulk/preview", {"filter": {"and": []}, "q": "Bellows", "delete": True}))
    assert found["total"] == 1


def test_tags_are_added_and_removed_beside_those_there_are() -> None:
    one, other = made("Anvil", "Bellows")
    admin("PATCH", f"accounts/{one}", {"tags": ["Key", "old"]})
    body = {"ids": [one, other], "add": {"tags": ["new", "KEY"]}, "remove": {"tags": ["OLD"]}}
    done = good(admin("POST", "accounts/bulk", body))
    assert (done["done"], done["refused"]) == (2, [])
    found = {row["id"]: row["tags"] for row in admin("GET", "accounts?fields=tags")[1]["items"]}
    assert found == {one: ["Key", "new"], other: ["new", "KEY"]}


@pytest.mark.parametrize(
    ("work", "status", "code"),
    [
        ({"set": {"no_such": 1}}, 422, "unknown_field"),
        ({"set": {"website": "no address"}}, 422, None),
        ({"add": {"name": ["x"]}}, 422, "not_several"),
        ({"add": {"nothing": ["x"]}}, 422, "unknown_field"),
        ({"remove": {"tags": ["a,b"]}}, 422, "bad_tag"),
        ({"action": "no_such"}, 404, None),
        ({"action": "assign"}, 422, "missing"),
        ({"set": {}, "delete": True}, 400, None),
        ({}, 400, None),
    ],
)
def test_what_every_record_would_refuse_is_said_at_once(work: dict[str, Any], status: int, code: str | None) -> None:
    found, problem = admin("POST", "accounts/bulk/preview", {"filter": {"and": []}, **work})
    assert found == status, problem
    assert code is None or [each["code"] for each in problem["errors"]] == [code]
    assert not BulkRun.objects.exists()


def test_a_person_is_told_what_is_closed_and_why(person: Client) -> None:
    assert person.actor is not None
    (other,) = made("Anvil")
    with changes(system("test"), "create") as tx:
        own = str(tx.add("account", {"name": "Own", "owner": person.actor.id}).id)
    tried = good(person("POST", "accounts/bulk/preview", {"ids": [other, own], "delete": True}))
    assert (tried["done"], [(each["code"], each["count"]) for each in tried["groups"]]) == (1, [("denied", 1)])
    status, problem = person("POST", "accounts/bulk/preview", {"ids": [own], "set": {"website": "https://a.cn"}})
    assert (status, problem["errors"][0]["code"]) == (422, "unknown_field")
    assert admin("GET", f"bulk-changes/{tried['id']}")[0] == 200
    assert admin("POST", f"bulk-changes/{tried['id']}/run", {})[0] == 404
    stranger = Client(Actor(id=uuid7()))
    for method, path in (
        ("GET", ""),
        ("GET", "/refusals"),
        ("GET", "/refusals.csv"),
        ("POST", "/run"),
        ("POST", "/undo"),
    ):
        assert stranger(method, f"bulk-changes/{tried['id']}{path}", None if method == "GET" else {})[0] == 404
    assert stranger("GET", "bulk-changes/none")[0] == 404


def test_nobody_takes_a_record_by_giving_it_to_himself(person: Client) -> None:
    """The right to assign must reach the record as it was, in a batch as in a single change."""
    assert person.actor is not None
    (other,) = made("Anvil")
    taken = {"owner": str(person.actor.id)}
    assert person("PATCH", f"accounts/{other}", taken)[0] == 403
    tried = good(person("POST", "accounts/bulk/preview", {"ids": [other], "set": taken}))
    assert (tried["done"], [each["code"] for each in tried["groups"]]) == (0, ["denied"])
    with changes(person.actor, "import") as tx:
        verdicts = Batch(tx, registry.get("account")).rows([(UUID(other), None, taken)])
    assert [str(each.outcome) for each in verdicts] == ["refused"]
    assert good(admin("GET", f"accounts/{other}"))["owner"] is None


def test_refusals_come_as_a_file_whose_cells_cannot_come_alive() -> None:
    (one,) = made("=1+1")
    tried = good(admin("POST", "accounts/bulk/preview", {"ids": [one], "set": {"name": "Same"}}))
    admin("PATCH", f"accounts/{one}", {"phone": "13800138000"})
    good(admin("POST", f"bulk-changes/{tried['id']}/run", {}))
    request = RequestFactory().get(f"/api/v1/bulk-changes/{tried['id']}/refusals.csv")
    request.actor = admin.actor  # type: ignore[attr-defined]  # what the middleware of identity does
    answer = serve(request, f"bulk-changes/{tried['id']}/refusals.csv")
    assert isinstance(answer, HttpResponse)
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(f"'=1+1,{one},")


def finish(run: dict[str, Any]) -> Any:
    execute(kind_of(runs.run_job), run["job"])
    return good(admin("GET", f"bulk-changes/{run['id']}"))


def test_many_are_done_by_a_job_in_chunks_that_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 2)
    monkeypatch.setattr(runs, "CHUNK", 2)
    made(*(f"A{number}" for number in range(5)))
    everything = {"filter": {"and": []}, "set": {"name": "Same"}}
    status, tried = admin("POST", "accounts/bulk/preview", everything)
    assert (status, tried["state"], tried["position"]) == (202, "checking", 0)
    assert admin("POST", f"bulk-changes/{tried['id']}/run", {})[0] == 409
    tried = finish(tried)
    assert (tried["state"], tried["done"], len(names())) == ("ready", 5, 5)
    running = good(admin("POST", f"bulk-changes/{tried['id']}/run", {}))
    found = BulkRun.objects.get(id=tried["id"])

    def stop(done: int) -> None:
        if done == 4:
            runs.stop(system("api"), found.id)

    runs.work_on(system("api"), found, stop)
    stopped = finish(running)
    assert (stopped["state"], stopped["position"], stopped["done"]) == ("stopped", 4, 4)
    assert len([row for row in admin("GET", "accounts")[1]["items"] if row["name"] == "Same"]) == 4
    undoing = good(admin("POST", f"bulk-changes/{tried['id']}/undo", {}))
    assert undoing["state"] == "undoing"
    assert finish(undoing)["result"]["undone"] == 4
    assert len(names()) == 5
    assert jobs.view(system("api"), UUID(undoing["job"]))["state"] == "done"


def test_a_killed_job_goes_on_where_it_was_and_a_key_keeps_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 0)
    monkeypatch.setattr(runs, "CHUNK", 1)
    made("A", "B")
    key = Client(Actor(id=system("api").id, admin=True, key_scopes=("account:read", "account:update")))
    tried = good(key("POST", "accounts/bulk/preview", {"filter": {"and": []}, "set": {"name": "Same"}}))
    assert key("POST", "accounts/bulk/preview", {"filter": {"and": []}, "delete": True})[0] == 403
    finish(tried)
    running = good(key("POST", f"bulk-changes/{tried['id']}/run", {}))
    found, seen = BulkRun.objects.get(id=tried["id"]), []

    def die(done: int) -> None:
        seen.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runs.work_on(system("api"), found, die)
    done = finish(running)
    assert (seen, done["state"], done["done"], names()) == ([1], "done", 2, {"Same"})


def test_too_many_are_refused_before_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "MOST", 1)
    made("A", "B")
    status, problem = admin("POST", "accounts/bulk/preview", {"filter": {"and": []}, "delete": True})
    assert (status, problem["code"]) == (400, "too_many")


def test_actions_get_a_verdict_each_and_old_ones_are_forgotten() -> None:
    with changes(system("test"), "create") as tx:
        one = str(tx.add("user", {"name": "U", "email": "u@example.com", "state": "active"}).id)
    tried = good(admin("POST", "users/bulk/preview", {"ids": [one, str(uuid7())], "action": "disable"}))
    assert (tried["done"], tried["refused"]) == (1, 1)
    assert good(admin("GET", f"users/{one}"))["state"] == "active"
    good(admin("POST", f"bulk-changes/{tried['id']}/run", {}))
    assert good(admin("GET", f"users/{one}"))["state"] == "disabled"
    assert runs.sweep() == 0
    BulkRun.objects.update(created_at="2020-01-01T00:00:00Z")
    assert runs.sweep() == 1


def test_refusals_that_differ_in_a_number_are_one_line_that_leads_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = T("In approval ({number})", "正在审批中（{number}）")
    ids = made("Anvil", "Bellows", "Chisel", "Drill")
    said = {UUID(each): Conflict(locked.fill(number=f"N{at}")) for at, each in enumerate(ids[:2])}
    said[UUID(ids[2])] = Conflict(T("Only on Mondays", "仅限周一"))
    monkeypatch.setattr(hold, "refusals", lambda _actor, _spec, _attempts: said)
    tried = good(admin("POST", "accounts/bulk/preview", {"ids": ids, "set": {"name": "Same"}}))
    assert [(each["message"], each["count"], each["same"]) for each in tried["groups"]] == [
        ("正在审批中（…）", 2, False),
        ("仅限周一", 1, True),
    ]
    like = tried["groups"][0]["like"]
    listed = good(admin("GET", f"bulk-changes/{tried['id']}/refusals?like={like}"))["items"]
    assert [(each["id"], each["message"]) for each in listed] == [
        (ids[0], "正在审批中（N0）"),
        (ids[1], "正在审批中（N1）"),
    ]
    page = good(admin("GET", f"bulk-changes/{tried['id']}/refusals?like={like}&cursor={like}"))
    assert [each["id"] for each in page["items"]] == [ids[1]]
    assert good(admin("GET", f"bulk-changes/{tried['id']}/refusals?like=1000000000"))["items"] == []


def test_an_action_takes_a_record_as_reads_give_it() -> None:
    """As forms send it: {id, title}, in bulk as of one record."""
    with changes(system("test"), "create") as tx:
        user = tx.add("user", {"name": "P", "email": "p@example.com", "state": "active"})
    ids = made("Anvil", "Bellows")
    asked = {"ids": ids, "action": "assign", "input": {"owner": {"id": str(user.id), "title": "P"}}}
    tried = good(admin("POST", "accounts/bulk/preview", asked))
    assert (tried["done"], tried["groups"]) == (2, [])
    assert tried["work"]["input"] == asked["input"]
    plainly = {"ids": ids, "set": {"owner": str(user.id), "website": None}}
    told = good(admin("POST", "accounts/bulk/preview", plainly))["work"]["set"]  # names, not ids: people read it
    assert told == {"owner": {"id": str(user.id), "title": "P"}, "website": None}
    good(admin("POST", f"bulk-changes/{tried['id']}/run", {}))
    assert {good(admin("GET", f"accounts/{each}"))["owner"]["title"] for each in ids} == {"P"}


def test_what_breaks_off_says_so_and_can_be_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 0)
    monkeypatch.setattr(runs, "CHUNK", 1)
    made("A", "B")
    tried = good(admin("POST", "accounts/bulk/preview", {"filter": {"and": []}, "set": {"name": "Same"}}))
    finish(tried)
    running = good(admin("POST", f"bulk-changes/{tried['id']}/run", {}))
    done: list[bool] = []

    def once(*given: Any, **more: Any) -> Any:
        if done:
            raise Denied
        done.append(True)
        return carry_out(*given, **more)

    monkeypatch.setattr(runs, "carry_out", once)
    with pytest.raises(Denied):
        finish(running)
    broken = good(admin("GET", f"bulk-changes/{tried['id']}"))
    assert (broken["state"], broken["done"], broken["message"]) == ("failed", 1, Denied.title.zh)
    undoing = good(admin("POST", f"bulk-changes/{tried['id']}/undo", {}))
    assert finish(undoing)["result"]["undone"] == 1
    assert names() == {"A", "B"}
