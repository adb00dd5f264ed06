"""Deliveries over HTTP, and the address other programs send messages to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.access.actor import Verb
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.api.system import uuid_or_missing
from haoke.core.records import changes
from haoke.core.text import T
from haoke.integrations import queries
from haoke.integrations.actions import delivering, receiving


class OfWebhook(BaseModel):
    model_config = ConfigDict(extra="forbid")
    webhook: UUID
    cursor: str | None = Field(None, max_length=100)


class AllOf(BaseModel):
    model_config = ConfigDict(extra="forbid")
    webhook: UUID


class Sample(BaseModel):
    """A message as another program would send it."""

    model_config = ConfigDict(extra="forbid")
    endpoint: UUID
    message: dict[str, Any]


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


def list_deliveries(call: Call) -> Answer:
    """{items, next} of a webhook's deliveries."""
    return Answer(queries.deliveries(call.actor, call.query.webhook, call.query.cursor))


def read_delivery(call: Call) -> Answer:
    return Answer(queries.delivery(call.actor, uuid_or_missing(call.params["id"])))


def replay(call: Call) -> Answer:
    """Send the same message once more."""
    delivery = uuid_or_missing(call.params["id"])
    webhook = queries.webhook_of(call.actor, delivery)
    with changes(call.actor, "replay") as tx:
        tx.get("webhook", webhook, Verb.UPDATE)
        delivering.again(delivery)
    return Answer(queries.delivery(call.actor, delivery))


def replay_all(call: Call) -> Answer:
    """Send everything of a webhook that failed once more: {queued}."""
    with changes(call.actor, "replay") as tx:
        tx.get("webhook", call.body.webhook, Verb.UPDATE)
        return Answer({"queued": delivering.again_all(call.body.webhook)})


def try_message(call: Call) -> Answer:
    """What a message would make; nothing is written."""
    return Answer(receiving.attempt(call.actor, call.body.endpoint, call.body.message))


def receive(call: Call) -> Answer:
    """A signed message from another program: {record, outcome}."""
    headers = {name.lower(): value for name, value in call.request.headers.items()}
    return Answer(receiving.receive(uuid_or_missing(call.params["token"]), headers, call.request.body))


_TAG = "integrations"
ROUTES = (
    Route("GET", "webhook-deliveries", list_deliveries, T("Deliveries of a webhook", "Webhook 发送记录"),
          query=OfWebhook, tag=_TAG),
    Route("GET", "webhook-deliveries/{id}", read_delivery, T("One delivery", "发送详情"), tag=_TAG),
    Route("POST", "webhook-deliveries/replay", replay_all, T("Send all that failed again", "重新发送全部失败消息"),
          body=AllOf, tag=_TAG),
    Route("POST", "webhook-deliveries/{id}/replay", replay, T("Send it again", "重新发送"), body=Nothing, tag=_TAG),
    Route("POST", "inbound-trials", try_message, T("Try a message", "试收一条消息"), body=Sample,
          keyed=False, tag=_TAG),
    Route("POST", "inbound/{token}", receive, T("A message from another program", "接收外部消息"), Access.PUBLIC,
          keyed=False, tag=_TAG),
)  # fmt: skip
