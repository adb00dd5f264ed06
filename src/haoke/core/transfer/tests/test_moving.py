"""A run moves what its check has worked out, exactly as it would have worked it out itself, or works it out again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction

from haoke.core import clock, registry
from haoke.core.access.actor import Actor, Scope, system
from haoke.core.ids import uuid7
from haoke.core.records import changes, rehearsal
from haoke.core.text import speaking
from haoke.core.transfer import ground, imports, moving, staging
from haoke.core.transfer.following import Steps
from haoke.core.transfer.models import Import, ImportPart, ImportSource

PEOPLE = """Name,Account,Mobile,Email,Birthday,Notes
Ann Lee,Acme,13800138000,ann@acme.example,1980-02-01,"first
second\tthird \\ fourth"
Bob Ray,Acme,13800138001,bob@acme.example,,
Cyd Fox,Bolt,,not a mail,1990-05-06,x
Dan Orr,,,dan@bolt.example,,y
"""
_TABLES = ("customers_account", "customers_contact", "core_searchdoc", "core_importmemory", "core_importrow")
_MADE = ["id", "record", "number", "created_at", "updated_at", "account_id", "batch", "batch_id", "source_id", "code"]
_CODES = (
    "SELECT count(*) FROM core_searchdoc d JOIN customers_contact c ON c.id = d.record AND d.code = lower(c.number)"
)
_MOMENTS = """SELECT count(*) FROM customers_contact c JOIN log.entry e ON e.record = c.id
    WHERE e.change = %s AND c.created_at = c.updated_at AND e.at - c.created_at BETWEEN '0 s' AND '1 min'"""
_TIES = "SELECT c.name, a.name FROM customers_contact c LEFT JOIN customers_account a ON a.id = c.account_id ORDER BY 1"
_LOGGED = """SELECT object, verb, action, via, reason, actor, version, count(*) FROM log.entry WHERE change = %s
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2"""
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def nothing(*_: Any) -> None:
    """Nobody watches."""


def kept(made: Import) -> dict[str, Any]:
    """What an import keeps for its run."""
    assert made.staged is not None
    return dict(made.staged)


def checked(actor: Actor, text: str = PEOPLE, **given: Any) -> Import:
    """An import of contacts that is ready to run."""
    made = imports.create(actor, [("contacts.csv", text.encode())], given, later=False)
    imports.check(actor, made, Steps(made.id, imports.CHECKING))
    made.refresh_from_db()
    assert made.state == "ready", made.message
    return made


def rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def contents(made: Import) -> Any:
    """Everything a run leaves behind, without ids, numbers and moments."""
    made.refresh_from_db()
    told = (made.state, made.counts, made.found, made.result, made.questions, made.issues)
    tables = {name: rows(f"SELECT to_jsonb(t) - %s::text[] FROM {name} t", _MADE) for name in _TABLES}
    return (
        {name: sorted(_ID.sub("", str(row)) for row in found) for name, found in tables.items()},
        rows(_CODES), rows(_MOMENTS, made.change), rows(_TIES), rows(_LOGGED, made.change), _ID.sub("", str(told)),
    )  # fmt: skip


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within one transaction everything written before counts as written since."""
    monkeypatch.setattr(ground, "has_moved", lambda *_: False)


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each run was moved."""
    found: list[bool] = []
    moved = moving.moved

    def noted(*given: Any) -> bool:
        found.append(moved(*given))
        return found[-1]

    monkeypatch.setattr(moving, "moved", noted)
    return found


@pytest.mark.usefixtures("untouched")
def test_what_is_moved_is_what_would_be_worked_out(admin: Actor, moves: list[bool]) -> None:
    found = []
    for way in (True, False):
        with transaction.atomic():
            made = checked(admin)
            if not way:
                staging.drop(made)
            imports.run(admin, made, nothing)
            found.append(contents(made))
            assert not ImportPart.objects.filter(batch=made).exists()
            assert made.staged is None
            transaction.set_rollback(True)
    assert moves == [True, False]
    assert found[0] == found[1]
    assert found[0][1] == found[0][2] == [(4,)]
    assert found[0][3] == [("Ann Lee", "Acme"), ("Bob Ray", "Acme"), ("Cyd Fox", "Bolt"), ("Dan Orr", None)]


@pytest.mark.usefixtures("untouched")
def test_a_moved_import_is_known_again_and_can_be_taken_back(admin: Actor, moves: list[bool]) -> None:
    made = checked(admin)
    imports.run(admin, made, nothing)
    again = checked(admin)
    assert [{name: item[name] for name in ("object", "create", "unchanged")} for item in again.counts][-1] == {
        "object": "contact", "create": 0, "unchanged": 4,
    }  # fmt: skip
    imports.run(admin, again, nothing)
    imports.take_back(admin, made, nothing)
    assert rows("SELECT count(*) FROM customers_contact WHERE deleted_at IS NULL") == [(0,)]
    assert moves == [True, True]


def _older(made: Import, actor: Actor) -> Actor:
    made.staged = kept(made) | {"standing": kept(made)["standing"] | {"program": "0"}}
    return actor


def _yesterday(made: Import, actor: Actor) -> Actor:
    made.staged = kept(made) | {"standing": kept(made)["standing"] | {"day": "2020-01-01"}}
    return actor


def _lost(made: Import, actor: Actor) -> Actor:
    ImportPart.objects.filter(batch=made).first().delete()  # type: ignore[union-attr]  # there are some
    return actor


def _other_rights(made: Import, actor: Actor) -> Actor:
    return Actor(id=actor.id, name="Boss", language="en", admin=True, via="import", reports=(made.id,))


def _other_source(made: Import, actor: Actor) -> Actor:
    ImportSource.objects.create(object="contact", key="", headers=["name"])
    return actor


def _other_columns(made: Import, actor: Actor) -> Actor:
    for part in ImportPart.objects.filter(batch=made):
        for told in part.head["parts"]:
            told["table"] = told["table"][:-1]
        part.save()
    return actor


def _hidden(made: Import, actor: Actor) -> Actor:
    for part in ImportPart.objects.filter(batch=made):
        for told in part.head["parts"]:
            told["points"] = {"account": [str(made.id)]}
        part.save()
    return actor


def _begun(made: Import, actor: Actor) -> Actor:
    """A record of it is there already, so its id is taken."""
    part = ImportPart.objects.filter(batch=made).order_by("position")[0]
    with changes(system(), "test") as tx:
        values = {"name": "Same", "owner": actor.id}
        record = next(iter(part.head["parts"][0]["reach"].values()))[0]
        tx.batch(part.head["parts"][0]["object"]).rows([(registry_id(record), 0, values)])
    return actor


def registry_id(text: str) -> Any:
    return registry.field("contact", "id").type.clean(text)


@pytest.mark.usefixtures("untouched")
def test_what_a_narrower_scope_does_not_reach_leads_to_the_whole_way(admin: Actor, moves: list[bool]) -> None:
    person = replace(admin, admin=False, grants={"*": {"*": Scope.OWN, "read": Scope.ALL}})
    made = checked(person)
    for part in ImportPart.objects.filter(batch=made):
        for told in part.head["parts"]:
            assert told["reach"]
            told["reach"] = {verb: [str(made.id)] for verb in told["reach"]}
        part.save()
    imports.run(person, made, nothing)
    made.refresh_from_db()
    assert (made.state, moves) == ("done", [False])
    assert rows("SELECT count(*) FROM customers_contact") == [(4,)]


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    "doubt", [_older, _yesterday, _lost, _other_rights, _other_source, _other_columns, _hidden, _begun]
)
def test_any_doubt_leads_to_the_whole_way(
    admin: Actor, moves: list[bool], doubt: Callable[[Import, Actor], Actor]
) -> None:
    made = checked(admin)
    actor = doubt(made, admin)
    imports.run(actor, made, nothing)
    made.refresh_from_db()
    assert (made.state, moves) == ("done", [False])
    assert rows("SELECT name FROM customers_contact WHERE name <> 'Same' ORDER BY name") == [
        ("Ann Lee",), ("Bob Ray",), ("Cyd Fox",), ("Dan Orr",),
    ]  # fmt: skip
    assert not ImportPart.objects.exists()


@pytest.mark.usefixtures("untouched")
def test_a_doubt_in_the_middle_goes_on_where_it_came(
    admin: Actor, moves: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = checked(admin)
    counts = made.counts
    move = rehearsal.move

    def doubted(tx: Any, part: rehearsal.Part, numbers: list[str]) -> None:
        move(tx, part, numbers)
        if part.object == "contact":
            raise rehearsal.Unlike

    monkeypatch.setattr(moving, "move", doubted)
    imports.run(admin, made, nothing)
    assert moves == [False]
    made.refresh_from_db()
    assert sorted(map(str, made.counts)) == sorted(map(str, counts))
    assert rows("SELECT name FROM customers_account ORDER BY name") == [("Acme",), ("Bolt",)]


@pytest.mark.usefixtures("untouched")
def test_what_changes_records_is_not_moved(admin: Actor, moves: list[bool]) -> None:
    first = checked(admin)
    imports.run(admin, first, nothing)
    second = checked(admin, PEOPLE.replace("1980-02-01", "1980-02-02"))
    assert second.staged is None
    imports.run(admin, second, nothing)
    assert moves == [True, False]
    assert rows("SELECT birthday::text FROM customers_contact WHERE name = 'Ann Lee'") == [("1980-02-02",)]


@pytest.mark.usefixtures("untouched")
def test_too_much_is_not_kept(admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MOST", 100)
    made = checked(admin)
    assert made.staged is None
    assert not ImportPart.objects.exists()


def test_a_moment_a_rule_put_in_is_not_moved(admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    class Late(rehearsal.Rehearsal):
        def take(self, tx: Any, spec: Any, stored: rehearsal.Stored) -> None:
            for _, row in stored.written:
                row["updated_at"] = clock.now()
            super().take(tx, spec, stored)

    monkeypatch.setattr(staging, "Rehearsal", Late)
    assert checked(admin).staged is None


def test_what_is_not_run_within_a_day_is_dropped(admin: Actor) -> None:
    made = checked(admin)
    assert staging.sweep() == 0
    ImportPart.objects.update(created_at="2020-01-01T00:00Z")
    assert staging.sweep() == kept(made)["chunks"]


def test_a_change_of_decisions_drops_what_was_kept(admin: Actor) -> None:
    made = checked(admin)
    before = set(ImportPart.objects.values_list("id", flat=True))
    imports.check(admin, made, Steps(made.id, imports.CHECKING))
    assert not before & set(ImportPart.objects.values_list("id", flat=True))


def test_objects_around_an_import() -> None:
    near = ground.around(["contact"])
    assert {"contact", "account", "user", "department", "role"} <= set(near)
    assert "lead" not in near
    assert set(ground.around(["activity_link"])) == set(registry.objects())


def boss() -> Actor:
    """An administrator who is committed."""
    with changes(system(), "test") as tx:
        person = tx.create("user", {"name": "Boss", "email": "boss@example.com", "language": "en"})
    return Actor(id=person.id, name="Boss", language="en", admin=True, via="import")


@pytest.mark.django_db(transaction=True)
def test_records_written_since_are_seen() -> None:
    then = ground.now()
    with changes(system(), "test") as tx:
        tx.create("account", {"name": "New"})
        change = tx.change
    assert ground.has_moved(then, ["account"], registry_id(str(tx.actor.id)))
    assert not ground.has_moved(then, ["account"], change)
    assert not ground.has_moved(then, ["contact"], registry_id(str(tx.actor.id)))
    assert not ground.has_moved(ground.now(), ["account"], registry_id(str(tx.actor.id)))


@pytest.mark.django_db(transaction=True)
def test_a_record_made_since_is_found_by_the_run(moves: list[bool]) -> None:
    actor = boss()
    made = checked(actor)
    with changes(system(), "test") as tx:
        tx.create("account", {"name": "Acme"})
    imports.run(actor, made, nothing)
    assert moves == [False]
    assert rows("SELECT count(*) FROM customers_account WHERE name = 'Acme'") == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_an_import_nobody_disturbed_is_moved(moves: list[bool]) -> None:
    actor = boss()
    made = checked(actor)
    with changes(system(), "test") as tx:
        tx.create("lead", {"name": "Someone", "company": "Elsewhere"})
    imports.run(actor, made, nothing)
    assert moves == [True]
    assert rows("SELECT count(*) FROM customers_contact") == [(4,)]


@pytest.mark.django_db(transaction=True)
def test_looking_back_costs_no_more_in_a_long_log() -> None:
    """The Log is read from its end, whatever the planner knows of it."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + ground._SINCE, {"then": ground.now(), "objects": ["a"], "change": uuid7()})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan Backward" in plan
    assert "Seq Scan" not in plan
