"""Whatever gets past the parser, the database takes: no literal is too long, too large or too strange for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haoke.core import criteria, registry
from haoke.core.access.actor import system
from haoke.core.errors import Refused
from haoke.core.fieldtypes.base import Op
from haoke.core.testing.app.rows import one
from haoke.core.testing.lots import examples

pytestmark = pytest.mark.django_db
FIELDS = {name: each.type.operators for name, each in registry.fields("thing").items() if each.type.operators}
NUMBERS = [0, -1, 2**15, 2**31, 2**31 - 1, 2**53, 2**63, 2**64, 10**30, -(10**40), 1e308, -0.0, 5e-324]
TEXTS = ["", " ", "%", "\\", "'", "{}", "1e5", "NaN", "Infinity", "x" * 500, "𠮷", "e\u0301" * 40, str(UUID(int=0))]
TIMES = ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+14:00", "2024-02-30"]
SPANS = [{"rel": "last_days", "n": 3660}, {"rel": "days_ahead", "n": 3660}, {"rel": "next_year"}]
KNOWN = ["new", "red", "440000", "广东省", {"code": "440000"}]
OTHERS = [*KNOWN, True, False, None, {"raw": "1"}, {"amount": "1e9"}, {"me": True}, {"my_department": True}]
EDGES: list[Any] = [*NUMBERS, *TEXTS, *TIMES, *SPANS, *OTHERS]
literals = st.sampled_from(EDGES) | st.integers() | st.floats() | st.text(max_size=20)


def understood(raw: dict[str, Any]) -> bool:
    """Whether the parser took it; then the database must, and never answer NULL."""
    spec, actor = registry.get("thing"), system()
    try:
        node = criteria.parse(raw, spec, actor)
    except Refused:
        return False
    condition = criteria.compile(node, spec, actor)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM testing_thing r WHERE ({condition.text}) IS NULL", condition.params)
        assert cursor.fetchall() == [(0,)]
    return True


@pytest.fixture(autouse=True)
def _rows() -> None:
    parent = one("thing", name="x", amount="1", bought="2026-01-01", tags=["a"], quantity=1)
    one("thing", name="y", parent=parent)


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_operator_with_every_edge(name: str) -> None:
    for op in FIELDS[name]:
        shapes = [shape for edge in EDGES for shape in (edge, [edge], [edge, edge])]
        taken = [understood({"field": name, "op": str(op), "value": shape}) for shape in shapes]
        assert any(taken), op
    assert understood({"field": f"parent.{name}", "op": "empty"})


@given(st.sampled_from(sorted(FIELDS)), st.sampled_from([*Op]), literals | st.lists(literals, max_size=5))
@settings(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck))
def test_anything_at_all(name: str, op: Op, value: Any) -> None:
    understood({"field": name, "op": str(op), "value": value})
