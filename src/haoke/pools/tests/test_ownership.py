"""Who has had a record is remembered whichever way it changes hands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import Denied, Missing
from haoke.core.records import changes, undo
from haoke.identity import accounts
from haoke.pools.models import Ownership
from haoke.pools.queries import history

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db: None) -> Callable[[str], UUID]:
    return lambda name: accounts.create_user(f"{name}@example.com", name)


def made(owner: UUID | None, key: str = "account", **values: Any) -> Any:
    with changes(system(), "test") as tx:
        return tx.create(key, {"name": "Acme", "owner": owner, **values})


def kept(record: Any) -> list[tuple[UUID | None, str, bool]]:
    """(owner, how, whether it is the present one), the oldest first."""
    found = Ownership.objects.filter(record=record.id).order_by("id")
    return [(each.owner, each.how, each.until is None) for each in found]


@pytest.mark.parametrize("key", ["account", "lead"])
def test_every_way_of_changing_hands_is_kept(key: str, person: Callable[[str], UUID]) -> None:
    ann, bob = person("ann"), person("bob")
    record = made(ann, key)
    with changes(system(), "update") as tx:
        tx.update(key, record.id, {"owner": bob})
    with changes(system(), "assign") as tx:
        tx.run(key, record.id, "assign", {"owner": ann})
    with changes(system(), "hand_over") as tx:
        tx.set(key, record.id, {"owner": bob})
    with changes(system(), "import") as tx:
        tx.batch(key).rows([(record.id, None, {"owner": None})])
    assert kept(record) == [
        (ann, "created", False), (bob, "transferred", False), (ann, "assigned", False), (bob, "handed_over", False),
        (None, "imported", True),
    ]  # fmt: skip


def test_a_change_of_other_things_is_no_new_owner(person: Callable[[str], UUID]) -> None:
    record = made(person("ann"))
    with changes(system(), "update") as tx:
        tx.update("account", record.id, {"name": "Other"})
        tx.delete("account", record.id)
    assert len(kept(record)) == 1


def test_many_at_once_are_kept_one_by_one(person: Callable[[str], UUID]) -> None:
    ann, bob = person("ann"), person("bob")
    records = [made(ann) for _ in range(3)]
    with changes(system(), "update") as tx:
        tx.batch("account").rows([(records[0].id, None, {"owner": bob}), (records[1].id, None, {"name": "N"})])
    assert [len(kept(each)) for each in records] == [2, 1, 1]


def test_undoing_is_kept_as_such(person: Callable[[str], UUID]) -> None:
    ann, bob = person("ann"), person("bob")
    record = made(ann)
    with changes(system(), "assign", "Leaves") as tx:
        tx.run("account", record.id, "assign", {"owner": bob})
        change = tx.change
    undo(system(), change)
    assert kept(record)[-1] == (ann, "undone", True)
    last, before = Ownership.objects.filter(record=record.id).order_by("-id")[:2]
    assert (before.reason, last.reason) == ("Leaves", "")


def test_nothing_else_may_write_there(person: Callable[[str], UUID]) -> None:
    record = made(person("ann"))
    for statement in ("UPDATE pools_ownership SET owner = NULL", "DELETE FROM pools_ownership"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ownership.objects.create(object="account", record=record.id, since="2020-01-01T00:00Z", how="created")


def test_who_sees_the_record_sees_its_owners(person: Callable[[str], UUID]) -> None:
    ann, bob = person("ann"), person("bob")
    record = made(ann)
    with changes(system(), "assign", "Moved to Shenzhen") as tx:
        tx.run("account", record.id, "assign", {"owner": bob})
    mine = Actor(id=bob, grants={"*": {"*": Scope.OWN}})
    newest, first = history(mine, "account", record.id)["items"]
    assert (newest["owner"]["title"], newest["how"]["value"], newest["reason"]) == (
        "bob",
        "assigned",
        "Moved to Shenzhen",
    )
    assert (first["owner"]["title"], first["until"]) == ("ann", newest["since"])
    with pytest.raises(Missing):
        history(Actor(id=ann, grants={"*": {"*": Scope.OWN}}), "account", record.id)
    blind = Actor(id=bob, grants={"*": {"*": Scope.OWN}}, fields={"account": {"owner": FieldRight.HIDDEN}})
    with pytest.raises(Denied):
        history(blind, "account", record.id)


def test_a_change_of_other_things_looks_at_no_history(person: Callable[[str], UUID]) -> None:
    record = made(person("ann"))
    before = reads()
    with changes(system(), "update") as tx:
        tx.update("account", record.id, {"name": "Other"})
    assert reads() == before


def reads() -> list[tuple[str, int]]:
    """How often this transaction has begun to read the tables in which triggers keep history."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_xact_user_tables"
            " WHERE relname IN ('pools_ownership', 'labels_standing') ORDER BY 1"
        )
        return list(cursor.fetchall())
