"""Every operator of every kind says the same in PostgreSQL and in Python."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from haoke.core import clock
from haoke.core.errors import BadValue
from haoke.core.fieldtypes import normal
from haoke.core.fieldtypes.base import FieldType, Op
from haoke.core.fieldtypes.tests.kinds import INPUTS, OPERANDS, PARTLY, PARTS, TYPES
from haoke.core.sql import Sql
from haoke.core.testing.lots import examples

NOW = dt.datetime(2026, 11, 22, 15, 59, 30, tzinfo=dt.UTC)
_ALONE = (Op.EMPTY, Op.NEMPTY, Op.UNRATED)
_LISTED = (Op.IN, Op.NIN, Op.HAS_ANY, Op.HAS_ALL, Op.HAS_NONE)


def cleaned(kind: FieldType, raw: Any) -> Any:
    try:
        return kind.clean(raw)
    except BadValue:
        assume(False)


def raw_operand(name: str, op: Op, data: st.DataObject) -> Any:
    one = PARTS.get(name, OPERANDS[name]) if op in PARTLY else OPERANDS[name]
    if op is Op.WITHIN:
        one = one.filter(lambda raw: isinstance(raw, dict))
    if op in _ALONE:
        return None
    if op is Op.BETWEEN:
        return [data.draw(one), data.draw(one)]
    return data.draw(st.lists(one, max_size=3)) if op in _LISTED else data.draw(one)


def judged(kind: FieldType, conditions: list[Sql], values: list[Any]) -> list[tuple[Any, ...]]:
    """Verdicts of the database on the stored values, row by row."""
    rows = ", ".join(f"(%s::int, %s::{kind.sql_type})" for _ in values)
    stored = [item for place, value in enumerate(values) for item in (place, kind.store(value)[0])]
    picked = ", ".join(condition.text for condition in conditions)
    sql = f"SELECT {picked} FROM (VALUES {rows}) t (place, v) ORDER BY place"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [param for condition in conditions for param in condition.params] + stored)
        return list(cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_condition_and_matches_agree(name: str, data: st.DataObject) -> None:
    kind = TYPES[name]
    values = [None, *(cleaned(kind, raw) for raw in data.draw(st.lists(INPUTS[name], min_size=1, max_size=6)))]
    conditions, verdicts, ops = [], [], []
    with clock.frozen(NOW):
        for op in kind.operators:
            raw = raw_operand(name, op, data)
            try:
                operand = kind.operand(op, raw)
            except BadValue:
                continue
            ops.append((op, raw))
            conditions.append(kind.condition(op, Sql("t.v"), operand))
            verdicts.append([kind.matches(op, value, operand) for value in values])
    assert ops  # EMPTY at least
    rows = judged(kind, conditions, values)
    for place, (op, raw) in enumerate(ops):
        said = [row[place] for row in rows]
        assert said == verdicts[place], (op, raw, values)


@pytest.mark.django_db
def test_an_empty_text_that_is_stored_as_such_is_empty() -> None:
    kind = TYPES["text_not_null"]
    tests = [(Op.EMPTY, None, True), (Op.NEMPTY, None, False), (Op.NE, "a", True), (Op.CONTAINS, "a", False)]
    conditions = [kind.condition(op, Sql("t.v"), kind.operand(op, raw)) for op, raw, _ in tests]
    assert judged(kind, conditions, [None]) == [tuple(expected for *_, expected in tests)]


@pytest.mark.django_db
def test_every_letter_is_lowered_as_the_database_does() -> None:
    letters = [chr(code) for code in range(0xA0, 0x2_0000) if chr(code).lower() != chr(code)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(c) FROM unnest(%s::text[]) WITH ORDINALITY u (c, n) ORDER BY n", [letters])
        assert [row[0] for row in cursor.fetchall()] == [normal.lower(letter) for letter in letters]


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, kind in TYPES.items() if kind.sortable])
def test_sort_keys_are_sql(name: str) -> None:
    kind = TYPES[name]
    key = kind.sort_key(Sql("t.v"))
    with connection.cursor() as cursor:
        rows = f"(VALUES (NULL::{kind.sql_type})) t (v)"
        cursor.execute(f"SELECT {key.text} FROM {rows} ORDER BY {key.text}", key.params * 2)
        assert cursor.fetchall() == [(None,)]


@pytest.mark.django_db
def test_choices_sort_as_listed() -> None:
    key = TYPES["choice"].sort_key(Sql("t.v"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT v FROM (VALUES ('won'), ('open'), ('lost')) t (v) ORDER BY {key.text}", key.params)
        assert [row[0] for row in cursor.fetchall()] == ["open", "won", "lost"]


def test_an_operator_of_another_kind_is_refused() -> None:
    with pytest.raises(BadValue) as caught:
        TYPES["boolean"].operand(Op.GT, True)
    assert caught.value.code == "bad_operator"


@pytest.mark.parametrize(
    ("name", "op", "raw", "code"),
    [
        ("integer", Op.EQ, None, "no_operand"),
        ("integer", Op.BETWEEN, [1], "no_operand"),
        ("integer", Op.IN, "1", "not_list"),
        ("integer", Op.IN, [1] * 1001, "too_many"),
        ("text", Op.CONTAINS, " ", "no_operand"),
        ("decimal", Op.GT, "", "no_operand"),
        ("money", Op.GT, {"currency": "CNY"}, "no_operand"),
        ("im", Op.CONTAINS, None, "no_operand"),
        ("phone", Op.CONTAINS, "abc", "no_digits"),
        ("phone", Op.CONTAINS, 5, "no_digits"),
        ("address", Op.EQ, None, "no_operand"),
        ("address", Op.EQ, "火星", "not_a_region"),
        ("date", Op.WITHIN, "2026-01-01", "not_relative"),
        ("multireference", Op.HAS_ANY, [None], "no_operand"),
        ("choice", Op.EQ, "gone", "not_a_choice"),
    ],
)
def test_bad_operands_are_refused(name: str, op: Op, raw: Any, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        TYPES[name].operand(op, raw)
    assert caught.value.code == code


def test_operands_are_also_taken_in_the_shapes_of_values() -> None:
    assert TYPES["address"].operand(Op.EQ, {"code": "440300"}) == ("code", "4403")
    assert TYPES["money"].operand(Op.GT, {"amount": "5", "currency": "CNY"}) == 5
    assert TYPES["money"].operand(Op.GT, TYPES["money"].clean("5")) == 5
    assert str(TYPES["user"].operand(Op.EQ, {"id": "00000000-0000-4000-8000-000000000001"})).endswith("1")
