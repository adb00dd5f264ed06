"""Many rows at once: a verdict each, and the same judgement as a single write."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, Scope
from haoke.core.errors import Denied, Invalid, Missing, Stale
from haoke.core.ids import uuid7
from haoke.core.records import Outcome, Verdict, batch, changes, storage
from haoke.core.spec import Change, RuleBroken
from haoke.core.sql import Sql
from haoke.core.testing.app.models import Thing
from haoke.core.testing.app.rows import actor_for, one, person
from haoke.core.text import T

pytestmark = pytest.mark.django_db


def run(actor: Actor, lines: list[Any], key: str = "thing", **options: Any) -> list[Verdict]:
    with changes(actor, "import", **options) as tx:
        return tx.batch(key).rows(lines)


def outcomes(verdicts: list[Verdict]) -> list[str]:
    assert [v.index for v in verdicts] == list(range(len(verdicts)))
    assert all(v.taken == (v.outcome not in ("conflict", "refused")) for v in verdicts)
    return [str(v.outcome) for v in verdicts]


def problems(verdict: Verdict) -> dict[str, str]:
    assert isinstance(verdict.error, Invalid)
    return {problem.field: problem.code for problem in verdict.error.problems}


def new(**values: Any) -> tuple[None, None, dict[str, Any]]:
    return None, None, {"name": "A"} | values


def test_creating_many(ann: Actor, logged: Callable[..., Any]) -> None:
    chosen = uuid7()
    verdicts = run(
        ann,
        [new(tags=["a"], amount={"amount": "1", "currency": "CNY"}), (chosen, 0, {"name": "B"}), new(number="MINE")],
    )
    assert outcomes(verdicts) == ["created"] * 3
    assert verdicts[1].id == chosen
    assert verdicts[2].number == "MINE"
    things: dict[Any, Any] = {thing.id: thing for thing in Thing.objects.all()}
    assert len(things) == 3
    first = things[verdicts[0].id]
    assert (first.number, first.tags, first.amount_currency, first.owner_id) == (
        verdicts[0].number,
        ["a"],
        "CNY",
        ann.id,
    )
    assert logged(chosen) == [("create", None)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_searchdoc")
        assert cursor.fetchone() == (3,)


def test_a_number_once_brought_is_not_given_again(ann: Actor) -> None:
    number = run(ann, [new()])[0].number or ""
    after = f"{number[:-6]}{int(number[-6:]) + 1:06}"
    assert run(ann, [new(number=after)])[0].number == after
    assert run(ann, [new()])[0].number == f"{number[:-6]}{int(number[-6:]) + 2:06}"


def test_updating_many_writes_only_what_changed(ann: Actor, logged: Callable[..., Any]) -> None:
    a, b, c = run(ann, [new(), new(), new()])
    verdicts = run(ann, [(a.id, 1, {"quantity": 2}), (b.id, None, {"name": "B"}), (c.id, 1, {"name": "A"})])
    assert outcomes(verdicts) == ["updated", "updated", "unchanged"]
    assert [v.version for v in verdicts] == [2, 2, 1]
    assert logged(a.id)[-1] == ("update", '{"n": {"quantity": "2"}, "o": {"quantity": null}}')
    assert len(logged(c.id)) == 1


def test_a_row_changed_meanwhile_is_a_conflict_that_shows_what_it_met(ann: Actor) -> None:
    made = run(ann, [new(quantity=1)])[0]
    run(ann, [(made.id, 1, {"name": "B"})])
    partly = actor_for(person("P"), fields={"thing": {"quantity": FieldRight.MASKED}})
    verdict = run(partly, [(made.id, 1, {"name": "C"})])[0]
    assert (verdict.outcome, verdict.id) == (Outcome.CONFLICT, made.id)
    assert isinstance(verdict.error, Stale)
    assert verdict.current is not None
    assert verdict.current["name"] == "B"
    assert "quantity" not in verdict.current


def test_refused_rows_are_named_and_the_others_taken(ann: Actor) -> None:
    made = run(ann, [new()])[0]
    verdicts = run(
        ann,
        [
            new(quantity="many", nonsense=1),
            new(parent=uuid7()),
            (uuid7(), 3, {"name": "gone"}),
            (made.id, 1, {"name": "B"}),
            (made.id, 1, {"name": "C"}),
            new(name=""),
            new(),
        ],
    )
    assert outcomes(verdicts) == ["refused", "refused", "refused", "updated", "refused", "refused", "created"]
    assert problems(verdicts[0])["nonsense"] == "unknown_field"
    assert problems(verdicts[1]) == {"parent": "not_found"}
    assert isinstance(verdicts[2].error, Missing)
    assert verdicts[4].error is not None
    assert verdicts[4].error.code == "twice"
    assert problems(verdicts[5]) == {"name": "required"}


def test_rows_may_point_at_each_other_unless_one_is_refused(ann: Actor) -> None:
    a, b, c = uuid7(), uuid7(), uuid7()
    lines = [(b, 0, {"name": "B", "parent": a}), (a, 0, {"name": "A"}), (c, 0, {"name": "C", "parent": b})]
    assert outcomes(run(ann, lines)) == ["created"] * 3
    x, y, z = uuid7(), uuid7(), uuid7()
    bad = [(z, 0, {"name": "Z", "parent": y}), (y, 0, {"name": "Y", "parent": x}), (x, 0, {"name": ""}), new()]
    assert outcomes(run(ann, bad)) == ["refused", "refused", "refused", "created"]


def test_rights_hold_for_each_row(ann: Actor, own: Actor) -> None:
    foreign, mine = run(ann, [new()])[0], run(own, [new()])[0]
    verdicts = run(own, [(foreign.id, 1, {"name": "B"}), (mine.id, 1, {"name": "B"})])
    assert outcomes(verdicts) == ["refused", "updated"]
    assert isinstance(verdicts[0].error, Denied)
    assert outcomes(run(actor_for(person("R"), verbs={"read": Scope.ALL}), [new()])) == ["refused"]


def test_rows_written_out_of_scope_are_taken_back(logged: Callable[..., Any]) -> None:
    verbs = {"*": Scope.OWN, "read": Scope.ALL, "assign": Scope.OWN}
    narrow = actor_for(person("N"), verbs=verbs)
    bob = person("Bob").pk
    kept = run(narrow, [new()])[0]
    verdicts = run(narrow, [new(owner=bob), new(), (kept.id, 1, {"owner": bob})])
    assert outcomes(verdicts) == ["refused", "created", "refused"]
    assert [v.error.code for v in verdicts if v.error] == ["out_of_scope", "out_of_scope"]
    assert logged(verdicts[0].id) == []
    assert Thing.objects.filter(owner_id=bob).count() == 0
    assert Thing.objects.count() == 2


def test_what_the_database_refuses_is_found_among_many(root: Actor) -> None:
    one("department", name="East")
    lines: list[Any] = [(None, None, {"name": name}) for name in ("A", "B", "East", "C", "D", "A", "E")]
    verdicts = run(root, lines, "department")
    assert outcomes(verdicts) == ["created", "created", "refused", "created", "created", "refused", "created"]
    assert problems(verdicts[2])["name"] == "duplicate"


def test_rules_judge_each_row(ann: Actor, respec: Callable[..., Any]) -> None:
    def small(change: Change) -> None:
        if (change.after["quantity"] or 0) > 100:
            raise RuleBroken.at("quantity", "too_many", T("Too many", "太多"))
        change.after["rating"] = 1 if change.creating else 2

    respec("thing", rules=(small,))
    verdicts = run(ann, [new(quantity=1), new(quantity=101)])
    assert outcomes(verdicts) == ["created", "refused"]
    assert problems(verdicts[1]) == {"quantity": "too_many"}
    run(ann, [(verdicts[0].id, 1, {"name": "B"})])
    assert Thing.objects.get().rating == 2


def test_history_in_a_batch(respec: Callable[..., Any]) -> None:
    respec("thing", locked=("rating",))
    bob: Any = person("Bob", department=one("department", name="East"))
    verbs = {"create": Scope.OWN, "read": Scope.ALL, "update": Scope.ALL, "import_history": Scope.ALL}
    importer = actor_for(person("I"), verbs=verbs)
    lines = [new(owner=bob.pk, created_at="2020-05-04T03:02:01Z", rating=3), new(owner=bob.pk)]
    assert outcomes(run(importer, lines, history=True)) == ["created", "created"]
    thing = Thing.objects.get(rating=3)
    assert (thing.owner_id, thing.department_id, thing.created_at.year) == (bob.pk, bob.department_id, 2020)
    verdict = run(importer, [(thing.id, 1, {"owner": importer.id, "rating": 4})], history=True)[0]
    assert verdict.outcome is Outcome.UPDATED


def test_deleting_and_restoring_many(ann: Actor, logged: Callable[..., Any]) -> None:
    a, b, c = (verdict.id for verdict in run(ann, [new(), new(), new()]))
    assert a
    assert b
    assert c
    with changes(ann, "delete") as tx:
        gone = tx.batch("thing").delete([(a, 1), (b, 7), (uuid7(), None), (c, None)])
    assert outcomes(gone) == ["deleted", "conflict", "refused", "deleted"]
    assert gone[1].current is not None
    assert Thing.objects.filter(deleted_at=None).count() == 1
    with changes(ann, "restore") as tx:
        back = tx.batch("thing").restore([(a, 2), (b, None)])
        assert tx.batch("thing").delete([]) == []
    assert outcomes(back) == ["restored", "refused"]
    assert [verb for verb, _ in logged(a)] == ["create", "delete", "restore"]


def test_restoring_into_a_taken_name_is_refused_row_by_row(root: Actor) -> None:
    gone = run(root, [(None, None, {"name": "East"}), (None, None, {"name": "West"})], "department")
    with changes(root, "delete") as tx:
        tx.batch("department").delete([(v.id, None) for v in gone if v.id])
    run(root, [(None, None, {"name": "East"})], "department")
    with changes(root, "restore") as tx:
        back = tx.batch("department").restore([(v.id, None) for v in gone if v.id])
    assert outcomes(back) == ["refused", "restored"]


def test_chunks_and_progress(ann: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "CHUNK", 2)
    said: list[int] = []
    with changes(ann, "import") as tx:
        verdicts = tx.batch("thing").rows((new() for _ in range(5)), progress=said.append)
    assert outcomes(verdicts) == ["created"] * 5
    assert said == [2, 4, 5]


def test_rows_of_every_chunk_are_judged_alike(ann: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values of later chunks are cleaned beside the writing of the one before; their refusals stay their own."""
    rows = [new(), new(name=""), new(nonsense=1), new(tags=[";"])]
    lines = [line for _ in range(3) for line in rows]
    whole = [(str(v.outcome), problems(v) if v.error else None) for v in run(ann, lines)]
    monkeypatch.setattr(batch, "CHUNK", 3)
    assert [(str(v.outcome), problems(v) if v.error else None) for v in run(ann, lines)] == whole
    assert [outcome for outcome, _ in whole] == ["created", "refused", "refused", "refused"] * 3


def test_nothing_written_in_a_chunk_leaves_the_next_one_right(ann: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "CHUNK", 2)
    verdicts = run(ann, [new(name=""), new(name=""), new(), new(name=""), new()])
    assert outcomes(verdicts) == ["refused", "refused", "created", "refused", "created"]


def test_what_breaks_beside_breaks_the_change(ann: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "CHUNK", 2)
    with pytest.raises(RuntimeError, match="odd"), changes(ann, "import") as tx:
        tx.batch("thing").rows([new(), new(), new(name=Odd())])
    assert not Thing.objects.exists()


class Odd(str):
    """A text that cannot be looked at."""

    def isprintable(self) -> bool:
        raise RuntimeError("odd")


def test_a_rehearsal_gives_the_verdicts_and_writes_no_search_entries(ann: Actor) -> None:
    lines = [new(), new(name=""), new(number="X"), new(number="X")]
    with changes(ann, "import") as tx:
        tried = tx.batch("thing", rehearsal=True).rows(lines)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM core_searchdoc")
            assert cursor.fetchone() == (0,)
    assert outcomes(tried) == ["created", "refused", "created", "refused"]


def test_an_object_without_search_or_number(ann: Actor, respec: Callable[..., Any]) -> None:
    verdicts = run(ann, [(None, None, {"name": {"en": "R"}})], "rack")
    assert outcomes(verdicts) == ["created"]
    assert verdicts[0].number is None


def test_the_collector_is_left_as_it_was(ann: Actor) -> None:
    assert gc.isenabled()
    gc.disable()
    try:
        run(ann, [new()])
        assert not gc.isenabled()
    finally:
        gc.enable()
    run(ann, [new()])
    assert gc.isenabled()


@pytest.mark.parametrize("seed", range(4))
def test_a_batch_stores_what_a_single_write_stores(ann: Actor, seed: int) -> None:
    rng = random.Random(seed)
    kept = {"name", "shelf", "parent", "racks", "keeper", "place", "owner", "department"}
    fields = {
        name: field
        for name, field in registry.fields("thing").items()
        if not field.readonly and name not in kept and field.type.kind != "file"  # one there is, nobody can make up
    }
    first, second = ({name: field.type.sample(rng) for name, field in fields.items()} for _ in range(2))
    with changes(ann, "create") as tx:
        single = tx.create("thing", {"name": 'a "quoted" \\ {name}\t', **first})
        many = tx.batch("thing").rows([new(name='a "quoted" \\ {name}\t', **first)])[0]
    assert stored(single.id) == stored(many.id)
    with changes(ann, "update") as tx:
        tx.update("thing", single.id, second)
        tx.batch("thing").rows([(many.id, 1, second)])
    assert stored(single.id) == stored(many.id)
    cleaned = {name: field.type.clean(second[name]) for name, field in fields.items()}
    row = storage.fetch(Sql("SELECT * FROM testing_thing WHERE id = %s", (single.id,)))[0]
    values = storage.values(registry.get("thing"), row)
    assert {name: values[name] for name in fields} == {
        name: fields[name].type.load(fields[name].type.store(cleaned[name])) for name in fields
    }


def stored(record: Any) -> dict[str, Any]:
    row = storage.fetch(Sql("SELECT * FROM testing_thing WHERE id = %s", (record,)))[0]
    return {name: value for name, value in row.items() if name not in ("id", "number", "created_at", "updated_at")}
