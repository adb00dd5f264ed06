"""Who did what when: only about objects one reads all of, only fields one reads, in pages, and not for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from haoke.core import registry
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


def told(actor: Actor, **wanted: Any) -> list[tuple[str, str | None, list[str]]]:
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


def test_what_one_change_did_to_many_is_one_line(ann: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    with changes(ann, "bring") as tx:
        made = [tx.create("thing", {"name": name}) for name in "ABCDEF"]
        tx.create("rack", {"name": {"en": "Rack", "zh": "架"}})
    with changes(ann, "mend") as tx:
        tx.update("thing", made[0], {"quantity": 1})

    def lines(**wanted: Any) -> tuple[list[tuple[str, int]], Any]:
        page = find(ann, Wanted(object="thing", **wanted))
        return [(each["record"]["title"], each["count"]) for each in page["items"]], page["next"]

    assert lines() == ([("A", 1), ("F", 6)], None)
    change = find(ann, Wanted(object="thing"))["items"][1]["change"]
    assert lines(change=change) == ([(name, 1) for name in "FEDCBA"], None)
    first, after = lines(limit=1)
    assert (first, lines(limit=1, before=int(after))[0]) == ([("A", 1)], [("F", 6)])
    monkeypatch.setattr(finding, "WINDOW", 6)  # what a page does not look at is on the next
    first, after = lines()
    assert (first, lines(before=int(after))) == ([("A", 1), ("F", 5)], ([("A", 1)], None))


def test_what_is_gone_for_good_keeps_its_name(ann: Actor) -> None:
    with changes(ann, "create") as tx:
        made = tx.create("thing", {"name": "Lamp"})
    with changes(ann, "clear"), connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{registry.get("thing").model._meta.db_table}" WHERE id = %s', [made.id])
    assert told(ann, verb="purge")[0][:2] == ("purge", "Lamp")
    blind = replace(ann, fields={"thing": {"name": FieldRight.HIDDEN}})
    assert told(blind, verb="purge")[0][:2] == ("purge", None)


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
