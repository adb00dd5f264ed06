"""Entries, the record as it was, and the timeline, as far as the reader may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import log, registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import BadRequest, Missing
from haoke.core.ids import uuid7
from haoke.core.log import sources
from haoke.core.records import changes
from haoke.core.testing.app.rows import actor_for, person
from haoke.core.text import speaking

pytestmark = pytest.mark.django_db
THING = registry.get


@pytest.fixture
def ann() -> Actor:
    return actor_for(person("Ann"))


def make(actor: Actor, key: str = "thing", /, **values: Any) -> Any:
    with changes(actor, "create") as tx:
        return tx.create(key, {"name": "A"} | values)


def change(actor: Actor, record: Any, reason: str = "", /, **values: Any) -> None:
    with changes(actor, "update", reason) as tx:
        tx.update("thing", record.id, values)


def entries(actor: Actor, record: Any, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log.entries(actor, THING("thing"), record.id, **options)["items"]
    return found


def fields(entry: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {each["field"]: (each["before"], each["after"]) for each in entry["changes"]}


def test_before_and_after_are_said_by_field_type(ann: Actor) -> None:
    whole = make(ann, name="Whole")
    made = make(
        ann, amount={"amount": "100", "currency": "EUR"}, tags=["a"], title={"zh": "一", "en": "one"}, active=True,
        bought="2026-01-02", seen_at="2026-01-02T03:04:05Z", weight="1.500",
    )  # fmt: skip
    change(
        ann, made, "because", amount={"amount": "250.5", "currency": "EUR"}, tags=["a", "b"],
        title={"zh": "二", "en": "two"},
        active=False, bought="2026-01-03", seen_at=None, weight="2.25", parent=str(whole.id),
    )  # fmt: skip
    with speaking("en"):
        update, create = entries(ann, made)
    assert (create["verb"], create["changes"]) == ("create", [])
    assert (update["verb"], update["reason"], update["action"]) == ("update", "because", "update")
    assert update["actor"] == {"id": str(ann.id), "title": "Ann"}
    found = fields(update)
    assert found["amount"][0]["amount"] == "100.00"
    assert found["amount"][1]["amount"] == "250.50"
    assert [side["currency"] for side in found["amount"]] == ["EUR", "EUR"]
    assert found["tags"] == (["a"], ["a", "b"])
    assert found["title"][0]["zh"] == "一"
    assert found["title"][1]["en"] == "two"
    assert found["active"] == (True, False)
    assert found["bought"] == ("2026-01-02", "2026-01-03")
    assert found["seen_at"] == ("2026-01-02T03:04:05Z", None)
    assert [side.rstrip("0") for side in found["weight"]] == ["1.5", "2.25"]
    assert found["parent"] == (None, {"id": str(whole.id), "title": "Whole"})
    assert {each["label"] for each in update["changes"]} >= {"Amount", "Tags", "Parent"}


def test_each_entry_shows_its_own_step(ann: Actor) -> None:
    made = make(ann, quantity=1)
    change(ann, made, quantity=2)
    change(ann, made, name="B")
    change(ann, made, quantity=3)
    steps = [fields(entry) for entry in entries(ann, made)]
    assert steps == [{"quantity": (2, 3)}, {"name": ("A", "B")}, {"quantity": (1, 2)}, {}]


def test_pages_join_without_gap(ann: Actor) -> None:
    made = make(ann, quantity=0)
    for number in range(1, 6):
        change(ann, made, quantity=number)
    spec, cursor, seen = THING("thing"), None, []
    while True:
        page = log.entries(ann, spec, made.id, cursor=cursor, limit=2)
        seen += [fields(entry).get("quantity") for entry in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [(4, 5), (3, 4), (2, 3), (1, 2), (0, 1), None]
    for bad in ("x", "-1", "9" * 30, "１"):
        with pytest.raises(BadRequest):
            log.entries(ann, spec, made.id, cursor=bad)


def test_hidden_fields_are_absent_and_masked_ones_masked(ann: Actor) -> None:
    rights = {"thing": {"quantity": FieldRight.HIDDEN, "email": FieldRight.MASKED}}
    partly = actor_for(person("P"), fields=rights)
    made = make(ann, quantity=1, email="a@example.com")
    change(ann, made, quantity=2, email="b@example.com", name="B")
    change(ann, made, quantity=3)
    hidden, update, _ = entries(partly, made)
    assert hidden["changes"] == []
    assert set(fields(update)) == {"email", "name"}
    assert all(set(side) == {"masked"} and side["masked"] != "@example.com" for side in fields(update)["email"])
    assert "b@example.com" not in str(update)
    was = log.as_of(partly, THING("thing"), made.id, datetime.now(UTC))
    assert "quantity" not in was
    assert set(was["email"]) == {"masked"}
    shown = log.timeline(partly, THING("thing"), made.id)["items"]
    assert [item["verb"] for item in shown] == ["update", "create"]


def test_who_does_not_see_the_record_sees_no_history(ann: Actor) -> None:
    made = make(ann)
    other = actor_for(person("O"), Scope.OWN)
    for read in (log.entries, log.timeline):
        with pytest.raises(Missing):
            read(other, THING("thing"), made.id)
    with pytest.raises(Missing):
        log.as_of(other, THING("thing"), made.id, "2026-01-01")
    with pytest.raises(Missing):
        log.entries(ann, THING("thing"), uuid7())


def test_titles_of_records_the_reader_does_not_see_stay_hidden(ann: Actor) -> None:
    other = actor_for(person("O"), Scope.OWN)
    secret, mine = make(ann, name="Secret"), make(other)
    change(ann, mine, parent=str(secret.id))
    assert fields(entries(other, mine)[0])["parent"] == (None, {"id": str(secret.id), "title": None})


def test_several_references_are_named(ann: Actor) -> None:
    root = system()
    rack = make(root, "rack", name={"en": "R"})
    made = make(ann)
    change(ann, made, racks=[str(rack.id)])
    assert fields(entries(ann, made)[0])["racks"][1][0]["id"] == str(rack.id)


def test_the_bin_keeps_its_history(ann: Actor) -> None:
    made = make(ann)
    with changes(ann, "delete") as tx:
        tx.delete("thing", made.id)
    assert [entry["verb"] for entry in entries(ann, made)] == ["delete", "create"]


def test_an_own_entry_keeps_its_facts(ann: Actor) -> None:
    made = make(ann)
    with changes(ann, "approve") as tx:
        tx.note("thing", tx.get("thing", made.id), "approved", {"seen": "v1"})
    entry = entries(ann, made)[0]
    assert (entry["verb"], entry["data"], entry["changes"]) == ("x:approved", {"seen": "v1"}, [])


def pause() -> datetime:
    """A moment between two writes, by the clock that dates the Log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]  # a timestamp


def test_as_it_was(ann: Actor) -> None:
    before = pause()
    made = make(ann, quantity=1, amount={"amount": "5", "currency": "CNY"})
    first = pause()
    change(ann, made, quantity=2, amount=None)
    second = pause()
    with changes(ann, "delete") as tx:
        tx.delete("thing", made.id)
    spec = THING("thing")
    was = log.as_of(ann, spec, made.id, first.isoformat())
    assert (was["quantity"], was["amount"]["amount"], was["deleted"]) == (1, "5.00", False)
    assert was["owner"] == {"id": str(ann.id), "title": "Ann"}
    assert was["id"] == str(made.id)
    assert log.as_of(ann, spec, made.id, second)["amount"] is None
    assert log.as_of(ann, spec, made.id, pause().replace(tzinfo=None).isoformat())["deleted"] is True
    with pytest.raises(Missing):
        log.as_of(ann, spec, made.id, before)
    with pytest.raises(BadRequest):
        log.as_of(ann, spec, made.id, "yesterday")


def remark(actor: Actor, text: str, record: Any, created_at: datetime | None = None) -> Any:
    with changes(system(), "log", history=True) as tx:
        made = tx.create(
            "remark", {"text": text, "owner": actor.id} | ({"created_at": created_at} if created_at else {})
        )
        tx.create("remark_link", {"remark": made.id, "object": "thing", "record": record.id})
        return made


def texts(page: dict[str, Any]) -> list[str]:
    return [item["text"] if item["kind"] == "activity" else item["verb"] for item in page["items"]]


def test_the_timeline_weaves_linked_records_and_the_log(ann: Actor) -> None:
    made = make(ann)
    old = remark(ann, "long ago", made, datetime(2020, 1, 1, tzinfo=UTC))
    change(ann, made, quantity=2)
    remark(ann, "now", made)
    remark(ann, "elsewhere", make(ann))
    spec = THING("thing")
    page = log.timeline(ann, spec, made.id)
    assert texts(page) == ["now", "update", "create", "long ago"]
    assert page["next"] is None
    assert page["items"][3]["activity"]["id"] == str(old.id)
    assert page["items"][3]["actor"] == {"id": str(ann.id), "title": "Ann"}
    assert texts(log.timeline(ann, spec, made.id, kind="log")) == ["update", "create"]
    assert texts(log.timeline(ann, spec, made.id, kind="activity")) == ["now", "long ago"]


def test_pages_of_the_timeline_join_without_gap(ann: Actor) -> None:
    made = make(ann)
    start = datetime.now(UTC)
    for number in range(4):
        remark(ann, f"r{number}", made, start - timedelta(days=number % 2))
        change(ann, made, quantity=number)
    spec, cursor, seen = THING("thing"), None, []
    while True:
        page = log.timeline(ann, spec, made.id, cursor, limit=2)
        assert len(page["items"]) <= 2
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [item["id"] for item in log.timeline(ann, spec, made.id)["items"]]
    assert len(set(seen)) == 9
    with pytest.raises(BadRequest):
        log.timeline(ann, spec, made.id, "forged")


def test_linked_records_the_reader_does_not_see_are_left_out(ann: Actor) -> None:
    mine = actor_for(person("M"), verbs={"read": Scope.OWN, "create": Scope.OWN})
    made = make(mine)
    remark(ann, "not for you", made)
    rights = {"remark": {"read": Scope.NONE}, "*": {"read": Scope.OWN}}
    blind = Actor(id=mine.id, grants=rights)
    assert "not for you" not in texts(log.timeline(blind, THING("thing"), made.id))


def test_the_timeline_costs_the_same_for_few_and_many(ann: Actor) -> None:
    made = make(ann)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            log.timeline(ann, THING("thing"), made.id, limit=100)
        return len(queries)

    change(ann, made, quantity=1)
    remark(ann, "r", made)
    few = cost()
    for number in range(2, 12):
        change(ann, made, quantity=number)
        remark(ann, "r", made)
    assert cost() == few
    assert few <= 8


def test_a_linked_record_stands_at_the_date_it_is_sorted_by() -> None:
    thing = registry.get("thing")
    assert sources._moment(thing) == "r.created_at"
    assert sources._moment(replace(thing, default_sort="name")) == "r.created_at"
    assert sources._moment(replace(thing, default_sort="-bought")) == 'coalesce(r."bought"::timestamptz, r.created_at)'


def test_notes_about_what_everybody_reads_are_for_whom_a_role_opens_it() -> None:
    with changes(system(), "create") as tx:
        rack = tx.create("rack", {"name": {"zh": "架", "en": "Rack"}})
        tx.note("rack", rack, "counted", {"by": "hand"})

    def verbs(actor: Actor) -> list[str]:
        return [entry["verb"] for entry in log.entries(actor, THING("rack"), rack.id)["items"]]

    nobody = Actor(uuid7())
    assert verbs(nobody) == ["create"]
    assert verbs(replace(nobody, id=rack.id)) == verbs(replace(nobody, admin=True)) == ["x:counted", "create"]
    assert verbs(replace(nobody, grants={"rack": {"read": Scope.ALL}})) == ["x:counted", "create"]
