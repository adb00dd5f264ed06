"""Messages from other programs: believed when signed and fresh, taken in once, written with the owner's rights."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
from django.db import connection

from haoke.core import access, clock, registry
from haoke.core.access.actor import Verb
from haoke.core.errors import BadRequest, Denied, Missing
from haoke.core.records import changes
from haoke.core.records.reading import ListQuery, list_page, read_one
from haoke.core.text import T
from haoke.core.transfer import actors
from haoke.integrations.models import InboundEndpoint, Message
from haoke.integrations.rules import at_place, owner_of
from haoke.integrations.rules.signing import message_of, secret_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec

KEPT: Final = timedelta(days=30)
VIA: Final = "inbound"
UNSIGNED = T("The message is not signed as agreed, or too old", "消息签名无效或已过期")
NO_JSON = T("A message is a JSON object", "消息应为 JSON 对象")
SEVERAL = T("Several records have this value, so none was changed", "有多条记录匹配，未做修改")


def receive(endpoint_id: UUID, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """{record, outcome: created|updated|known} of a message; raises Missing, Denied, BadRequest, Invalid."""
    endpoint = InboundEndpoint._base_manager.filter(pk=endpoint_id, deleted_at=None, active=True).first()
    if endpoint is None or not endpoint.secret_version:
        raise Missing
    owner = owner_of(endpoint.owner_id)
    if owner is None:
        raise Missing
    secret = secret_of(endpoint.id, endpoint.secret_version)
    message = message_of(secret, headers, body, clock.now().timestamp())
    if message is None:
        raise Denied(UNSIGNED, code="unsigned")
    content = _content(body)
    with actors.at_work(owner), changes(owner.acting(VIA), VIA, endpoint.name) as tx:
        if not _first(endpoint.id, message):
            return _known(endpoint.id, message)
        spec = registry.get(endpoint.object)
        given = {name: at_place(content, place) for name, place in endpoint.mapping.items()}
        record, outcome = _write(tx, owner, spec, endpoint.match, given)
        Message.objects.filter(endpoint=endpoint.id, message=message).update(record=record)
        tx.note(spec.key, record, "message_came", {"endpoint": str(endpoint.id), "name": endpoint.name})
    return {"record": str(record), "outcome": outcome}


class _Tried(Exception):
    """Takes back what was only tried."""


def attempt(actor: Actor, endpoint_id: UUID, content: Mapping[str, Any]) -> dict[str, Any]:
    """{outcome, values: {field: value}} of what a message would make, with the actor's rights; writes nothing.

    Raises Missing, Denied, BadRequest, Invalid as a message that comes does.
    """
    answer: dict[str, Any] = {}
    try:
        with changes(actor, "try_message") as tx:
            tx.get("inbound_endpoint", endpoint_id, Verb.UPDATE)
            endpoint = InboundEndpoint._base_manager.get(pk=endpoint_id)
            spec = registry.get(endpoint.object)
            given = {name: at_place(content, place) for name, place in endpoint.mapping.items()}
            record, outcome = _write(tx, actor, spec, endpoint.match, given)
            answer = {"outcome": outcome, "values": read_one(actor, spec, record, fields=tuple(endpoint.mapping))}
            raise _Tried
    except _Tried:
        return answer


def _content(body: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise BadRequest(NO_JSON, code="json") from None
    if not isinstance(found, dict):
        raise BadRequest(NO_JSON, code="json")
    return found


def _first(endpoint: UUID, message: str) -> bool:
    """Whether a message comes for the first time; of two at once the second waits for the first to end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO integrations_message (endpoint_id, message) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [endpoint, message],
        )
        return bool(cursor.rowcount)


def _known(endpoint: UUID, message: str) -> dict[str, Any]:
    found = Message.objects.filter(endpoint=endpoint, message=message).first()
    return {"record": str(found.record) if found and found.record else None, "outcome": "known"}


def _write(tx: Tx, owner: Actor, spec: ObjectSpec, match: str | None, given: Mapping[str, Any]) -> tuple[UUID, str]:
    present = {name: value for name, value in given.items() if value is not None}
    if match and present.get(match) not in (None, ""):
        known = _matching(owner, spec, match, present[match])
        if len(known) > 1:
            raise BadRequest(SEVERAL, code="several")
        if known:
            access.require(owner, spec, Verb.UPDATE)
            return tx.update(spec.key, known[0], present).id, "updated"
    return tx.create(spec.key, present).id, "created"


def _matching(owner: Actor, spec: ObjectSpec, name: str, value: Any) -> list[UUID]:
    condition = {"field": name, "op": "eq", "value": value}
    page = list_page(owner, spec, ListQuery(filter=condition, fields=["id"], limit=2))
    return [UUID(str(item["id"])) for item in page.items]


def tidy() -> int:
    """Forget messages too old to be believed again; how many."""
    gone, _ = Message.objects.filter(at__lt=clock.now() - KEPT).delete()
    return gone
