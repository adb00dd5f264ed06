"""The chain of seals: whole after everything lawful, broken by everything else, whoever does it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from psycopg import errors

from haoke.core.access.actor import system
from haoke.core.jobs import maintenance
from haoke.core.log import sealing
from haoke.core.log.tests.test_install import begin
from haoke.core.records import changes

if TYPE_CHECKING:
    from uuid import UUID

    import psycopg

pytestmark = pytest.mark.django_db(transaction=True)


def make(name: str = "A") -> UUID:
    with changes(system(), "create", reason="a reason") as tx:
        made: UUID = tx.create("thing", {"name": name}).id
        return made


def rename(record: UUID, name: str) -> None:
    with changes(system(), "rename", reason="they asked") as tx:
        tx.update("thing", record, {"name": name})


def sealed(entries: int) -> None:
    """Seal what there is: the first call marks it, the second finds no writer left."""
    sealing.seal_up()
    sealing.seal_up()
    assert sealing.verify().entries == entries


def faults(head: str | None = None) -> list[str]:
    return [str(fault) for fault in sealing.verify(head).faults]


@pytest.fixture
def thing() -> UUID:
    """A record with a history, sealed: create, two updates, an entry of another record."""
    record = make("Ada")
    rename(record, "Ada Lovelace")
    rename(record, "Countess")
    make("other")
    sealed(4)
    return record


def erase(record: UUID) -> int:
    with changes(system(), "erase_person", reason="asked to"), connection.cursor() as cursor:
        cursor.execute("SELECT log.erase('thing', %s)", [record])
        return int(cursor.fetchone()[0])


def test_seals_follow_one_another(thing: UUID) -> None:
    first = sealing.head()
    found = sealing.verify(first)
    assert (found.faults, found.entries, found.head) == ([], 4, first)
    rename(thing, "again")
    sealed(5)
    assert faults(first) == []
    assert sealing.head() != first
    assert sealing.verify().seals >= 2


def test_nothing_to_seal_makes_no_seal(thing: UUID) -> None:
    seals = sealing.verify().seals
    for _ in range(3):
        sealing.seal_up()
    assert sealing.verify().seals == seals


def test_a_job_seals() -> None:
    make()
    assert maintenance.seal_log() + maintenance.seal_log() == 1
    assert sealing.verify().entries == 1


def test_many_entries_make_several_seals() -> None:
    with changes(system(), "load") as tx:
        for number in range(3):
            tx.create("thing", {"name": f"n{number}"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'seal_up'")
        assert "LIMIT 1000" in cursor.fetchone()[0]
    sealed(3)
    assert faults() == []


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE log.entry SET data = jsonb_set(data, '{n,name}', '\"Eve\"') WHERE verb = 'update'", "were changed"),
        ("UPDATE log.entry SET actor = gen_random_uuid() WHERE id = (SELECT min(id) FROM log.entry)", "were changed"),
        ("UPDATE log.entry SET at = at - interval '1 microsecond' WHERE verb = 'update'", "were changed"),
        ("UPDATE log.entry SET reason = '' WHERE verb = 'update'", "were changed"),
        ("UPDATE log.entry SET version = version + 1 WHERE verb = 'update'", "were changed"),
        ("DELETE FROM log.entry WHERE id = (SELECT min(id) FROM log.entry)", "1 are missing"),
        ("DELETE FROM log.entry", "are missing"),
        (
            "INSERT INTO log.entry SELECT id, xid, at, actor, behalf, via, action, reason, change, object,"
            " gen_random_uuid(), verb, version, data FROM log.entry WHERE id = (SELECT min(id) FROM log.entry)",
            "1 were put in later",
        ),
        (
            "INSERT INTO log.entry SELECT 0, xid, at, actor, behalf, via, action, reason, change, object, record, verb,"
            " version, data FROM log.entry WHERE id = (SELECT min(id) FROM log.entry)",
            "1 entries stand before",
        ),
        ("UPDATE log.seal SET made_at = made_at - interval '1 day' WHERE number = 1", "were changed"),
        ("UPDATE log.seal SET entries = entries + 1 WHERE number = 1", "missing"),
        ("DELETE FROM log.seal WHERE number = 1", "does not follow"),
    ],
)
def test_whoever_changes_it_is_found_out(
    thing: UUID, tampering: str, said: str, superuser_connection: psycopg.Connection[Any]
) -> None:
    rename(thing, "after")
    sealed(5)
    superuser_connection.execute(tampering)
    assert any(said in fault for fault in faults()), faults()


def test_a_chain_cut_off_or_made_anew_lacks_the_head_kept_elsewhere(
    thing: UUID, superuser_connection: psycopg.Connection[Any]
) -> None:
    kept = sealing.head()
    superuser_connection.execute("UPDATE log.entry SET reason = 'forged' WHERE verb = 'update'")
    superuser_connection.execute("TRUNCATE log.seal")
    sealed(4)
    assert faults() == []
    assert any("does not contain the head" in fault for fault in faults(kept))


def test_an_erasure_blanks_the_values_and_the_chain_holds(thing: UUID) -> None:
    kept = sealing.head()
    assert erase(thing) == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, data::text FROM log.entry WHERE record = %s ORDER BY id", [thing])
        rows = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM log.seal WHERE secret IS NOT NULL")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM log.salt")
        assert cursor.fetchone() == (1,)
    assert [reason for reason, _ in rows] == ["", "", "", "asked to"]
    assert rows[1][1] == '{"n": {"name": null}, "o": {"name": null}}'
    assert not any("Ada" in str(data) for _, data in rows)
    assert faults(kept) == []
    sealed(5)
    assert faults(kept) == []
    assert erase(thing) == 0
    assert faults(kept) == []


def test_what_is_not_sealed_yet_is_erased_too(thing: UUID) -> None:
    rename(thing, "Late Ada")
    assert erase(thing) == 4
    sealed(6)
    assert faults() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM log.entry WHERE data::text LIKE '%%Ada%%'")
        assert cursor.fetchone() == (0,)


def test_an_erasure_nobody_tells_of_is_found_out(thing: UUID, superuser_connection: psycopg.Connection[Any]) -> None:
    erase(thing)
    superuser_connection.execute("DELETE FROM log.entry WHERE verb = 'x:erase'")
    assert any("no erasure tells of it" in fault for fault in faults())


def test_values_put_into_an_erased_entry_are_found_out(
    thing: UUID, superuser_connection: psycopg.Connection[Any]
) -> None:
    erase(thing)
    superuser_connection.execute(
        'UPDATE log.entry SET data = \'{"n": {"name": "Eve"}, "o": {"name": null}}\' WHERE verb = \'update\''
    )
    assert any("holds values again" in fault for fault in faults())


def test_the_application_seals_and_erases_only_in_its_way(thing: UUID, app_connection: psycopg.Connection[Any]) -> None:
    with pytest.raises(errors.DatabaseError, match="outside a change"):
        app_connection.execute("SELECT log.erase('thing', %s)", [thing])
    for statement in (
        "UPDATE log.seal SET entries = 0", "DELETE FROM log.seal", "INSERT INTO log.erased VALUES (1, '')",
        "UPDATE log.entry SET data = NULL", "UPDATE log.sealing SET upto = 0", "DELETE FROM log.salt",
        "SELECT log.commitment('', '', NULL)",
    ):  # fmt: skip
        with pytest.raises(errors.InsufficientPrivilege):
            app_connection.execute(statement)


def test_entries_of_an_unfinished_transaction_wait(app_connection: psycopg.Connection[Any]) -> None:
    make("before")
    with app_connection.transaction():
        begin(app_connection)
        app_connection.execute("SELECT log.add('thing', gen_random_uuid(), 'slow', '{}')")
        sealing.seal_up()
        make("meanwhile")
        assert sealing.seal_up() == 0
        assert sealing.verify().entries == 0
    sealed(3)
    assert faults() == []


def test_entries_nobody_seals_are_told_of(thing: UUID, superuser_connection: psycopg.Connection[Any]) -> None:
    rename(thing, "left")
    superuser_connection.execute(
        "UPDATE log.entry SET at = at - interval '2 hours' WHERE id > (SELECT max(last_id) FROM log.seal)"
    )
    assert any("1 entries wait" in fault for fault in faults())


def test_a_beginning_cut_off_by_whoever_counts_anew_is_found_out(
    thing: UUID, superuser_connection: psycopg.Connection[Any]
) -> None:
    rename(thing, "after")
    sealed(5)
    superuser_connection.execute("DELETE FROM log.seal WHERE number = 1")
    with connection.cursor() as cursor:
        left = list(sealing._seals(cursor))
    before: sealing.Seal | None = None
    for seal in left:
        before = replace(seal, digest=seal.chained(before))
        superuser_connection.execute(
            "UPDATE log.seal SET digest = %s WHERE number = %s", [before.digest, before.number]
        )
    assert len(faults()) == 1
    assert "does not follow" in faults()[0]
