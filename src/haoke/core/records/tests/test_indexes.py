"""A list sorted by name starts at an index, however many rows there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.records.indexes import statement
from haoke.core.records.reading.ordering import order_of
from haoke.core.sql import Sql


def titled() -> list[str]:
    return [key for key, spec in registry.objects().items() if statement(spec)]


@pytest.mark.django_db
def test_every_title_has_its_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_indexes WHERE indexname = tablename || '_by_title'")
        found = {row[0] for row in cursor.fetchall()}
    assert {"identity_user", "identity_department"} <= found
    # Tables of run-time objects are made like core_blank.
    assert found == {"core_blank", *(registry.get(key).model._meta.db_table for key in titled())}


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["user", "thing"])
def test_the_order_of_a_list_is_the_index(key: str) -> None:
    if key not in registry.objects():
        pytest.skip("the test objects are not installed")
    spec = registry.get(key)
    order = order_of(system(), spec, spec.title)
    table = spec.model._meta.db_table
    with connection.cursor() as cursor:
        # What is asked is whether the index can give the order, not what the planner makes of a nearly empty table.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_incremental_sort = off")
        cursor.execute(
            f"EXPLAIN SELECT id FROM {table} r WHERE r.deleted_at IS NULL ORDER BY {order.by(order.keys).text} LIMIT 50"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert f"{table}_by_title" in plan
    assert "Sort" not in plan


def test_a_sort_key_with_parameters_is_not_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = registry.get("record_share")
    kind: Any = registry.field(spec.key, spec.title).type
    monkeypatch.setattr(type(kind), "sort_key", lambda _self, _column: Sql("%s", (1,)))
    assert statement(spec) is None
