"""Tests that really commit leave the database as the migrations made it."""

from __future__ import annotations

import pytest
from django.db import connection

QUEUE = "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args) VALUES ('t', 't', 't', '{}')"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_committed_row_is_gone_afterwards(time: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,), time
        cursor.execute(QUEUE)
