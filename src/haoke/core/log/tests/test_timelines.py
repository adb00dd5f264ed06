"""A timeline narrowed to a kind or to words, with what hangs on the record; what is pinned to its top."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import log, registry, search
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import Conflict, Denied, Missing
from haoke.core.log.pins import pin
from haoke.core.records import changes
from haoke.core.testing.app.rows import actor_for, person
from haoke.core.text import speaking

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> Actor:
    return actor_for(person("Ann"))


def make(actor: Actor, key: str, /, **values: Any) -> Any:
    with changes(actor, "create") as tx:
        return tx.create(key, values)


def tied(actor: Actor, subject: str, record: Any, key: str = "thing", /, **values: Any) -> Any:
    with changes(actor, "log") as tx:
        made = tx.create("activity", {"subject": subject, "kind": "note", "done": True} | values)
        tx.add("activity_link", {"activity": made.id, "object": key, "record": record.id})
        return made


def said(actor: Actor, text: str, record: Any, key: str = "thing") -> Any:
    with changes(actor, "comment") as tx:
        return tx.add("comment", {"object": key, "record": record.id, "body": text})


def line(actor: Actor, record: Any, **options: Any) -> dict[str, Any]:
    return log.timeline(actor, registry.get("thing"), record.id, **options)


def ids(actor: Actor, record: Any, **options: Any) -> list[str]:
    return [item["id"] for item in line(actor, record, **options)["items"] if item["kind"] != "log"]


def test_it_is_narrowed_to_a_kind(ann: Actor) -> None:
    thing = make(ann, "thing", name="A")
    call = str(tied(ann, "Rang", thing, kind="call").id)
    note = str(tied(ann, "Noted", thing).id)
    comment = str(said(ann, "Well done", thing).id)
    assert set(ids(ann, thing)) == {call, note, comment}
    for kind, wanted in {
        "activity.call": {call}, "activity.note": {note}, "activity.visit": set(), "activity": {call, note},
        "comment": {comment}, "files": set(), "log": set(), "comment.call": set(), "nothing": set(),
    }.items():  # fmt: skip
        assert set(ids(ann, thing, kind=kind)) == wanted, kind
    with speaking("en"):
        kinds = {each["key"]: each["label"] for each in line(ann, thing)["kinds"]}
    assert kinds["activity.call"] == "Call"
    assert kinds["comment"] == "Comments"
    assert {"files", "log"} <= kinds.keys()
    blind = actor_for(person("B"), fields={"activity": {"kind": FieldRight.HIDDEN, "attachments": FieldRight.HIDDEN}})
    assert ids(blind, thing, kind="activity.call") == ids(blind, thing, kind="files") == []
    assert "activity.call" not in {each["key"] for each in line(blind, thing)["kinds"]}


def test_words_are_looked_for_in_all_of_it(ann: Actor) -> None:
    thing = make(ann, "thing", name="A")
    call = str(tied(ann, "Rang about 滤芯 prices", thing).id)
    tied(ann, "Elsewhere 滤芯", make(ann, "thing", name="Other"))
    comment = str(said(ann, "<p>Ask for <b>滤芯</b></p>", thing).id)
    with changes(ann, "update", "滤芯 was meant") as tx:
        tx.update("thing", thing.id, {"name": "Filters", "tags": ["new"]})
    with changes(ann, "update") as tx:
        tx.update("thing", thing.id, {"quantity": 3})
    assert set(ids(ann, thing, words="滤芯")) == {call, comment}
    assert [item["text"] for item in line(ann, thing, words="滤芯")["items"] if item["kind"] == "log"] == [
        "滤芯 was meant"
    ]
    assert ids(ann, thing, words="滤芯 prices") == [call]
    assert [item["verb"] for item in line(ann, thing, words="filters NEW")["items"]] == ["update"]
    hidden = {"activity": {"subject": FieldRight.HIDDEN}, "comment": {"body": FieldRight.HIDDEN}}
    hidden["thing"] = {"name": FieldRight.HIDDEN, "tags": FieldRight.HIDDEN}
    blind = actor_for(person("B"), fields=hidden)
    assert line(blind, thing, words="prices")["items"] == line(blind, thing, words="filters")["items"] == []


def test_pages_of_words_go_on_through_the_log(ann: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("haoke.core.log.timelines.SIFTED", 2)
    thing = make(ann, "thing", name="needle")
    note = str(tied(ann, "old needle", thing).id)
    for number in range(5):
        with changes(ann, "update") as tx:
            tx.update("thing", thing.id, {"quantity": number})
    found, cursor = [], None
    for _ in range(9):
        page = line(ann, thing, words="needle", cursor=cursor)
        found += [item["id"] for item in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert cursor is None
    assert found == [note]


def test_what_hangs_on_it_stands_there_as_far_as_it_is_seen(ann: Actor) -> None:
    thing = make(ann, "thing", name="A")
    part = make(ann, "part", name="Wheel", thing=thing.id)
    rang = tied(ann, "About the wheel", part, "part")
    comment = said(ann, "Round", part, "part")
    assert set(ids(ann, thing)) == {str(part.id), str(rang.id), str(comment.id)}
    (item,) = (each for each in line(ann, thing)["items"] if each["id"] == str(rang.id))
    assert item["related"] == [{"object": "part", "id": str(part.id), "title": "Wheel"}]
    (made,) = line(ann, thing, kind="record")["items"]
    assert (made["object"], made["text"], made["actor"]["id"]) == ("part", "Wheel", str(ann.id))
    closed = actor_for(person("C"), fields={"part": {"thing": FieldRight.HIDDEN}})
    assert ids(closed, thing) == []


def test_an_object_without_a_timeline_has_nothing_below(ann: Actor) -> None:
    rack = make(system(), "rack", name={"zh": "架", "en": "Rack"})
    make(system(), "shelf", name={"zh": "层", "en": "Shelf"}, rack=rack.id)
    page = log.timeline(ann, registry.get("rack"), rack.id)
    assert [item["kind"] for item in page["items"]] == ["log"]


def test_three_are_pinned_for_everybody_and_the_log_tells_who_did(ann: Actor) -> None:
    thing = make(ann, "thing", name="A")
    note, comment = tied(ann, "Note", thing), said(ann, "Said", thing)
    entry = line(ann, thing, kind="log")["items"][0]["id"]
    pin(ann, "thing", thing.id, "activity", str(note.id), on=True)
    pin(ann, "thing", thing.id, "activity", str(note.id), on=True)
    pin(ann, "thing", thing.id, "comment", str(comment.id), on=True)
    pin(ann, "thing", thing.id, "log", entry, on=True)
    bob = actor_for(person("Bob"))
    assert [item["id"] for item in line(bob, thing)["pinned"]] == [entry, str(comment.id), str(note.id)]
    assert line(bob, thing, kind="log")["pinned"] == []
    fourth = tied(ann, "Fourth", thing)
    with pytest.raises(Conflict):
        pin(ann, "thing", thing.id, "activity", str(fourth.id), on=True)
    pin(bob, "thing", thing.id, "log", entry, on=False)
    with changes(ann, "delete") as tx:
        tx.drop("comment", comment.id)
    pin(ann, "thing", thing.id, "activity", str(fourth.id), on=True)
    assert [item["id"] for item in line(bob, thing)["pinned"]] == [str(fourth.id), str(note.id)]
    told = [item["verb"] for item in line(ann, thing, kind="log")["items"]]
    assert told == ["x:pinned", "x:unpinned", "x:pinned", "x:pinned", "x:pinned", "create"]


def test_only_what_stands_there_is_pinned_and_only_by_who_may_change_it(ann: Actor) -> None:
    thing, other = make(ann, "thing", name="A"), make(ann, "thing", name="B")
    elsewhere = tied(ann, "Elsewhere", other)
    for stream, item in (("activity", str(elsewhere.id)), ("log", "1"), ("log", "x"), ("moon", "1")):
        with pytest.raises(Missing):
            pin(ann, "thing", thing.id, stream, item, on=True)
    reader = actor_for(person("R"), verbs={"read": Scope.ALL})
    with pytest.raises(Denied):
        pin(reader, "thing", thing.id, "log", line(ann, thing)["items"][0]["id"], on=True)
    with pytest.raises(Missing):
        pin(actor_for(person("N"), Scope.OWN), "thing", thing.id, "log", "1", on=True)


def test_queries_do_not_grow_with_what_hangs_on_it(ann: Actor) -> None:
    thing = make(ann, "thing", name="A")

    def add() -> None:
        part = make(ann, "part", name="P", thing=thing.id)
        tied(ann, "N", part, "part")
        said(ann, "C", part, "part")

    def cost(**options: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            line(ann, thing, limit=100, **options)
        return len(queries)

    add()
    few = cost(), cost(words="needle")
    for _ in range(3):
        add()
    assert (cost(), cost(words="needle")) == few
    assert few[0] <= 9


def test_objects_searched_since_a_later_version_get_their_entries(ann: Actor) -> None:
    thing = make(ann, "thing", name="A")
    comment = str(said(ann, "found again", thing).id)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_searchdoc WHERE object = 'comment'")
        assert ids(ann, thing, words="found") == []
        search.renew(cursor)
    assert ids(ann, thing, words="found") == [comment]
