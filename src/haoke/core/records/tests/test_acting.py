"""Actions, historical imports, and what the database itself refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import BaseModel, Field

from haoke.core.access.actor import Actor, FieldRight, Scope
from haoke.core.errors import Denied, Invalid, Missing, Stale
from haoke.core.ids import uuid7
from haoke.core.records import Tx, changes
from haoke.core.records.tests.acting import change, codes, make
from haoke.core.spec import Action
from haoke.core.testing.app.models import Part, Thing
from haoke.core.testing.app.rows import actor_for, one, person
from haoke.core.text import T

pytestmark = pytest.mark.django_db


# -- actions -------------------------------------------------------------------------------------------
class Judge(BaseModel):
    """Input of the action under test."""

    model_config = {"extra": "forbid"}
    rating: int = Field(le=5)


def rate(tx: Tx, record: Thing, data: Judge) -> dict[str, Any]:
    tx.set("thing", record, {"rating": data.rating})
    tx.note("thing", record, "rated", {"by": "hand"})
    part = tx.add("part", {"name": "label", "thing": record.id})
    return {"rating": record.rating, "part": str(part.id)}


def ping(tx: Tx, record: Thing, data: None) -> str:
    return f"{record.name}{data}"


RATE = Action("rate", rate, T("Rate", "评级"), Judge)
PING = Action("ping", ping, T("Ping", "呼叫"))
DUST = Action("dust", ping, T("Dust", "除尘"), binned=True)


def test_an_action_sets_what_a_form_may_not(ann: Actor, respec: Callable[..., Any], logged: Callable[..., Any]) -> None:
    respec("thing", actions=(RATE, PING), locked=("rating",))
    made = make(ann)
    with pytest.raises(Invalid) as refused:
        change(ann, made.id, rating=4)
    assert codes(refused.value) == {"rating": "locked"}
    limited = actor_for(person("L"), verbs={"read": Scope.ALL, "rate": Scope.ALL})
    with changes(limited, "rate") as tx:
        result = tx.run("thing", made.id, "rate", {"rating": 4}, version=1)
    assert result["rating"] == 4
    assert Part.objects.get(id=result["part"]).thing_id == made.id
    assert [verb for verb, _ in logged(made.id)] == ["create", "update", "x:rated"]
    with changes(limited, "ping") as tx, pytest.raises(Denied):
        tx.run("thing", made.id, "ping")


def test_what_lies_in_the_bin_takes_the_actions_meant_for_it(root: Actor, respec: Callable[..., Any]) -> None:
    respec("thing", actions=(PING, DUST))
    made = make(root)
    with changes(root, "delete") as tx:
        tx.delete("thing", made.id)
    with changes(root, "ping") as tx, pytest.raises(Missing):
        tx.run("thing", made.id, "ping")
    with changes(root, "dust") as tx:
        assert tx.run("thing", made.id, "dust") == "ANone"


def test_the_input_of_an_action_is_judged(ann: Actor, respec: Callable[..., Any]) -> None:
    respec("thing", actions=(RATE, PING))
    made = make(ann)
    with changes(ann, "rate") as tx:
        with pytest.raises(Invalid) as refused:
            tx.run("thing", made.id, "rate", {"rating": 6, "more": 1})
        assert codes(refused.value) == {"rating": "less_than_equal", "more": "extra_forbidden"}
        with pytest.raises(Invalid) as refused:
            tx.run("thing", made.id, "rate")
        assert codes(refused.value) == {"rating": "missing"}
        with pytest.raises(Invalid) as refused:
            tx.run("thing", made.id, "ping", {"x": 1})
        assert codes(refused.value) == {"x": "unknown_field"}
        assert tx.run("thing", made, "ping") == "ANone"
        with pytest.raises(Missing):
            tx.run("thing", made.id, "no_such_action")
        with pytest.raises(Stale):
            tx.run("thing", made.id, "ping", version=7)


def test_an_action_still_points_only_at_what_the_actor_sees(ann: Actor) -> None:
    made = make(ann)
    with changes(ann, "x") as tx:
        with pytest.raises(Invalid):
            tx.set("thing", made.id, {"parent": uuid7()})
        with pytest.raises(Missing):
            tx.set("thing", uuid7(), {"name": "x"})
        with pytest.raises(Invalid) as refused:
            tx.set("thing", made.id, {"no_such": 1, "version": 4})
        assert codes(refused.value) == {"no_such": "unknown_field", "version": "readonly"}


# -- history -------------------------------------------------------------------------------------------
OLD = datetime(2020, 5, 4, 3, 2, 1, tzinfo=UTC)


def test_a_historical_import_keeps_dates_authors_and_owners(respec: Callable[..., Any]) -> None:
    respec("thing", locked=("rating",))
    bob = person("Bob").pk
    importer = actor_for(
        person("I"), verbs={"*": Scope.OWN, "read": Scope.ALL, "assign": Scope.NONE, "import_history": Scope.ALL}
    )
    values = {"name": "old", "created_at": OLD, "created_by": bob, "owner": bob, "rating": 3}
    with changes(importer, "import", history=True) as tx:
        made = tx.create("thing", values)
    assert (made.created_at, made.created_by_id, made.owner_id, made.rating) == (OLD, bob, bob, 3)
    assert made.updated_at > OLD
    assert made.updated_by_id == importer.id
    with pytest.raises(Invalid) as refused:
        make(importer, **values)
    assert codes(refused.value) == {
        "created_at": "readonly", "created_by": "readonly", "owner": "readonly", "rating": "locked",
    }  # fmt: skip


def test_a_historical_record_brings_when_it_last_changed(root: Actor) -> None:
    later = OLD + timedelta(days=3)
    bob = person("Bob").pk
    with changes(root, "import", history=True) as tx:
        both = tx.create("thing", {"name": "a", "created_at": OLD, "updated_at": later, "updated_by": bob})
        late = tx.create("thing", {"name": "b", "updated_at": later})
        none = tx.create("thing", {"name": "c", "created_at": None, "updated_at": None})
        with pytest.raises(Invalid) as refused:
            tx.create("thing", {"name": "d", "created_at": later, "updated_at": OLD})
        assert codes(refused.value) == {"updated_at": "order"}
        ahead = tx.now + timedelta(minutes=1)
        with pytest.raises(Invalid) as refused:
            tx.create("thing", {"name": "e", "created_at": ahead, "updated_at": ahead})
        assert codes(refused.value) == {"created_at": "future", "updated_at": "future"}
        with pytest.raises(Invalid) as refused:
            tx.update("thing", both, {"updated_at": OLD})
        assert codes(refused.value) == {"updated_at": "readonly"}
        assert none.created_at == none.updated_at == tx.now
    assert (both.created_at, both.updated_at, both.updated_by_id) == (OLD, later, bob)
    assert (late.created_at, late.updated_at) == (later, later)
    with pytest.raises(Invalid) as refused:
        make(root, name="f", updated_at=OLD, updated_by=bob)
    assert codes(refused.value) == {"updated_at": "readonly", "updated_by": "readonly"}


def test_history_opens_no_field_closed_to_the_importer(respec: Callable[..., Any]) -> None:
    respec("thing", locked=("rating",))
    rights = {"thing": {"rating": FieldRight.READ, "created_at": FieldRight.MASKED}}
    partly = actor_for(person("P"), fields=rights)
    with changes(partly, "import", history=True) as tx, pytest.raises(Invalid) as refused:
        tx.create("thing", {"name": "old", "rating": 3, "created_at": OLD, "created_by": partly.id})
    assert codes(refused.value) == {"rating": "locked", "created_at": "readonly"}


def test_history_takes_its_right(ann: Actor) -> None:
    plain = actor_for(person("P"), verbs={"create": Scope.ALL, "read": Scope.ALL})
    with changes(plain, "import", history=True) as tx, pytest.raises(Denied):
        tx.create("thing", {"name": "old"})


def test_the_system_may_write_history(root: Actor) -> None:
    with changes(root, "demo", history=True) as tx:
        made = tx.create("thing", {"name": "old", "created_at": OLD})
        assert tx.update("thing", made, {"owner": person("Bob").pk}).version == 2


# -- constraints ---------------------------------------------------------------------------------------
def test_what_the_database_refuses_is_said_about_fields(root: Actor) -> None:
    one("department", name="East")
    with pytest.raises(Invalid) as refused, changes(root, "create") as tx:
        tx.create("department", {"name": "East"})
    assert codes(refused.value) == {"parent": "duplicate", "name": "duplicate"}
    west = one("department", name="West")
    with pytest.raises(Invalid) as refused, changes(root, "update") as tx:
        tx.update("department", west.pk, {"parent": west.pk})
    assert codes(refused.value) == {"id": "not_allowed", "parent": "not_allowed"}


def test_restoring_into_a_taken_name_is_refused(root: Actor) -> None:
    with changes(root, "create") as tx:
        gone = tx.create("department", {"name": "East"})
        tx.delete("department", gone)
        tx.create("department", {"name": "East"})
    with pytest.raises(Invalid), changes(root, "restore") as tx:
        tx.restore("department", gone.id)
