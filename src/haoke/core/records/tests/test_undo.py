"""Taking a change back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from haoke.core.access.actor import Actor, FieldRight, Scope
from haoke.core.errors import Denied, Missing
from haoke.core.ids import uuid7
from haoke.core.records import changes, undo, undoing
from haoke.core.spec import Change, RuleBroken
from haoke.core.testing.app.models import Part, Thing
from haoke.core.testing.app.rows import actor_for, one, person
from haoke.core.text import T, speaking

pytestmark = pytest.mark.django_db


def make(actor: Actor, **values: Any) -> UUID:
    with changes(actor, "create") as tx:
        made: UUID = tx.create("thing", {"name": "A"} | values).id
        return made


def change(actor: Actor, record: UUID, **values: Any) -> UUID:
    with changes(actor, "update") as tx:
        tx.update("thing", record, values)
        return tx.change


def now(record: UUID) -> Any:
    return Thing.objects.get(id=record)


def kept(result: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(row["id"], row["field"], row["message"]) for row in result["kept"]]


def test_values_come_back_and_the_undoing_can_be_undone(ann: Actor) -> None:
    made = make(ann, quantity=1, tags=["a"], amount={"amount": "5", "currency": "CNY"}, extra={"a": 1})
    done = change(ann, made, quantity=2, tags=None, amount={"amount": "6", "currency": "EUR"}, extra={"b": [2]})
    result = undo(ann, done)
    assert (result["undone"], result["kept"]) == (1, [])
    thing = now(made)
    assert (thing.quantity, thing.tags, str(thing.amount), thing.amount_currency) == (1, ["a"], "5.0000", "CNY")
    assert thing.extra == {"a": 1}
    assert thing.version == 3
    undo(ann, UUID(result["change"]))
    assert now(made).quantity == 2


def test_several_steps_of_one_change_go_back_to_before_the_first(ann: Actor) -> None:
    made = make(ann, quantity=1)
    with changes(ann, "steps") as tx:
        tx.update("thing", made, {"quantity": 2})
        tx.update("thing", made, {"quantity": 3, "rating": 4})
    undo(ann, tx.change)
    assert (now(made).quantity, now(made).rating) == (1, None)


def test_what_was_edited_since_stays_and_is_reported(ann: Actor) -> None:
    made = make(ann, quantity=1)
    done = change(ann, made, quantity=2, name="B")
    change(ann, made, quantity=9)
    with speaking("en"):
        result = undo(ann, done)
    assert (now(made).quantity, now(made).name) == (9, "A")
    assert result["undone"] == 1
    assert kept(result) == [(str(made), "quantity", "Changed since; left as it is")]
    assert (result["kept"][0]["object"], result["kept"][0]["title"]) == ("thing", "A")


def test_what_was_made_goes_to_the_bin_unless_edited_since(ann: Actor) -> None:
    with changes(ann, "import") as tx:
        first = tx.create("thing", {"name": "A"}).id
        second = tx.create("thing", {"name": "B"}).id
        third = tx.create("thing", {"name": "C"}).id
    change(ann, second, name="B2")
    with changes(ann, "delete") as later:
        later.delete("thing", third)
    result = undo(ann, tx.change)
    assert result["undone"] == 1
    assert {row[0] for row in kept(result)} == {str(second), str(third)}
    assert now(first).deleted_at is not None
    assert now(second).deleted_at is None


def test_what_stays_keeps_what_it_points_at_and_is_made_of(ann: Actor) -> None:
    """Down to the end of the references; a record that goes back to what it was keeps nothing."""
    other = make(ann, name="Other")
    with changes(ann, "import") as tx:
        rack = tx.create("rack", {"name": {"en": "Rack"}}).id
        here, there = (tx.create("shelf", {"name": {"en": name}, "rack": rack}).id for name in ("Here", "There"))
        edited, gone, noted = (
            tx.create("thing", {"name": name, "shelf": shelf}).id
            for name, shelf in (("Edited", here), ("Gone", there), ("Noted", there))
        )
        part, lost = (tx.create("part", {"name": "Part", "thing": thing}).id for thing in (edited, gone))
        tx.update("thing", other, {"shelf": there})
    change(ann, edited, quantity=7)
    with speaking("en"):
        result = undo(ann, tx.change)
    assert {row[0]: row[2] for row in kept(result)} == {
        str(edited): "Changed since; left as it is",
        str(part): "Part of Thing “Edited”, which stays",
        str(here): "Thing “Edited” stays and points at it",
        str(rack): "Shelf “Here” stays and points at it",
    }
    assert {row["id"] for row in result["kept"] if row["held"]} == {str(part), str(here), str(rack)}
    assert [each.deleted_at is None for each in (now(edited), now(gone), now(noted))] == [True, False, False]
    assert now(other).shelf_id is None
    assert Part.objects.get(id=lost).deleted_at is not None
    assert result["undone"] == 5


def test_what_others_tie_to_or_point_at_stays_told_as_far_as_one_may_know(ann: Actor) -> None:
    rack = one("rack", name={"en": "Rack"}).id
    with changes(ann, "import") as tx:
        shelf = tx.create("shelf", {"name": {"en": "Shelf"}, "rack": rack}).id
        noted = tx.create("thing", {"name": "Noted"}).id
    make(ann, name="By hand", shelf=shelf)
    one("remark_link", remark=one("remark", text="about it", owner=ann.id), object="thing", record=noted)
    with speaking("en"):
        result = undo(replace(ann, fields={"thing": {"name": FieldRight.HIDDEN}}), tx.change)
    assert {row[0]: row[2] for row in kept(result)} == dict.fromkeys(
        (str(shelf), str(noted)), "A record that stays needs it"
    )


def test_what_was_deleted_or_restored_goes_back(ann: Actor) -> None:
    made = make(ann)
    with changes(ann, "delete") as gone:
        gone.update("thing", made, {"quantity": 4})
        gone.delete("thing", made)
    result = undo(ann, gone.change)
    assert result["undone"] == 1
    assert (now(made).deleted_at, now(made).quantity) == (None, None)
    undo(ann, UUID(result["change"]))
    assert now(made).deleted_at is not None
    assert now(made).quantity == 4
    assert undo(ann, gone.change)["kept"] != []


def test_a_record_binned_since_is_left(ann: Actor) -> None:
    made = make(ann)
    done = change(ann, made, quantity=2)
    with changes(ann, "delete") as tx:
        tx.delete("thing", made)
    result = undo(ann, done)
    assert (result["undone"], len(result["kept"])) == (0, 1)


def test_only_who_made_it_or_an_administrator(ann: Actor, root: Actor) -> None:
    done = change(ann, make(ann), quantity=2)
    with pytest.raises(Denied):
        undo(actor_for(person("Bob")), done)
    assert undo(root, done)["undone"] == 1
    with pytest.raises(Missing):
        undo(ann, uuid7())


def test_rights_lost_since_hold(ann: Actor, respec: Callable[..., Any]) -> None:
    made, other = make(ann, quantity=1), make(ann)
    bob = person("Bob").pk
    with changes(ann, "update") as tx:
        tx.update("thing", made, {"quantity": 2, "name": "B", "owner": bob})
        tx.update("thing", other, {"name": "B", "owner": bob})
    verbs = {"read": Scope.ALL, "update": Scope.ALL}
    less = Actor(id=ann.id, grants={"*": verbs}, fields={"thing": {"quantity": FieldRight.READ}})
    result = undo(less, tx.change)
    assert {(row[0], row[1]) for row in kept(result)} == {
        (str(made), "quantity"), (str(made), "owner"), (str(other), "owner"),
    }  # fmt: skip
    assert (now(made).name, now(made).quantity, now(made).owner_id) == ("A", 2, bob)
    none = Actor(id=ann.id, grants={"*": {"read": Scope.ALL}})
    again = undo(none, UUID(result["change"]))
    assert (again["undone"], len(again["kept"])) == (0, 2)


def test_a_rule_may_refuse_the_former_state(ann: Actor, respec: Callable[..., Any]) -> None:
    made = make(ann, quantity=1)
    done = change(ann, made, quantity=2)

    def growing(change: Change) -> None:
        if change.before and (change.after["quantity"] or 0) < change.before["quantity"]:
            raise RuleBroken.at("quantity", "shrinks", T("It only grows", "只增不减"))

    respec("thing", rules=(growing,))
    with speaking("en"):
        assert kept(undo(ann, done)) == [(str(made), "", "It only grows")]


def test_locked_fields_go_back_too(ann: Actor, respec: Callable[..., Any]) -> None:
    made = make(ann, rating=1)
    respec("thing", locked=("rating",))
    with changes(ann, "rate") as tx:
        tx.set("thing", tx.get("thing", made), {"rating": 5})
    undo(ann, tx.change)
    assert now(made).rating == 1


def test_parts_leave_before_their_whole_and_chunks_are_one_change(ann: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "CHUNK", 2)
    with changes(ann, "import") as tx:
        whole = tx.create("thing", {"name": "A"})
        for number in range(5):
            tx.create("part", {"name": f"p{number}", "thing": whole.id})
    said: list[int] = []
    result = undo(ann, tx.change, progress=said.append)
    assert (result["undone"], said) == (6, [2, 4, 5, 6])
    assert undo(ann, UUID(result["change"]))["undone"] == 6
    assert now(whole.id).deleted_at is None


def test_an_action_own_entry_is_nothing_to_undo(ann: Actor) -> None:
    made = make(ann)
    with changes(ann, "note") as tx:
        tx.note("thing", tx.get("thing", made), "seen")
    with pytest.raises(Missing):
        undo(ann, tx.change)


def test_what_is_gone_for_good_is_reported(ann: Actor, root: Actor) -> None:
    made = make(ann)
    done = change(ann, made, quantity=3)
    with changes(root, "purge"):
        Thing.objects.filter(id=made).delete()
    with speaking("en"):
        assert kept(undo(ann, done)) == [(str(made), "", "Removed for good; it cannot be brought back")]
