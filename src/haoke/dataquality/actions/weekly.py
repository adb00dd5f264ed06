"""How well records are kept, week by week: one line an object, owner and department."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.db import connection

from haoke.core import access, clock
from haoke.core.access.actor import system
from haoke.core.sql import Sql
from haoke.dataquality.queries.board import grouped, objects
from haoke.dataquality.queries.completeness import COMPLETENESS

if TYPE_CHECKING:
    from datetime import datetime

    from haoke.core.spec import ObjectSpec

#: Weeks that are kept.
KEPT: Final = 104
_INTO: Final = """INSERT INTO dataquality_qualityweek (object, week, owner_id, department_id, records, score, scored)
    SELECT %s, %s, o, d, c, coalesce(s, 0), n FROM ("""
_ANEW: Final = """) made(o, d, c, s, n) ON CONFLICT ON CONSTRAINT qualityweek_once
    DO UPDATE SET records = excluded.records, score = excluded.score, scored = excluded.scored"""


def monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def keep_week(day: date, made_before: datetime | None = None) -> int:
    """Note how things stand as those of the day's week, of records made before a moment; how many lines."""
    week, actor, done = monday(day), system(), 0
    with connection.cursor() as cursor:
        for spec in objects(actor):
            statement = _statement(spec, week, made_before)
            cursor.execute(statement.text, statement.params)
            done += cursor.rowcount
    return done


def _statement(spec: ObjectSpec, week: date, made_before: datetime | None) -> Sql:
    score = access.reckoned(system(), spec)[COMPLETENESS].column("r")
    rows = Sql("r.deleted_at IS NULL")
    if made_before is not None:
        rows += Sql(" AND r.created_at < %s", (made_before,))
    return Sql(_INTO, (spec.key, week)) + grouped(spec, score, (), rows) + Sql(_ANEW)


def forget_weeks() -> int:
    """Drop weeks nobody looks at any more; how many lines."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dataquality_qualityweek WHERE week < %s", [clock.today() - timedelta(weeks=KEPT)])
        return int(cursor.rowcount)
