"""Single writes: values, rights, rules, versions, search, Log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core.access.actor import Actor, FieldRight, Scope
from haoke.core.errors import Denied, Invalid, Missing, Stale
from haoke.core.ids import uuid7
from haoke.core.records import Tx, changes
from haoke.core.records.tests.acting import change, codes, make
from haoke.core.spec import Change, RuleBroken
from haoke.core.testing.app.models import Thing
from haoke.core.testing.app.rows import actor_for, one, person
from haoke.core.text import T

pytestmark = pytest.mark.django_db


# -- creating ------------------------------------------------------------------------------------------
def test_create_fills_in_what_the_system_keeps(ann: Actor) -> None:
    made = make(ann, amount={"amount": "12.5", "currency": "CNY"}, tags=["x"], active=True)
    stored: Any = Thing.objects.get(id=made.id)
    assert stored.number == f"TH-{stored.created_at:%Y}" + stored.number[-6:]
    assert (stored.owner_id, stored.created_by_id, stored.updated_by_id) == (ann.id, ann.id, ann.id)
    assert (stored.version, stored.custom, stored.deleted_at) == (1, {}, None)
    assert (stored.amount, stored.amount_currency, stored.tags, stored.active) == (Decimal("12.50"), "CNY", ["x"], True)
    assert stored.created_at == stored.updated_at
    assert made.amount == stored.amount
    assert made.id.version == 7


def test_an_owner_brings_his_department(ann: Actor) -> None:
    home = one("department", name="East")
    bob = person("Bob", department=home)
    assert make(ann, owner=bob.id).department_id == home.id
    other = one("department", name="West")
    assert make(ann, owner=bob.id, department=other.id).department_id == other.id
    assert make(ann, owner=None).department_id is None


def test_whoever_writes_his_own_in_a_boundless_scope_is_not_asked_about(ann: Actor) -> None:
    ann = replace(ann, department=one("department", name="East").id)
    with CaptureQueriesContext(connection) as captured:
        made = make(ann)
    assert made.department_id == ann.department
    assert not [each["sql"] for each in captured if "identity_user" in each["sql"] or "AS x(id)" in each["sql"]]


def test_the_system_owns_nothing(root: Actor) -> None:
    assert make(root).owner_id is None


def test_every_problem_is_named_at_once(ann: Actor) -> None:
    values = {
        "quantity": "many",
        "colour_of_money": 1,
        "number": "X",
        "version": 7,
        "deleted_at": None,
        "custom": {},
        "name": " ",
    }
    with pytest.raises(Invalid) as refused:
        make(ann, **values)
    assert codes(refused.value) == {
        "quantity": codes(refused.value)["quantity"], "colour_of_money": "unknown_field", "number": "readonly",
        "version": "readonly", "deleted_at": "unknown_field", "custom": "unknown_field", "name": "required",
    }  # fmt: skip
    assert "quantity" in codes(refused.value)


def test_a_required_field_left_out_is_named(ann: Actor) -> None:
    with changes(ann, "create") as tx, pytest.raises(Invalid) as refused:
        tx.create("part", {"price": {"amount": "1", "currency": "CNY"}})
    assert codes(refused.value) == {"name": "required", "thing": "required"}


def test_an_empty_value_of_a_column_that_cannot_be_empty_becomes_its_default(ann: Actor) -> None:
    assert make(ann, "part", thing=make(ann).id, done=None).done is False


def test_no_right_no_record(own: Actor) -> None:
    nobody = actor_for(person("No"), verbs={"read": Scope.ALL})
    with changes(nobody, "create") as tx, pytest.raises(Denied):
        tx.create("thing", {"name": "A"})


def test_a_record_created_out_of_scope_is_taken_back(own: Actor) -> None:
    giver = actor_for(person("Giver"), verbs={"create": Scope.OWN, "read": Scope.ALL, "assign": Scope.OWN})
    with pytest.raises(Denied) as refused:
        make(giver, owner=person("Bob").id)
    assert refused.value.code == "out_of_scope"
    assert not Thing.objects.exists()


def test_hidden_and_closed_fields_are_refused(own: Actor) -> None:
    rights = {"thing": {"weight": FieldRight.HIDDEN, "quantity": FieldRight.MASKED, "rating": FieldRight.READ}}
    partly = actor_for(person("P"), fields=rights)
    with pytest.raises(Invalid) as refused:
        make(partly, weight="1", quantity=1, rating=1, owner=None)
    assert codes(refused.value) == {"weight": "unknown_field", "quantity": "readonly", "rating": "readonly"}
    with pytest.raises(Invalid) as refused:
        make(own, owner=None)
    assert codes(refused.value) == {"owner": "readonly"}


# -- references ----------------------------------------------------------------------------------------
def test_references_must_exist_and_be_visible(ann: Actor) -> None:
    mine = actor_for(person("M"), Scope.OWN, teams=())
    hidden = make(ann)
    seen = make(mine)
    with pytest.raises(Invalid) as refused:
        make(mine, parent=hidden.id)
    assert codes(refused.value) == {"parent": "not_found"}
    with pytest.raises(Invalid):
        make(mine, parent=uuid7())
    child = make(mine, parent=seen.id)
    with pytest.raises(Invalid):
        change(mine, child, parent=hidden.id)
    assert change(mine, child, parent=None).parent_id is None


def test_several_references_are_all_looked_at(ann: Actor) -> None:
    rack = one("rack", name={"en": "R"})
    assert make(ann, racks=[str(rack.pk)]).racks == [rack.pk]
    with pytest.raises(Invalid) as refused:
        make(ann, racks=[rack.pk, uuid7()])
    assert codes(refused.value) == {"racks": "not_found"}


def test_an_unchanged_reference_may_point_into_the_bin(ann: Actor) -> None:
    whole = make(ann)
    child = make(ann, parent=whole.id)
    with changes(ann, "delete") as tx:
        tx.delete("thing", whole.id)
    assert change(ann, child, name="B", parent=whole.id).name == "B"
    with pytest.raises(Invalid):
        make(ann, parent=whole.id)


def test_a_tie_to_any_object_goes_through_the_same_gate(ann: Actor) -> None:
    mine = actor_for(person("M"), Scope.OWN)
    hidden, seen = make(ann), make(mine)
    with changes(mine, "create") as tx:
        remark = tx.create("remark", {"text": "hello"})
        tx.create("remark_link", {"remark": remark.id, "object": "thing", "record": seen.id})
        for key, record in (("thing", hidden.id), ("no_such_object", seen.id)):
            with pytest.raises(Invalid) as refused:
                tx.create("remark_link", {"remark": remark.id, "object": key, "record": record})
            assert codes(refused.value) == {"record": "not_found"}


# -- updating ------------------------------------------------------------------------------------------
def test_update_counts_versions_and_logs_what_changed(ann: Actor, logged: Callable[..., Any]) -> None:
    made = make(ann)
    changed = change(ann, made.id, 1, name="B", quantity=3)
    assert (changed.version, changed.name, changed.quantity) == (2, "B", 3)
    assert logged(made.id)[-1] == (
        "update",
        '{"n": {"name": "B", "quantity": "3"}, "o": {"name": "A", "quantity": null}}',
    )
    assert made.name == "A"


def test_the_instance_given_is_brought_up_to_date(ann: Actor) -> None:
    parent, other = make(ann), make(ann, name="other")
    made = make(ann, parent=parent.id)
    assert made.parent.name == "A"
    assert change(ann, made, parent=other.id) is made
    assert made.parent.name == "other"


def test_nothing_changed_nothing_written(ann: Actor, logged: Callable[..., Any]) -> None:
    made = make(ann)
    assert change(ann, made, name="A").version == 1
    assert [verb for verb, _ in logged(made.id)] == ["create"]


def test_a_stale_version_shows_both_sides(ann: Actor) -> None:
    made = make(ann)
    change(ann, made.id, 1, name="B")
    with pytest.raises(Stale) as refused:
        change(ann, made.id, 1, name="C")
    assert refused.value.extra["current"]["name"] == "B"
    assert refused.value.extra["current"]["version"] == 2
    assert refused.value.extra["yours"] == {"name": "C"}
    with changes(ann, "delete") as tx, pytest.raises(Stale):
        tx.delete("thing", made.id, version=1)


def test_unseen_is_missing_and_seen_but_closed_is_denied(ann: Actor, own: Actor) -> None:
    made = make(ann)
    with pytest.raises(Denied):
        change(own, made.id, name="B")
    with pytest.raises(Missing):
        change(actor_for(person("Z"), Scope.OWN), made.id, name="B")
    with pytest.raises(Missing):
        change(ann, uuid7(), name="B")
    with changes(own, "x") as tx:
        with pytest.raises(Denied):
            tx.get("thing", made.id)
        assert tx.get("thing", made.id, "read").name == "A"


def test_giving_a_record_away_takes_the_right_to_assign(own: Actor) -> None:
    bob = person("Bob").pk
    mine = make(own)
    giver = actor_for(person("G"), verbs={"*": Scope.OWN, "assign": Scope.ALL, "read": Scope.ALL})
    given = make(giver)
    assert change(giver, given.id, owner=bob).owner_id == bob
    narrow = actor_for(person("N"), verbs={"*": Scope.OWN, "read": Scope.ALL})
    kept = make(narrow)
    with pytest.raises(Denied) as refused:
        change(narrow, kept.id, owner=bob)
    assert refused.value.code == "out_of_scope"
    with pytest.raises(Invalid):
        change(own, mine.id, owner=bob)
    assert Thing.objects.get(id=kept.id).owner_id == narrow.id


def test_assigning_needs_the_row_in_the_scope_of_assigning(ann: Actor) -> None:
    foreign = make(ann)
    taker = actor_for(person("T"), verbs={"*": Scope.ALL, "assign": Scope.OWN})
    with pytest.raises(Denied):
        change(taker, foreign.id, owner=taker.id)


def test_a_record_is_found_by_what_it_is_now(ann: Actor) -> None:
    made = make(ann, name="Alpha")

    def titles() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT title FROM core_searchdoc WHERE record = %s", [made.id])
            return [row[0] for row in cursor.fetchall()]

    assert titles() == ["alpha"]
    change(ann, made.id, name="Beta")
    assert titles() == ["beta"]
    with changes(ann, "import") as tx:
        tx.batch("thing").rows([(made.id, None, {"name": "Gamma"}), (make_in(tx), None, {"quantity": 4})])
    assert titles() == ["gamma"]


def make_in(tx: Tx) -> UUID:
    made: UUID = tx.create("thing", {"name": "other"}).id
    return made


# -- rules ---------------------------------------------------------------------------------------------
def dear(change: Change) -> None:
    """Refuses dear things, derives a rating, and tries what no rule may."""
    if (change.after["quantity"] or 0) > 100:
        raise RuleBroken.at("quantity", "too_many", T("Too many", "太多"))
    if "quantity" in change.changed:
        change.after["rating"] = 5
    change.after["version"] = 99


def test_rules_refuse_and_derive(ann: Actor, respec: Callable[..., Any]) -> None:
    respec("thing", rules=(dear,), locked=("rating",))
    made = make(ann, quantity=1)
    assert (made.rating, made.version) == (5, 1)
    with pytest.raises(Invalid) as refused:
        change(ann, made.id, quantity=101)
    assert codes(refused.value) == {"quantity": "too_many"}
    assert change(ann, made.id, name="B").version == 2
    assert change(ann, made.id, name="B").version == 2


def test_references_set_by_rules_are_looked_at(ann: Actor, respec: Callable[..., Any]) -> None:
    def lost(change: Change) -> None:
        change.after["parent"] = UUID(int=7)

    respec("thing", rules=(lost,))
    with pytest.raises(Invalid) as refused:
        make(ann)
    assert codes(refused.value) == {"parent": "not_found"}


# -- the bin -------------------------------------------------------------------------------------------
def found_in_search(record: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM core_searchdoc WHERE record = %s", [record])
        return cursor.fetchone() is not None


def test_delete_and_restore(ann: Actor, logged: Callable[..., Any]) -> None:
    made = make(ann)
    assert found_in_search(made.id)
    with changes(ann, "delete") as tx:
        tx.delete("thing", made, version=1)
    assert not found_in_search(made.id)
    with pytest.raises(Missing):
        change(ann, made.id, name="B")
    with changes(ann, "restore") as tx:
        back = tx.restore("thing", made.id)
        with pytest.raises(Missing):
            tx.restore("thing", made.id)
    assert (back.deleted_at, back.version) == (None, 3)
    assert found_in_search(made.id)
    assert [verb for verb, _ in logged(made.id)] == ["create", "delete", "restore"]


def test_delete_takes_its_own_right(ann: Actor) -> None:
    made = make(ann)
    keeper = actor_for(person("K"), verbs={"read": Scope.ALL, "update": Scope.ALL})
    with changes(keeper, "delete") as tx, pytest.raises(Denied):
        tx.delete("thing", made.id)
