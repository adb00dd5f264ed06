"""Merging over HTTP: every kind of pointer, side doors, old ids, approvals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.erasing.extent import extent
from haoke.core.merging.sweeping import stragglers
from haoke.core.records import changes
from haoke.core.records.model import Record
from haoke.core.testing.app.rows import actor_for, person
from haoke.core.transfer.existing import by_field
from haoke.core.transfer.models import ImportMemory, ImportSource
from haoke.identity.models import RecordShare
from haoke.inbox.models import ActivityLink, Comment, Follow
from tests.api.test_records import Client

pytestmark = pytest.mark.django_db

#: Rows about records in tables nobody logs that stay what they were: what happened, and what is made anew.
HISTORY = {
    "core_importrow", "core_fileuse", "core_searchdoc", "core_former", "integrations_delivery", "pools_ownership",
    "core_unmasking", "dataquality_maskedhit", "dataquality_ownerrequest", "labels_standing",
    "dataquality_cleaningfind",
}  # fmt: skip


def client(verbs: dict[str, Scope] | None = None, **more: Any) -> Client:
    return Client(actor_for(person("Ann"), verbs=verbs or {"*": Scope.ALL}, via="api", **more))


def good(one: Client, method: str, path: str, body: Any = None) -> Any:
    status, found = one(method, path, body)
    assert status < 400, (method, path, status, found)
    return found


def account(one: Client, name: str, **values: Any) -> str:
    return str(good(one, "POST", "accounts", {"name": name, **values})["id"])


def merged(one: Client, keep: str, gone: str, **more: Any) -> Any:
    return good(one, "POST", f"accounts/{keep}/merge", {"with": gone, **more})


def everything_at(one: Client, record: str) -> dict[str, Any]:
    """One row of every kind that names a record."""
    contact = good(one, "POST", "contacts", {"name": "Li Ming", "account": record})["id"]
    related = [{"object": "account", "id": record}]
    activity = good(one, "POST", "activities", {"subject": "Call", "kind": "call", "related": related})["id"]
    comment = good(one, "POST", "comments", {"object": "account", "id": record, "body": "<p>Hot</p>"})["id"]
    good(one, "POST", "follows", {"object": "account", "id": record, "following": True})
    share = good(one, "POST", "shares", {"object": "account", "id": record, "user": str(person("Bob").pk)})["id"]
    where = {"filter": {"field": "account", "op": "eq", "value": record}}
    view = good(one, "POST", "views", {"name": "Theirs", "object": "contact", "definition": where})["id"]
    source = ImportSource.objects.create(object="account", key="code", headers=["code"])
    memory = ImportMemory.objects.create(
        source=source, object="account", key="E-77", record=record, version=1, values={}, batch=UUID(int=1)
    )
    return {
        "contact": contact, "activity": activity, "comment": comment, "share": share, "view": view, "memory": memory.id
    }  # fmt: skip


def where_they_point(one: Client, made: dict[str, Any]) -> set[str]:
    share = RecordShare.objects.get(id=made["share"])
    return {
        good(one, "GET", f"contacts/{made['contact']}")["account"]["id"],
        str(ActivityLink.objects.get(activity=made["activity"], deleted_at=None).record),
        str(Comment.objects.get(id=made["comment"]).record),
        str(Follow.objects.get(user=one.actor.id, object="account").record),  # type: ignore[union-attr]
        str(share.record),
        good(one, "GET", f"views/{made['view']}")["definition"]["filter"]["value"],
        str(ImportMemory.objects.get(id=made["memory"]).record),
    }


def test_every_kind_of_pointer_moves_and_moves_back() -> None:
    one = client()
    keep, gone = account(one, "Huawei", phone="13912345678"), account(one, "Huawei Ltd", website="https://huawei.com")
    made = everything_at(one, gone)
    assert where_they_point(one, made) == {gone}
    done = merged(one, keep, gone)
    assert done["record"]["website"] == "https://huawei.com"
    assert where_they_point(one, made) == {keep}
    assert {each["number"] for each in good(one, "GET", f"accounts/{keep}/external-numbers")["items"]} == {"E-77"}
    undone = good(one, "POST", f"changes/{done['change']}/undo", {})
    assert (undone["kept"], undone["others"]) == ([], False)
    assert where_they_point(one, made) == {gone}
    good(one, "POST", f"changes/{undone['change']}/undo", {})
    assert where_they_point(one, made) == {keep}


def test_whatever_names_records_beside_the_log_moves_or_is_history() -> None:
    """A new table of rows about records is one or the other."""
    moved = {each.table for each in registry.brought("BESIDE")}
    about = {
        model._meta.db_table
        for model in apps.get_models()
        if not issubclass(model, Record)
        and {"object", "record"} <= {each.name for each in model._meta.fields}
        and isinstance(model._meta.get_field("record"), models.UUIDField)
    }
    assert about == moved | HISTORY


def test_the_same_on_both_sides_is_kept_once() -> None:
    one = client()
    keep, gone = account(one, "A"), account(one, "B")
    who = good(one, "POST", "contacts", {"name": "Li"})["id"]
    roles = [
        good(one, "POST", "account-contacts", {"account": each, "contact": who, "roles": ["buyer"]})
        for each in (gone, keep)
    ]
    done = merged(one, keep, gone)
    assert [(each["object"], each["count"]) for each in done["dropped"]] == [("account_contact", 1)]
    assert one("GET", f"account-contacts/{roles[0]['id']}")[0] == 404
    assert good(one, "POST", f"changes/{done['change']}/undo", {})["kept"] == []
    assert good(one, "GET", f"account-contacts/{roles[0]['id']}")["account"]["id"] == gone


def test_old_ids_are_read_and_changed_but_nothing_is_taken_away_by_them() -> None:
    one = client()
    keep, gone = account(one, "A"), account(one, "B")
    number = good(one, "GET", f"accounts/{gone}")["number"]
    merged(one, keep, gone)
    for below in ("", "/log", "/timeline", "/external-numbers"):
        assert one("GET", f"accounts/{gone}{below}")[0] == 200
    assert good(one, "PATCH", f"accounts/{gone}", {"region": "North"})["id"] == keep
    assert one("DELETE", f"accounts/{gone}", {})[0] == 404
    assert one("POST", f"accounts/{gone}/restore", {})[0] == 404
    assert [each["id"] for each in good(one, "GET", f"search?q={number}")["items"]] == [keep]


def test_what_the_actor_does_not_see_moves_and_is_not_told() -> None:
    boss = client()
    me = person("Me")
    limited = Client(actor_for(me, verbs={"*": Scope.OWN}, via="api"))
    keep, gone = account(limited, "A"), account(limited, "B")
    deal = good(boss, "POST", "contacts", {"name": "Secret", "account": gone})["id"]
    preview = good(limited, "POST", f"accounts/{keep}/merge/preview", {"with": gone})
    # The contact is seen through its account; a run-time object's row would not be. Comments of the boss are.
    assert {each["object"] for each in preview["moves"]} == {"contact"}
    own = Client(actor_for(me, verbs={"*": Scope.OWN}, fields={"contact": {"account": FieldRight.HIDDEN}}, via="api"))
    hidden = good(own, "POST", f"accounts/{keep}/merge/preview", {"with": gone})
    assert (hidden["moves"], hidden["others"]) == ([], True)
    assert str(deal) not in str(hidden)
    done = merged(own, keep, gone)
    assert good(boss, "GET", f"contacts/{deal}")["account"]["id"] == keep
    assert good(own, "POST", f"changes/{done['change']}/undo", {})["kept"] == []
    assert good(boss, "GET", f"contacts/{deal}")["account"]["id"] == gone


def test_a_hidden_field_keeps_the_survivors_value_and_cannot_be_chosen() -> None:
    boss, me = client(), person("Me")
    masked = {"account": {"phone": FieldRight.MASKED, "email": FieldRight.HIDDEN, "level": FieldRight.READ}}
    keep = account(boss, "A", phone="13912345678", email="a@a.cn", level="a", owner=str(me.pk))
    gone = account(boss, "B", phone="13887654321", email="b@b.cn", level="b", owner=str(me.pk))
    limited = Client(actor_for(me, verbs={"*": Scope.OWN}, fields=masked, via="api"))
    preview = good(limited, "POST", f"accounts/{keep}/merge/preview", {"with": gone, "rule": "newest"})
    open_ = {each["name"]: each["open"] for each in preview["fields"]}
    assert (open_["phone"], "email" in open_, open_["level"], open_["region"]) == (False, False, False, True)
    assert "13887654321" not in str(preview)
    assert "b@b.cn" not in str(preview)
    for name in ("phone", "email", "level", "number", "nonsense"):
        status, problem = limited("POST", f"accounts/{keep}/merge", {"with": gone, "take": {name: "other"}})
        assert (status, problem["errors"][0]["field"]) == (422, name)
    merged(limited, keep, gone, rule="newest")
    found = good(boss, "GET", f"accounts/{keep}")
    assert (found["phone"]["raw"], found["email"], found["level"]) == ("13912345678", "a@a.cn", "a")


def test_an_old_id_tells_nothing_to_whom_the_survivor_is_closed() -> None:
    boss = client()
    keep, gone = account(boss, "A"), account(boss, "B")
    number = good(boss, "GET", f"accounts/{gone}")["number"]
    merged(boss, keep, gone)
    stranger = Client(actor_for(person("Stranger"), verbs={"*": Scope.OWN}, via="api"))
    assert stranger("GET", f"accounts/{gone}")[0] == 404
    assert stranger("PATCH", f"accounts/{gone}", {"region": "x"})[0] == 404
    assert good(stranger, "GET", f"search?q={number}")["items"] == []
    mine = account(stranger, "C")
    assert stranger("POST", f"accounts/{mine}/merge", {"with": gone})[0] == 404


def test_what_came_while_they_were_merged_is_moved_afterwards_and_undone_with_it() -> None:
    one = client()
    keep, gone = account(one, "A"), account(one, "B")
    contact = good(one, "POST", "contacts", {"name": "Late", "account": keep})["id"]
    done = merged(one, keep, gone)
    with changes(system(), "late") as tx, connection.cursor() as cursor:  # what a write that waited would leave
        cursor.execute("UPDATE customers_contact SET account_id = %s WHERE id = %s", [gone, contact])
        assert tx
    stragglers(done["change"])
    assert good(one, "GET", f"contacts/{contact}")["account"]["id"] == keep
    assert good(one, "POST", f"changes/{done['change']}/undo", {})["kept"] == []
    assert good(one, "GET", f"contacts/{contact}")["account"]["id"] == gone


def test_only_who_merged_undoes_it() -> None:
    one = client()
    keep, gone = account(one, "A"), account(one, "B")
    done = merged(one, keep, gone)
    other: Actor = actor_for(person("Other"), via="api")
    assert Client(other)("POST", f"changes/{done['change']}/undo", {})[0] == 403


def test_erasing_a_person_erases_what_went_up_into_them() -> None:
    one = client()
    keep, gone = (
        good(one, "POST", "contacts", {"name": "欧阳国强", "email": f"o{place}@x.cn"})["id"] for place in (1, 2)
    )
    good(one, "POST", f"contacts/{keep}/merge", {"with": gone})
    found = extent(registry.get("contact"), UUID(keep))
    assert {str(each) for each in found.whole[0].ids} == {keep, gone}
    assert "o2@x.cn" in found.telling


def test_deleting_that_needs_approval_holds_a_merge_which_is_then_carried_out() -> None:
    one = client()
    keep, gone = account(one, "A"), account(one, "B", region="North")
    node = {"id": "s", "kind": "people", "people": [str(person("Boss").pk)]}
    process = {"name": {"en": "Delete"}, "object": "account", "trigger": "delete", "nodes": [node], "active": True}
    with changes(system(), "scene") as tx:
        tx.add("approval_process", process)
    status, problem = one("POST", f"accounts/{keep}/merge", {"with": gone})
    assert (status, problem["code"]) == (409, "approval_needed")
    asked = problem["approval"]
    assert (asked["action"], asked["record"], asked["input"]["with"]) == ("merge", keep, gone)
    assert good(one, "GET", f"accounts/{gone}")["id"] == gone


def test_a_file_that_names_the_old_number_means_the_survivor() -> None:
    one = client()
    first, second, third = (account(one, name) for name in ("A", "B", "C"))
    number = good(one, "GET", f"accounts/{first}")["number"]
    merged(one, second, first)
    merged(one, third, second)
    assert one.actor is not None
    assert by_field(one.actor, "account", "number", [number.lower()]) == {number.lower(): UUID(third)}


def test_a_line_between_the_two_goes_with_them_and_comes_back() -> None:
    one = client()
    company = account(one, "A")
    keep, gone = (good(one, "POST", "contacts", {"name": name, "account": company})["id"] for name in ("Li", "Li Ming"))
    line = {"account": company, "contact": gone, "to": keep, "kind": "influences"}
    made = good(one, "POST", "contact-relations", line)["id"]
    done = good(one, "POST", f"contacts/{keep}/merge", {"with": gone})
    assert one("GET", f"contact-relations/{made}")[0] == 404
    assert good(one, "POST", f"changes/{done['change']}/undo", {})["kept"] == []
    assert good(one, "GET", f"contact-relations/{made}")["contact"]["id"] == gone
