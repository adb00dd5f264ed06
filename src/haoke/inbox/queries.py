"""What is to be done today; every app says in its objects what belongs on that page."""

from __future__ import annotations

import importlib
from datetime import date, timedelta
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps

from haoke.core import access, clock, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.records.reading import ListQuery, count, list_page, read_one, tying
from haoke.core.records.reading.naming import lookup
from haoke.core.spec import Section
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor

WEEK: Final = timedelta(days=6)
TOMORROW: Final = {"rel": "days_ahead", "n": 1}
NOTHING_TODAY: Final = T("Nothing is due today; this is what comes next", "今天没有到期事项，以下是接下来的安排")


@cache
def sections() -> Sequence[Section]:
    """All sections the installed apps declare as TODAY in their objects, in order."""
    modules = [f"{config.name}.objects" for config in apps.get_app_configs() if config.name.startswith("haoke.")]
    found = [
        each for name in modules if find_spec(name) for each in getattr(importlib.import_module(name), "TODAY", ())
    ]
    return tuple(sorted(found, key=lambda section: section.place))


def today(actor: Actor, scope: str | None = "me") -> dict[str, Any]:
    """{period, sections} for the people of `scope` (None: all one sees); the next week with something due at need."""
    now = clock.today()
    shown = _sections(actor, scope, TOMORROW)
    period: dict[str, Any] = {"from": now.isoformat(), "to": now.isoformat(), "shifted": False, "note": None}
    if not any(each["count"] for each in shown if each["dated"]):
        first = _first_due(actor, scope)
        if first is not None:
            last = first + WEEK
            shown = _sections(actor, scope, (last + timedelta(days=1)).isoformat())
            period = {"from": first.isoformat(), "to": last.isoformat(), "shifted": True, "note": say(NOTHING_TODAY)}
    return {"period": period, "sections": shown}


def _open_to(actor: Actor) -> list[Section]:
    return [
        each for each in sections() if access.scope_of(actor, registry.get(each.object), Verb.READ) is not Scope.NONE
    ]


def _sections(actor: Actor, scope: str | None, before: Any) -> list[dict[str, Any]]:
    return [_section(actor, scope, each, before) for each in _open_to(actor)]


def _section(actor: Actor, scope: str | None, section: Section, before: Any) -> dict[str, Any]:
    condition = section.filter(before)
    spec = registry.get(section.object)
    tied = spec.links is not None
    asked = ListQuery(filter=condition, sort=section.sort, limit=section.shown, scope=scope, ties=tied)
    page = list_page(actor, spec, asked)
    # Most people's sections fit the page: counting is a second search through all of it.
    found = count(actor, spec, ListQuery(filter=condition, scope=scope))[0] if page.next else len(page.items)
    for item in page.items if tied else ():
        item["about"] = item.pop(tying.NAME)
    return {
        "key": section.key,
        "label": say(section.label),
        "dated": section.date is not None,
        "object": section.object,
        "filter": condition,
        "count": found,
        "items": page.items,
    }


def _first_due(actor: Actor, scope: str | None) -> date | None:
    """The first day on which something is due."""
    days = [
        date.fromisoformat(str(item[section.date])[:10])
        for section in _open_to(actor)
        if section.date is not None
        for item in _earliest(actor, scope, section, section.date)
    ]
    return min(days, default=None)


def _earliest(actor: Actor, scope: str | None, section: Section, due: str) -> list[dict[str, Any]]:
    condition = {"and": [dict(section.where), {"field": due, "op": "nempty"}]}
    query = ListQuery(filter=condition, sort=due, limit=1, fields=(due,), scope=scope)
    return list_page(actor, registry.get(section.object), query).items


def about_one(actor: Actor, activity: UUID) -> list[dict[str, str]]:
    """[{object, id, title}] of the records it is tied to, as far as the actor sees them; raises Missing."""
    spec = registry.get("activity")
    item = read_one(actor, spec, activity, fields=("subject",))
    tied = tying.ties(spec, [item["id"]])
    wanted: dict[str, set[str]] = {}
    for key, record in tied[item["id"]]:
        wanted.setdefault(key, set()).add(record)
    tying.say([item], tied, lookup(actor, wanted))
    found: list[dict[str, str]] = item[tying.NAME]
    return found
