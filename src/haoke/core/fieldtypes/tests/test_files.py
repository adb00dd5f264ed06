"""Attached files as values: whose name, size and type is believed, and how a column is asked for one."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection

from haoke.core.fieldtypes.files import FileRef, FileType
from haoke.core.sql import Sql

A, B = UUID(int=1), UUID(int=2)
KNOWN = {A: FileRef(A, "a.pdf", 10, "application/pdf"), B: FileRef(B, "b.png", 20, "image/png")}


def told(*found: FileRef) -> list[tuple[UUID, str, int, str]]:
    return [(each.id, each.name, each.size, each.type) for each in found]


def test_what_is_said_of_a_file_is_replaced_by_what_is_known() -> None:
    said = {"id": str(A), "name": "evil.exe", "size": 1, "type": "text/html"}
    one, many = FileType(), FileType(multiple=True)
    assert told(one.settled(one.clean(said), KNOWN)) == told(KNOWN[A])
    assert told(*many.settled(many.clean([str(B), said]), KNOWN)) == told(KNOWN[B], KNOWN[A])
    assert (one.refs(None), one.refs(KNOWN[A]), many.refs((KNOWN[B],))) == ((), (KNOWN[A],), (KNOWN[B],))


@pytest.mark.django_db
def test_a_column_is_asked_whether_it_holds_a_file() -> None:
    for kind in (FileType(), FileType(multiple=True)):
        (stored,) = kind.store(kind.clean(str(A)))
        for file, held in ((A, True), (B, False)):
            asked = kind.holds(Sql("%s::jsonb", (stored,)), Sql("%s::uuid", (file,)))
            with connection.cursor() as cursor:
                cursor.execute("SELECT " + asked.text, asked.params)
                assert cursor.fetchone() == (held,)
