"""Who did what when: only about objects one reads all of, only fields one reads, in pages, and not for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from haoke.core.access.actor import Actor, FieldRight, Scope
from haoke.core.errors import BadRequest, Missing
from haoke.core.ids import uuid7
from haoke.core.log import finding
from haoke.core.log.finding import Wanted, find
from haoke.core.records import changes
from haoke.core.testing.app.rows import actor_for, person
from haoke.core.text import speaking

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> Actor:
    return actor_for(person("Ann"))


def told(actor: Actor, **wanted: Any) -> list[tuple[str, str, list[str]]]:
    with speaking("en"):
        found = find(actor, Wanted(**{"object": "thing", **wanted}))
    return [(each["verb"], each["record"]["title"], each["fields"]) for each in found["items"]]


def test_what_was_done_is_found_by_who_what_and_when(ann: Actor) -> None:
    bob = replace(actor_for(person("Bob")), behalf=ann.id)
    with changes(ann, "create") as tx:
        made = tx.create("thing", {"name": "Lamp"})
        tx.create("rack", {"name": {"en": "Rack", "zh": "架"}})
    with changes(bob, "paint", "it was dull") as tx:
        tx.update("thing", made, {"quantity": 3, "email": "a@example.com"})
        tx.note("thing", made, "painted", {"colour": "red"})
    nothing: list[str] = []
    create, note = ("create", "Lamp", nothing), ("x:painted", "Lamp", nothing)
    update = ("update", "Lamp", ["Quantity", "E-mail"])
    assert told(ann) == [note, update, create]
    assert told(ann, person=bob.id) == [note, update]
    assert told(ann, person=ann.id) == [note, update, create]
    assert told(ann, person=uuid7()) == []
    for verb, found in (("create", [create]), ("painted", [note]), ("paint", [note, update]), ("delete", [])):
        assert told(ann, verb=verb) == found
    assert (told(ann, field="quantity"), told(ann, field="weight")) == ([update], [])
    now = datetime.now(UTC)
    assert told(ann, until=now - timedelta(hours=2)) == told(ann, since=now + timedelta(hours=2)) == []
    assert {each["object"] for each in find(ann, Wanted())["items"]} >= {"thing", "rack"}
    with speaking("en"):
        entry = find(ann, Wanted(object="thing", verb="update"))["items"][0]
    assert (entry["actor"]["title"], entry["behalf"]["title"], entry["reason"]) == ("Bob", "Ann", "it was dull")
    assert (entry["label"], entry["plural"], entry["action"]) == ("Thing", None, "paint")


def test_pages_follow_one_another(ann: Actor) -> None:
    with changes(ann, "create") as tx:
        for name in "ABC":
            tx.create("thing", {"name": name})
    first = find(ann, Wanted(object="thing", limit=2))
    second = find(ann, Wanted(object="thing", limit=2, before=int(first["next"])))
    pages = [[each["record"]["title"] for each in page["items"]] for page in (first, second)]
    assert (pages, second["next"]) == ([["C", "B"], ["A"]], None)


def test_nobody_learns_of_what_he_does_not_read(ann: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    with changes(ann, "create") as tx:
        tx.update("thing", tx.create("thing", {"name": "A"}), {"quantity": 1, "weight": "2"})
    partly = replace(ann, fields={"thing": {"quantity": FieldRight.HIDDEN}})
    assert told(partly, verb="update") == [("update", "A", ["Weight"])]
    assert told(replace(ann, grants={"*": {"*": Scope.OWN}})) == []
    for unknown in ({"object": "nothing"}, {"field": "nothing"}):
        with pytest.raises(Missing):
            told(ann, **unknown)
    monkeypatch.setattr(finding, "rows_within", lambda *_: None)
    with pytest.raises(BadRequest) as refused:
        told(ann)
    assert refused.value.code == "too_long"
