"""What COPY is fed comes back from the database as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import DataError, connection

from haoke.core.records import copytext, storage

ODD = "a\tb\nc\rd\\e\"f'g\\N{h}, ü 中\u2028\u200b"
ROWS: tuple[tuple[Any, ...], ...] = (
    (ODD, 5, True, Decimal("1.50"), UUID(int=7), datetime(2026, 1, 2, 3, 4, 5, 6, UTC), date(2026, 1, 2), time(1, 2)),
    (None,) * 8,
    ("", -1, False, Decimal("1E+3"), UUID(int=2**128 - 1), datetime(1, 1, 1, tzinfo=UTC), date(1, 1, 1), time()),
    ("\\N", 0, False, Decimal("-0.01"), UUID(int=0), datetime(9999, 12, 31, tzinfo=UTC), date.max, time.max),
)
_TABLE = "CREATE TEMP TABLE copied (t text, i bigint, b bool, n numeric, u uuid, m timestamptz, d date, h time) ON COMMIT DROP"  # noqa: E501 (one statement)


class Colour(StrEnum):
    RED = "r\\ed"


class Size(IntEnum):
    BIG = 3


@pytest.mark.django_db
def test_every_kind_of_value_comes_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        storage.copy_in("pg_temp.copied", tuple("tibnumdh"), copytext.table(ROWS, "tibnumdh", ()))
        cursor.execute("SELECT * FROM pg_temp.copied")
        assert sorted(cursor.fetchall(), key=str) == sorted(ROWS, key=str)


@pytest.mark.django_db
def test_documents_and_arrays_come_back() -> None:
    items = ["a", "", ODD, "NULL", "{}", "a,b"]
    document = {"x": [1, None, ODD], "ü": {"y": "\\"}}
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copied (j jsonb, a text[], e text[]) ON COMMIT DROP")
        columns = [copytext.documents([document, None]), copytext.arrays([items, None]), copytext.arrays([[], None])]
        storage.copy_in("pg_temp.copied", tuple("jae"), copytext.lines(columns))
        cursor.execute("SELECT j = %s::jsonb, a, e FROM pg_temp.copied", [orjson.dumps(document).decode()])
        assert cursor.fetchall() == [(True, items, []), (None, None, None)]
        cursor.execute("SELECT %s::text[]", [copytext.literal([*items, None, UUID(int=1)])])
        assert cursor.fetchone() == ([*items, None, str(UUID(int=1))],)


def test_values_derived_from_known_kinds_and_others() -> None:
    assert copytext.plain([Colour.RED, Size.BIG, 1.5]) == ["r\\\\ed", "3", "1.5"]
    with pytest.raises(TypeError, match="bytes"):
        copytext.plain([b""])
    assert copytext.lines([]) == copytext.table([], "tibnumdh", ()) == b""


def test_columns_alike_in_kind_are_written_as_one() -> None:
    assert copytext.plain(["a", "ü 中"]) == ["a", "ü 中"]
    assert copytext.plain(["a\\", "b\t"]) == ["a\\\\", "b\\t"]
    assert copytext.plain(["a\n", None, ""]) == ["a\\n", "\\N", ""]
    assert copytext.plain([None, None]) == ["\\N", "\\N"]
    assert copytext.plain([True] * 2) == ["t", "t"]
    assert copytext.plain([True, 1, None]) == ["t", "1", "\\N"]
    assert copytext.plain([]) == []


@pytest.mark.django_db
def test_what_the_database_refuses_is_djangos_error() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copied (i bigint) ON COMMIT DROP")
    with pytest.raises(DataError):
        storage.copy_in("pg_temp.copied", ("i",), b"x\n")
