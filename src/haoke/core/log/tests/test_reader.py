"""Reading what is new: nothing missed, nothing twice, each record's entries in order."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import errors

from haoke.core import log
from haoke.core.access.actor import system
from haoke.core.log import Entry, Reader
from haoke.core.log.models import LogCursor
from haoke.core.records import changes
from haoke.core.testing.database import as_login, database_name

pytestmark = pytest.mark.django_db(transaction=True)


def make(name: str = "A") -> UUID:
    with changes(system(), "create") as tx:
        made: UUID = tx.create("thing", {"name": name}).id
        return made


def take(reader: Reader, limit: int = 2000) -> list[Entry]:
    with reader.chunk(limit) as entries:
        return entries


def test_a_new_subscriber_hears_from_now_on_or_from_the_start() -> None:
    first = make()
    late, early = Reader("late"), Reader("early", since="start")
    assert take(late) == []
    second = make()
    assert [entry.record for entry in take(late)] == [second]
    assert [entry.record for entry in take(early)] == [first, second]
    assert take(late) == take(early) == []


def test_an_entry_says_everything() -> None:
    reader = Reader("all", since="start")
    made = make()
    entry = take(reader)[0]
    assert (entry.object, entry.record, entry.verb, entry.version, entry.data) == ("thing", made, "create", 1, None)
    assert (entry.actor, entry.action, entry.via) == (system().id, "create", "system")


def test_a_failed_effect_is_handed_out_again() -> None:
    reader = Reader("weak", since="start")
    made = make()

    def fail() -> None:
        with reader.chunk() as entries:
            raise LookupError(entries[0].id)

    with pytest.raises(LookupError):
        fail()
    assert [entry.record for entry in take(reader)] == [made]


def test_batches_larger_than_a_chunk_are_taken_up_where_they_ended() -> None:
    reader = Reader("small", since="start")
    made = [make() for _ in range(5)]
    taken = [[entry.record for entry in take(reader, 2)] for _ in range(3)]
    assert taken == [made[:2], made[2:4], made[4:]]
    late = make()
    assert [entry.record for entry in take(reader, 2)] == [late]
    assert take(reader, 2) == []


def test_one_process_at_a_time_reads_under_a_name(app_connection: psycopg.Connection[Any]) -> None:
    reader = Reader("single", since="start")
    take(reader)
    make()
    with app_connection.transaction():
        app_connection.execute("SELECT 1 FROM core_logcursor WHERE subscriber = 'single' FOR UPDATE")
        assert take(reader) == []
    assert len(take(reader)) == 1


def test_an_entry_whose_transaction_commits_late_is_not_missed(app_connection: psycopg.Connection[Any]) -> None:
    reader = Reader("late", since="start")
    take(reader)
    with app_connection.transaction():
        begin(app_connection)
        app_connection.execute(INSERT, ["00000000-0000-7000-8000-0000000000aa"])
        early = make()
        assert [entry.record for entry in take(reader)] == [early]
    assert [str(entry.record)[-2:] for entry in take(reader)] == ["aa"]
    assert take(reader) == []


def test_a_database_restored_elsewhere_goes_on_by_id() -> None:
    reader = Reader("moved", since="start")
    make()
    done = take(reader)
    after = [make(), make(), make()]
    LogCursor.objects.update(cluster="another", prev="900000:900000:")
    assert [entry.record for entry in take(reader, 2)] == after[:2]
    assert [entry.record for entry in take(reader, 2)] == after[2:]
    assert done
    assert take(reader) == []
    last = make()
    assert [entry.record for entry in take(reader)] == [last]


def test_numbers_of_transactions_reached_once_more_make_nothing_new(
    superuser_connection: psycopg.Connection[Any],
) -> None:
    reader = Reader("again", since="start")
    old = make()
    assert [entry.record for entry in take(reader)] == [old]
    superuser_connection.execute("UPDATE core_logcursor SET floor = (SELECT max(id) FROM log.entry)")
    superuser_connection.execute("UPDATE log.entry SET xid = pg_current_xact_id()")
    fresh = make()
    assert [entry.record for entry in take(reader)] == [fresh]
    later = Reader("later", since="start")
    assert old not in [entry.record for entry in take(later)]


INSERT = (
    "INSERT INTO testing_rack (id, name, version, custom, created_at, updated_at)"
    " VALUES (%s, '{}', 1, '{}', now(), now())"
)
SETTINGS = ("actor", "action", "change")


def begin(app: psycopg.Connection[Any]) -> None:
    for name in SETTINGS:
        app.execute("SELECT set_config(%s, '00000000-0000-7000-8000-000000000001', true)", [f"haoke.{name}"])
    app.execute("SELECT set_config('haoke.xid', pg_current_xact_id()::text, true)")


ROWS = [f"00000000-0000-7000-8000-{number:012x}" for number in range(1, 21)]


def write(app: psycopg.Connection[Any], rng: random.Random) -> None:
    """Single, bulk and slow transactions, savepoints taken back, one in ten given up."""
    for _ in range(60):
        with suppress(errors.DeadlockDetected), app.transaction(force_rollback=rng.random() < 0.1):
            begin(app)
            if rng.random() < 0.2:
                app.execute("SELECT pg_sleep(%s)", [rng.random() * 0.05])
            with app.transaction(force_rollback=rng.random() < 0.2):
                app.execute("UPDATE testing_rack SET number = number WHERE id = ANY(%s)", [ROWS[:3]])
                bump(app, rng.sample(ROWS, 1))
            bump(app, rng.sample(ROWS, 6 if rng.random() < 0.1 else 1))


def bump(app: psycopg.Connection[Any], ids: list[str]) -> None:
    app.execute("SELECT 1 FROM testing_rack WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [ids])
    app.execute(
        "UPDATE testing_rack SET version = version + 1, custom = jsonb_build_object('n', version + 1)"
        " WHERE id = ANY(%s)",
        [ids],
    )


def listen(name: str, into: list[Entry], stop: threading.Event) -> None:
    """Read until the writers have stopped and nothing is left."""
    reader = Reader(name, since="start")
    while True:
        over = stop.is_set()
        entries = take(reader, 50)
        into.extend(entries)
        if over and not entries:
            connection.close()
            return


@pytest.fixture
def rows(app_connection: psycopg.Connection[Any]) -> None:
    with app_connection.transaction():
        begin(app_connection)
        for row in ROWS:
            app_connection.execute(INSERT, [row])


def test_under_load_nothing_is_missed_twice_or_out_of_order(rows: None, test_server: Any) -> None:
    done = threading.Event()
    heard: dict[str, list[Entry]] = {"one": [], "two": []}
    with ThreadPoolExecutor(8) as pool:
        readers = [pool.submit(listen, name, into, done) for name, into in heard.items()]
        writers = [pool.submit(writing, test_server, seed) for seed in range(5)]
        wait(writers)
        done.set()
        for writer in writers:
            writer.result()
        for reader in readers:
            reader.result()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM log.entry ORDER BY id")
        written = {row[0] for row in cursor.fetchall()}
    assert len(written) > 200
    for entries in heard.values():
        assert {entry.id for entry in entries} == written
        assert len(entries) == len(written)
        for row in ROWS:
            versions = [entry.version for entry in entries if str(entry.record) == row]
            assert versions == sorted(versions, key=lambda version: version or 0)


def writing(server: Any, seed: int) -> None:
    with as_login(server, "haoke_app", database_name()) as app:
        write(app, random.Random(seed))


def test_names_of_the_package_are_its_own() -> None:
    assert log.CHANNEL == "haoke_log"
    with pytest.raises(AttributeError):
        _ = log.nothing_of_the_kind
