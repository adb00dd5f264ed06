"""A day's visits in their order, and where somebody checked in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from haoke.core import access, clock, registry
from haoke.core.records import storage
from haoke.core.records.reading import ListQuery, list_page, read_one
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql
from haoke.identity.queries import position_days, visit_radius
from haoke.inbox.models import Position
from haoke.inbox.visits import places

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

MOST = 50
_FIELDS = (
    "subject", "owner", "due", "duration", "done", "checked_in", "checked_out", "distance", "marks", "far_reason",
    "photo", "sent_at", "stop",
)  # fmt: skip


def day(actor: Actor) -> dict[str, Any]:
    """{items, radius, days}: one's own visits that are open and due, or that one checked into today, in their order."""
    today = clock.today()
    yesterday, end = ((today + timedelta(days=step)).isoformat() for step in (-1, 1))
    due = {"and": [{"field": "done", "op": "eq", "value": False}, {"field": "due", "op": "before", "value": end}]}
    seen = {"field": "checked_in", "op": "after", "value": yesterday}
    wanted = {"and": [{"field": "kind", "op": "eq", "value": "visit"}, {"or": [due, seen]}]}
    fields = [name for name in _FIELDS if name in access.readable(actor, registry.get("activity"))]
    sort = "stop,due" if "stop" in fields else "due"
    query = ListQuery(filter=wanted, sort=sort, limit=MOST, scope="me", ties=True, fields=fields)
    items = list_page(actor, registry.get("activity"), query).items
    where = _where(actor, {(tie["object"], tie["id"]) for item in items for tie in item["related"]})
    for item in items:
        about = item.pop("related")
        item["about"] = about
        item["place"] = next((where[key] for each in about if (key := (each["object"], each["id"])) in where), None)
    return {"items": items, "radius": visit_radius(), "days": position_days()}


def _where(actor: Actor, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Place and address of records; one statement for each object that has places."""
    found = {}
    for key in places.placed() & {key for key, _ in wanted}:
        spec = registry.get(key)
        if not places.readable(actor, spec):
            continue
        names = [name for name in (*places.FIELDS, "address") if name in access.readable(actor, spec)]
        plan = plan_for(actor, spec, names)
        head = Sql(
            f"SELECT {plan.select} FROM {storage.table(spec.model)} r WHERE r.id = ANY(%s::uuid[]) AND ",
            ([record for other, record in wanted if other == key],),
        )
        for item in plan.records(rows(head + access.visible_to(actor, spec, "read"))):
            found[key, item["id"]] = {name: item.get(name) for name in (*places.FIELDS, "address")}
    return found


def about(actor: Actor, activity: UUID) -> dict[str, Any]:
    """{items, known, radius, days}: where somebody checked in and out, as far as it is the actor's own or of people who
    report to him; whether it is known where the customer is; raises Missing."""
    read_one(actor, registry.get("activity"), activity, fields=("subject",))
    place = places.place_of(actor, places.tied(activity))
    known = place is None or place.at is not None
    return {"items": _positions(actor, activity), "known": known, "radius": visit_radius(), "days": position_days()}


def _positions(actor: Actor, activity: UUID) -> list[dict[str, Any]]:
    kept = Position.objects.filter(activity=activity).order_by("at")
    if not actor.admin:
        kept = kept.filter(user__in=[actor.id, *actor.reports])
    names = ("way", "latitude", "longitude", "accuracy", "datum", "at", "user")
    return [dict(zip(names, row, strict=True)) for row in kept.values_list(*names)]


def forget_old() -> int:
    """Delete positions that are older than the company keeps them."""
    return Position.objects.filter(at__lt=clock.now() - timedelta(days=position_days())).delete()[0]
