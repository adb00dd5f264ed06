"""Writes somebody else has a say in, and conditional rules: every way of writing hears the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from haoke.core.access.actor import Actor, Scope
from haoke.core.errors import Conflict, Denied, Invalid, OnlyLooking
from haoke.core.ids import uuid7
from haoke.core.records import changes, hold
from haoke.core.records.tests.acting import change, codes, make
from haoke.core.spec import RuleBroken
from haoke.core.testing.app.models import Thing
from haoke.core.testing.app.rows import actor_for, person
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from haoke.core.errors import Refused
    from haoke.core.records.hold import Attempt
    from haoke.core.spec import ObjectSpec

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Attempt]:
    """What the gate was asked; it has something against things called "held" that nobody has decided."""
    asked: list[Attempt] = []

    def gate(actor: Actor, spec: ObjectSpec, attempts: Sequence[Attempt]) -> Mapping[Any, Refused]:
        asked.extend(attempts)
        held = [each for each in attempts if each.after["name"] == "held" and hold.carried() is None]
        return {each.record: Conflict(code="held", extra={"asked": hold.asked()}) for each in held}

    monkeypatch.setattr(hold, "_gates", lambda: (gate,))
    return asked


def test_every_way_of_writing_asks_the_gate(ann: Actor, heard: list[Attempt]) -> None:
    made = make(ann)
    for record in (None, made):
        with pytest.raises(Conflict) as refused:
            change(ann, record, name="held") if record else make(ann, name="held")
        assert refused.value.code == "held"
    lines: list[Any] = [(None, None, {"name": name}) for name in ("held", "free")]
    with changes(ann, "import") as tx:
        verdicts = tx.batch("thing").rows([*lines, (made.id, None, {"name": "held"})])
    assert [str(each.outcome) for each in verdicts] == ["refused", "created", "refused"]
    assert [getattr(each.error, "code", None) for each in verdicts] == ["held", None, "held"]
    assert sorted(Thing.objects.values_list("name", flat=True)) == ["A", "free"]
    assert [each.action for each in heard] == ["create", "create", "update", "create", "create", "update"]
    assert heard[2].changed == {"name"}


def test_what_was_decided_is_carried_out(ann: Actor, heard: list[Attempt]) -> None:
    decision = uuid7()
    with hold.carrying(decision):
        assert hold.carried() == decision
        made = make(ann, name="held")
    assert hold.carried() is None
    with changes(ann, "delete") as tx, pytest.raises(Conflict):
        tx.delete("thing", made)


def test_the_outermost_thing_asked_for_is_what_was_asked() -> None:
    assert hold.asked() is None
    with hold.asking("thing", None, "create", {"name": "A"}):
        with hold.asking("part", uuid7(), "update", {}):
            assert hold.asked() == hold.Asked("thing", None, "create", {"name": "A"})
        assert hold.asked() is not None
    assert hold.asked() is None


def test_conditional_rules_judge_every_way_of_writing(ann: Actor, root: Actor, respec: Callable[..., Any]) -> None:
    respec("thing", internal=False)
    when = {"field": "quantity", "op": "gt", "value": 10}
    rule = {"name": "many", "object": "thing", "effect": "required", "applies_to": ["description"], "when": when}
    with changes(root, "rules") as tx:
        tx.create("field_rule", rule)
    made = make(ann, quantity=10)
    for record in (None, made):
        with pytest.raises(Invalid) as refused:
            change(ann, record, quantity=11) if record else make(ann, quantity=11)
        assert codes(refused.value) == {"description": "rule_required"}
    assert change(ann, made, quantity=11, description="why").version == 2


def test_one_who_only_looks_writes_nothing(ann: Actor) -> None:
    looking = actor_for(person("Eve"), seen_by=ann.id)
    with pytest.raises(OnlyLooking):
        make(looking)
    assert not Thing.objects.exists()


def test_the_objects_own_rules_may_keep_a_record_out_of_the_bin(ann: Actor, respec: Callable[..., Any]) -> None:
    def kept(actor: Actor, values: Mapping[str, Any]) -> None:
        if values["quantity"] == 1 and actor.id == ann.id:
            raise RuleBroken.at("quantity", "needed", T("It is still needed", "仍在使用"))

    needed, spare = make(ann, quantity=1), make(ann, quantity=2)
    respec("thing", bin_rules=(kept,))
    with changes(ann, "delete") as tx, pytest.raises(RuleBroken):
        tx.delete("thing", needed)
    with changes(ann, "delete") as tx:
        tx.delete("thing", spare)
    assert [thing.id for thing in Thing.objects.filter(deleted_at=None)] == [needed.id]


def test_an_action_may_put_a_record_into_the_bin(ann: Actor, logged: Callable[..., Any]) -> None:
    made = make(ann)
    nobody = actor_for(person("N"), Scope.NONE)
    with changes(nobody, "tidy") as tx:
        tx.drop("thing", made)
    assert Thing.objects.get(id=made.id).deleted_at is not None
    assert [verb for verb, _ in logged(made.id)] == ["create", "delete"]


def fetched(statement: str, params: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def test_one_change_may_go_on_as_somebody_else(ann: Actor, own: Actor) -> None:
    made = make(ann)
    with changes(ann, "decide", "because") as tx:
        with tx.acting(own, "as asked") as other:
            assert other.change == tx.change
            mine = other.create("thing", {"name": "own"})
            with pytest.raises(Denied):
                other.update("thing", made, {"name": "B"})
        tx.update("thing", made, {"name": "C"})
    assert Thing.objects.get(id=mine.id).created_by_id == own.id
    assert Thing.objects.get(id=made.id).updated_by_id == ann.id
    told = fetched("SELECT actor, reason FROM log.entry WHERE record = ANY(%s) ORDER BY id", [[made.id, mine.id]])
    assert told == [(ann.id, ""), (own.id, "as asked"), (ann.id, "because")]


def test_giving_many_away_takes_the_right_over_each_as_it_was(ann: Actor) -> None:
    verbs = {"*": Scope.ALL, "assign": Scope.OWN}
    bob = actor_for(person("Bob"), verbs=verbs)
    his, hers = make(bob), make(ann)
    with changes(bob, "import") as tx:
        lines: list[Any] = [(each.id, None, {"owner": bob.id, "name": "B"}) for each in (his, hers)]
        verdicts = tx.batch("thing").rows(lines)
    assert [str(each.outcome) for each in verdicts] == ["updated", "refused"]
    assert isinstance(verdicts[1].error, Denied)
    assert Thing.objects.get(id=hers.id).owner_id == ann.id
