"""`GET reading-use`: who read how much today, beside what he may."""

from __future__ import annotations

from typing import Any

from haoke.core import clock
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.limits.metering import SHIPPED, WINDOWS
from haoke.core.limits.models import WAYS, ReadingUse
from haoke.core.records.reading.naming import lookup
from haoke.core.text import T, say

MOST = 100
USER = "user"


def read_use(call: Call) -> Answer:
    """{day, items, ways, windows, shipped}: today's readers, the greatest first."""
    today = clock.today()
    used = ReadingUse.objects.filter(day=today).order_by("-rows")[:MOST]
    names = lookup(call.actor, {USER: {str(each.person) for each in used}}).get(USER, {})
    return Answer(
        {
            "day": today,
            "items": [_shown(each, names) for each in used],
            "ways": [{"value": each.value, "label": say(each.label)} for each in WAYS],
            "windows": WINDOWS,
            "shipped": {way: {"rows": limit.rows, "requests": limit.requests} for way, limit in SHIPPED.items()},
        }
    )


def _shown(used: ReadingUse, names: dict[str, str | None]) -> dict[str, Any]:
    return {
        "person": {"id": str(used.person), "title": names.get(str(used.person))},
        "way": used.way,
        "rows": used.rows,
        "refused": used.refused,
        "limit": used.most,
    }


ROUTES = (
    Route("GET", "reading-use", read_use, T("Who read how much today", "今日读取用量"), Access.ADMIN, tag="operations"),
)
