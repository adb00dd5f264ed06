"""Prepared statements: planned once, answered anew, watched like others, and given up when a column changes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql


def planned(like: str) -> int:
    """How many statements the connection keeps plans of that look like this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [like])
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_planned_once_for_all_values() -> None:
    answers = [rows(Sql("SELECT %s::int + 40 AS prepared_here", (n,)), prepared=True) for n in range(4)]
    assert answers == [[(40,)], [(41,)], [(42,)], [(43,)]]
    assert planned("SELECT $1::int + 40 AS prepared_here --%") == 1


@pytest.mark.django_db
def test_nothing_else_is_prepared_or_kept() -> None:
    rows(Sql("SELECT 1"), prepared=True)
    for n in range(8):
        rows(Sql("SELECT %s::int + 41 AS not_prepared", (n,)))
    assert planned("%41 AS not_prepared") == 0
    assert connection.connection.prepare_threshold is None


@pytest.mark.django_db
def test_seen_by_whoever_watches_statements() -> None:
    with CaptureQueriesContext(connection) as seen:
        for n in (1, 2):
            rows(Sql("SELECT %s::int AS watched", (n,)), prepared=True)
    assert len([each for each in seen if "AS watched" in each["sql"]]) == 2


@pytest.mark.django_db(transaction=True)
def test_a_changed_column_is_read_as_it_is_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE changed_under (a int); INSERT INTO changed_under VALUES (7)")
    wanted = Sql("SELECT a FROM changed_under WHERE a::text = %s", ("7",))
    try:
        assert rows(wanted, prepared=True) == rows(wanted, prepared=True) == [(7,)]
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE changed_under ALTER COLUMN a TYPE text")
        assert rows(wanted, prepared=True) == rows(wanted, prepared=True) == [("7",)]
    finally:
        connection.close()
