"""Deliveries as people see them: whoever sees the webhook sees that there were some; what was sent, its owner."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import Q

from haoke.core import registry
from haoke.core.errors import BadRequest, Missing
from haoke.core.outbound import UNREACHED
from haoke.core.records import gate
from haoke.core.records.reading.naming import lookup
from haoke.core.text import T, say
from haoke.integrations.choices import PING, Delivered
from haoke.integrations.models import Circuit, Delivery, Webhook

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

PAGE: Final = 30
BAD_CURSOR = T("This page marker is not one of ours", "分页标记无效")


def deliveries(actor: Actor, webhook: UUID, cursor: str | None = None) -> dict[str, Any]:
    """{items, next, down, failed} of a webhook the actor sees, the latest first; raises Missing, BadRequest."""
    _require_seen(actor, webhook)
    found = Delivery.objects.filter(webhook=webhook).order_by("-created_at", "-id")
    listed = list(found.filter(_before(cursor))[: PAGE + 1] if cursor else found[: PAGE + 1])
    shown = listed[:PAGE]
    last = shown[-1] if len(listed) > PAGE else None
    return {
        "items": _told(actor, shown),
        "next": f"{last.created_at.isoformat()} {last.id}" if last else None,
        "down": _down(webhook),
        "failed": Delivery.objects.filter(webhook=webhook, state=Delivered.FAILED.value).exclude(verb=PING).count(),
    }


def _down(webhook: UUID) -> dict[str, Any] | None:
    """{since, until, held} of a receiver that does not answer."""
    found = Circuit.objects.filter(pk=webhook).first()
    if found is None:
        return None
    waiting = Delivery.objects.filter(webhook=webhook, held=True).count()
    return {"since": found.since, "until": found.until, "held": waiting}


def delivery(actor: Actor, delivery_id: UUID) -> dict[str, Any]:
    """One delivery with what was sent, for the webhook's owner and administrators (`open`); raises Missing."""
    found = Delivery.objects.select_related("webhook").filter(pk=delivery_id).first()
    if found is None:
        raise Missing
    _require_seen(actor, found.webhook_id)
    own = actor.admin or actor.id == found.webhook.owner_id
    sent = {"body": found.body, "reply": found.reply} if own else {"body": None, "reply": None}
    return {**_told(actor, [found])[0], **sent, "open": own}


def webhook_of(actor: Actor, delivery_id: UUID) -> UUID:
    """The webhook of a delivery the actor may see; raises Missing."""
    found = Delivery.objects.filter(pk=delivery_id).values_list("webhook", flat=True).first()
    if found is None:
        raise Missing
    _require_seen(actor, found)
    return found


def _require_seen(actor: Actor, webhook: UUID) -> None:
    if gate.unseen(actor, [(registry.by_model(Webhook).key, webhook)]):
        raise Missing


def _before(cursor: str) -> Q:
    moment, _, last = cursor.partition(" ")
    try:
        at, number = datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        raise BadRequest(BAD_CURSOR, code="bad_cursor") from None
    return Q(created_at__lt=at) | Q(created_at=at, id__lt=number)


def _told(actor: Actor, found: list[Delivery]) -> list[dict[str, Any]]:
    wanted: dict[str, set[str]] = {}
    for each in found:
        if each.object in registry.objects():
            wanted.setdefault(each.object, set()).add(str(each.record))
    titles = lookup(actor, wanted)
    return [
        {
            "id": str(each.id),
            "object": each.object,
            "record": {"id": str(each.record), "title": titles.get(each.object, {}).get(str(each.record))},
            "verb": each.verb,
            "state": each.state,
            "attempts": each.attempts,
            "status": each.status,
            "error": say(UNREACHED[each.error]) if each.error else None,
            "took": each.took,
            "created_at": each.created_at,
            "tried_at": each.tried_at,
            "again": each.state != Delivered.QUEUED,
        }
        for each in found
    ]
