"""Receivers that do not answer: one attempt after growing pauses, everything else for them waits meanwhile.

A receiver is down when it cannot be reached, is overloaded (429) or fails itself (5xx). What it refuses (4xx) is the
message's own affair. So a receiver that is down takes one worker for one attempt a pause, however much waits for it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from haoke.core import clock
from haoke.integrations.choices import Delivered
from haoke.integrations.models import Circuit, Delivery

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from haoke.core.outbound import Reply

#: Seconds before another attempt, of a receiver that is down as of a message that was refused; then it has failed.
WAITS: Final = (5, 30, 120, 600, 3600, 6 * 3600, 18 * 3600)
TOO_MANY: Final = 429
OWN_FAULT: Final = 500


def is_down(reply: Reply) -> bool:
    """Whether an answer says something of the receiver rather than of the message."""
    return reply.status == TOO_MANY or reply.status >= OWN_FAULT


def open_for(webhook: UUID) -> bool:
    """Whether nothing but a single attempt goes to a webhook now."""
    return Circuit.objects.filter(pk=webhook).exists()


def fail(webhook: UUID) -> float | None:
    """A receiver is down: seconds until it is tried again; None when it has been tried long enough.

    Of several attempts on their way at once the first counts; for the others it is 0, nothing more is to be done.
    """
    now = clock.now()
    circuit, made = Circuit.objects.select_for_update().get_or_create(pk=webhook, defaults={"since": now, "until": now})
    if not made and circuit.until > now:
        return 0
    if circuit.failures == len(WAITS):
        return None
    pause = WAITS[circuit.failures]
    circuit.failures, circuit.until = circuit.failures + 1, now + timedelta(seconds=pause)
    circuit.save()
    return pause


def close(webhook: UUID) -> bool:
    """A receiver answers; whether it was down."""
    closed, _ = Circuit.objects.filter(pk=webhook).delete()
    return closed > 0


def due(webhook: UUID) -> bool:
    """Whether a receiver that is down is to be tried now."""
    return Circuit.objects.filter(pk=webhook, until__lte=clock.now()).exists()


def lost() -> list[UUID]:
    """Webhooks whose attempt should have been made and was not: a restart, a restored backup."""
    late = Circuit.objects.filter(until__lt=clock.now() - timedelta(minutes=2))
    return list(late.values_list("webhook", flat=True))


def held(webhook: UUID) -> QuerySet[Delivery]:
    """What waits for a receiver to answer again, the oldest first."""
    waiting = Delivery.objects.filter(webhook=webhook, state=Delivered.QUEUED.value, held=True)
    return waiting.order_by("created_at", "id")
