"""How well the made-up company's records were kept in the weeks before: better from week to week, some faster."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import connection

from haoke.dataquality.actions import keep_week

if TYPE_CHECKING:
    from haoke.demo.world import World

_WEEKS: Final = 11
#: Of what is filled in now, so many percent less a week ago, by owner.
_LESS: Final = """UPDATE dataquality_qualityweek SET score = score * (100 - %s * (0.4 + (abs(hashtext(
    coalesce(owner_id::text, ''))) %% 15) / 10.0)) / 100 WHERE week = %s"""

#: What belongs to none of the demo's people or departments would stay when they go.
_NOBODYS: Final = "DELETE FROM dataquality_qualityweek WHERE owner_id IS NULL AND department_id IS NULL"


def keep_weeks(world: World) -> None:
    """Note the weeks until now, of what was there then."""
    first = world.today - timedelta(days=world.today.weekday())
    with connection.cursor() as cursor:
        for ago in range(_WEEKS, -1, -1):
            week = first - timedelta(weeks=ago)
            keep_week(week, world.moment(week) if ago else None)
            cursor.execute(_LESS, [ago, week])
        cursor.execute(_NOBODYS)
