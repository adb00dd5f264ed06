"""Exports: their cap, their reason, their mark, and what administrators see of them."""

from __future__ import annotations

import io
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import orjson
import pytest
from django.db import connection

from haoke.core import clock
from haoke.core.access.actor import Actor, Scope, system
from haoke.core.errors import Invalid
from haoke.core.limits import metering
from haoke.core.limits.models import Unmasking
from haoke.core.search.tests.test_finding import make, user
from haoke.core.testing.app.rows import one, person
from haoke.core.transfer import departures, exporting
from haoke.core.transfer.models import Export

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits() -> Iterator[None]:
    make("reading_limit", name="Everybody", rows_per_export=2, export_reason_from=2)
    metering.refresh()
    yield
    metering._process.rules = ()


def reader(who: UUID) -> Actor:
    return Actor(id=who, name="Rep & Co", grants={"*": {"read": Scope.ALL, "export": Scope.ALL}})


def test_nobody_above_leaves_it_to_the_other_administrators() -> None:
    for n in range(2):
        make("contact", name=f"青石{n}")
    role = one("role", name={"zh": "管理员"}, code="administrator").pk
    boss, other = (person(name, roles=[role], state="active").pk for name in ("Boss", "Other"))
    who = reader(boss)
    exporting.create(who, "contact", wanted("青石"), "xlsx", "for the fair")
    (told,) = [note["to"] for note in notes(who) if note.get("news") == "exported"]
    assert told == [str(other)]


def wanted(q: str) -> dict[str, Any]:
    return {"filter": None, "q": q, "fields": ["name"]}


def test_more_than_the_cap_is_refused_and_says_who_can_lift_it() -> None:
    for n in range(3):
        make("contact", name=f"青石{n}")
    who = reader(user("Rep"))
    with pytest.raises(Invalid) as refused:
        exporting.create(who, "contact", wanted("青石"), "xlsx", "for the fair")
    assert refused.value.code == "too_many"
    assert exporting.create(who, "contact", wanted("青石1"), "xlsx", "").reason == ""


def test_many_records_need_a_reason_and_are_listed_with_it() -> None:
    for n in range(2):
        make("contact", name=f"青石{n}")
    who = reader(user("Rep"))
    with pytest.raises(Invalid) as refused:
        exporting.create(who, "contact", wanted("青石"), "xlsx", " ")
    assert refused.value.problems[0].field == "reason"
    made = exporting.create(who, "contact", wanted("青石"), "xlsx", "for the fair")
    (shown,) = departures.exports(system(), departures.Page(person=who.id))["items"]
    assert (shown["id"], shown["reason"], shown["narrowed"], shown["downloads"]) == (made.id, "for the fair", True, 0)


def test_a_workbook_says_who_took_it() -> None:
    make("contact", name="青石")
    who = reader(user("Rep"))
    made = exporting.create(who, "contact", wanted("青石"), "xlsx", "")
    data, rows = exporting.written(who, "contact", made.wanted, "xlsx", made=made)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert rows == 1
    assert book.sheetnames == [book.active.title if book.active else ""]
    assert str(made.id) in book.properties.description
    assert "Rep && Co" in book.worksheets[0].oddFooter.left.text


def test_taking_the_file_is_counted() -> None:
    who = reader(user("Rep"))
    made = Export.objects.create(actor=who.id, object="contact", name="x.csv", rows=0, content=zlib.compress(b""))
    for _ in range(2):
        exporting.file_of(who, made.id)
    (shown,) = departures.exports(system(), departures.Page(person=who.id))["items"]
    assert shown["downloads"] == 2


def notes(who: Actor) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb, data::text FROM log.entry WHERE record = %s AND verb LIKE 'x:%%' ORDER BY id", [who.id]
        )
        return [{"verb": verb, **orjson.loads(data)} for verb, data in cursor.fetchall()]


def test_the_command_line_is_capped_and_listed_like_the_screen() -> None:
    for n in range(2):
        make("contact", name=f"青石{n}")
    who = reader(user("Rep"))
    with pytest.raises(Invalid) as refused:
        exporting.at_once(who, "contact", wanted("青石"), "csv", "")
    assert refused.value.problems[0].field == "reason"
    data, rows = exporting.at_once(who, "contact", wanted("青石"), "csv", "moving")
    (shown,) = departures.exports(system(), departures.Page(person=who.id))["items"]
    assert (rows, shown["rows"], shown["reason"], shown["kept"]) == (2, 2, "moving", False)
    assert "青石1".encode() in data
    assert [note["verb"] for note in notes(who)] == ["x:exported"]
    make("contact", name="青石2")
    with pytest.raises(Invalid) as refused:
        exporting.at_once(who, "contact", wanted("青石"), "csv", "moving")
    assert refused.value.code == "too_many"


def test_who_looked_is_forgotten_after_a_year() -> None:
    who, today = user("Rep"), clock.today()
    for days in (366, 367):
        Unmasking.objects.create(
            day=today - timedelta(days=days), person=who, object="contact", record=who, field="mobile"
        )
    exporting.sweep()
    assert [each.day for each in Unmasking.objects.filter(person=who)] == [today - timedelta(days=366)]
