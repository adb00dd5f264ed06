"""Conditions can use an ordinary index on what they compare."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from haoke.core.fieldtypes.base import Op
from haoke.core.fieldtypes.tests.kinds import TYPES
from haoke.core.sql import Sql

TABLE = """
CREATE TEMP TABLE planned ON COMMIT DROP AS
SELECT 'name ' || i AS name, ARRAY['t' || i % 1000] AS tags, DATE '2020-01-01' + i % 3000 AS day,
  timestamptz '2020-01-01' + i * interval '1 hour' AS at,
  jsonb_build_object('e164', '+86' || 13800000000 + i) AS phone, i AS n
FROM generate_series(1, 20000) i;
CREATE INDEX ON planned ((lower(name) COLLATE "C"));
CREATE INDEX ON planned USING gin (tags);
CREATE INDEX ON planned (day);
CREATE INDEX ON planned (at);
CREATE INDEX ON planned ((phone->>'e164'));
CREATE INDEX ON planned (n);
ANALYZE planned;
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "column", "op", "raw", "rows"),
    [
        ("text", "name", Op.EQ, "Name 77", 1),
        ("text", "name", Op.STARTS, "NAME 1234", 11),
        ("text", "name", Op.IN, ["Name 77", "name 5"], 2),
        ("tags", "tags", Op.HAS_ANY, ["t5"], 20),
        ("tags", "tags", Op.HAS_ALL, ["t5"], 20),
        ("date", "day", Op.EQ, "2024-01-01", 7),
        ("date", "day", Op.BETWEEN, ["2024-01-01", "2024-01-02"], 14),
        ("datetime", "at", Op.EQ, "2021-01-05", 24),
        ("phone", "phone", Op.EQ, "13800000077", 1),
        ("integer", "n", Op.BETWEEN, [5, 9], 5),
        ("integer", "n", Op.IN, [5, 9], 2),
    ],
)
def test_an_index_is_used(name: str, column: str, op: Op, raw: Any, rows: int) -> None:
    kind = TYPES[name]
    condition = kind.condition(op, Sql(column), kind.operand(op, raw))
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute(f"EXPLAIN SELECT 1 FROM planned WHERE {condition.text}", condition.params)
        assert "Index" in " ".join(line for (line,) in cursor.fetchall())
        cursor.execute(f"SELECT count(*) FROM planned WHERE {condition.text}", condition.params)
        assert cursor.fetchone() == (rows,)
