"""Whatever gets past the parser, the database takes: no literal is too long, too large or too strange for it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haoke.core import criteria, registry
from haoke.core.access.actor import system
from haoke.core.errors import Refused
from haoke.core.testing.app.rows import one

pytestmark = pytest.mark.django_db
FIELDS = {name: each.type.operators for name, each in registry.fields("thing").items() if each.type.operators}
PATHS = {f"parent.{name}": operators for name, operators in FIELDS.items()}
EDGES: list[Any] = [
    0, -1, 2**15, 2**31, 2**31 - 1, 2**53, 2**63, 2**64, 10**30, -(10**40), 1e308, -0.0, 5e-324, "", " ", "%", "\\", "'", "{}",
    "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+14:00", "2024-02-30", "1e5", "NaN", "Infinity",
    "00000000-0000-0000-0000-000000000000", "x" * 500, "𠮷", "e\u0301" * 40, True, False, None, {"raw": "1"}, {"amount": "1e9"},
    {"rel": "last_days", "n": 3660}, {"rel": "days_ahead", "n": 3660}, {"rel": "next_year"}, {"me": True}, {"my_department": True},
]  # fmt: skip
literals = st.sampled_from(EDGES) | st.integers() | st.floats() | st.text(max_size=20)
values = literals | st.lists(literals, max_size=5)


@st.composite
def leaves(draw: st.DrawFn) -> dict[str, Any]:
    field, operators = draw(st.sampled_from(sorted((FIELDS | PATHS).items())))
    return {"field": field, "op": str(draw(st.sampled_from(operators))), "value": draw(values)}


def test_the_database_takes_whatever_is_understood() -> None:
    one("thing", name="x", amount="1", bought="2026-01-01", tags=["a"], quantity=1)
    spec, actor, understood = registry.get("thing"), system(), [0]

    @given(leaves())
    @settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
    def taken(raw: dict[str, Any]) -> None:
        try:
            node = criteria.parse(raw, spec, actor)
        except Refused:
            return
        condition = criteria.compile(node, spec, actor)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM testing_thing r WHERE {condition.text}", condition.params)
            cursor.execute(f"SELECT count(*) FROM testing_thing r WHERE ({condition.text}) IS NULL", condition.params)
            assert cursor.fetchall() == [(0,)]
        understood[0] += 1

    taken()
    assert understood[0] > 100
