"""What people do with webhooks and ways in, and what rules send by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core.access.actor import Verb
from haoke.integrations.actions.delivering import send
from haoke.integrations.choices import PING
from haoke.integrations.rules.signing import secret_of, shown

if TYPE_CHECKING:
    from haoke.core.records import Tx
    from haoke.integrations.models import InboundEndpoint, Webhook

__all__ = ["new_endpoint_secret", "new_webhook_secret", "ping_webhook", "send"]


def new_webhook_secret(tx: Tx, record: Webhook, data: None) -> dict[str, Any]:  # noqa: ARG001 (it takes nothing)
    """Another secret, told this once: {secret}; the former one counts no more."""
    return _renew(tx, "webhook", record)


def new_endpoint_secret(tx: Tx, record: InboundEndpoint, data: None) -> dict[str, Any]:  # noqa: ARG001 (as above)
    """Another secret, told this once: {secret}; the former one counts no more."""
    return _renew(tx, "inbound_endpoint", record)


def _renew(tx: Tx, key: str, record: Webhook | InboundEndpoint) -> dict[str, Any]:
    made = tx.set(key, record, {"secret_version": record.secret_version + 1})
    return {"secret": shown(secret_of(made.id, made.secret_version))}


def ping_webhook(tx: Tx, record: Webhook, data: None) -> dict[str, Any]:  # noqa: ARG001 (it takes nothing)
    """Send a message that is about nothing, to see whether it arrives: {delivery}."""
    tx.get("webhook", record.id, Verb.UPDATE)
    return {"delivery": str(send(record.id, "webhook", record.id, PING))}
