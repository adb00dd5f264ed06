"""Statements that may take only so long, and what a list may be laid out by."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from haoke.core import registry
from haoke.core.records.reading.grouping import datable
from haoke.core.records.reading.running import rows_within
from haoke.core.sql import Sql


@pytest.mark.django_db
def test_a_statement_gets_the_time_it_is_given_and_no_more() -> None:
    def limit() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return str(cursor.fetchone()[0])

    before = limit()
    assert rows_within(Sql("SELECT current_setting('statement_timeout'), %s", (7,)), 61.5) == [("61500ms", 7)]
    assert rows_within(Sql("SELECT pg_sleep(600)"), 0.01) is None
    assert limit() == before
    with pytest.raises(OperationalError, match="disk"):
        rows_within(Sql("DO $$ BEGIN RAISE EXCEPTION 'disk is full' USING ERRCODE = '53100'; END $$"), 60)
    assert limit() == before


def test_days_come_from_dates_and_moments() -> None:
    found = {name for name, field in registry.fields("thing").items() if datable(field)}
    assert found == {"bought", "seen_at", "created_at", "updated_at"}
