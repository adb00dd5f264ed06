"""Deliveries: queued with what happened, sent with the rights of the webhook's owner, tried again for a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
from django.db import transaction

from haoke.core import access, clock, registry
from haoke.core.access.actor import system
from haoke.core.errors import Missing
from haoke.core.ids import uuid7
from haoke.core.jobs import defer, job
from haoke.core.outbound import Reply, Unreachable, post
from haoke.core.records import changes
from haoke.core.records.reading import read_one
from haoke.core.text import T, say
from haoke.core.transfer import actors
from haoke.inbox.actions import tell_by_automation
from haoke.integrations.actions import circuits
from haoke.integrations.actions.circuits import WAITS
from haoke.integrations.choices import PING, STEP, Delivered
from haoke.integrations.models import Circuit, Delivery, Webhook
from haoke.integrations.rules import OURS, VIA, known, owner_of
from haoke.integrations.rules.signing import headers, secret_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.log import Entry
    from haoke.core.spec import ObjectSpec

GONE: Final = 410
EXCERPT: Final = 500
KEPT: Final = timedelta(days=30)
#: Sent once more by one click; begun at once when a receiver answers again.
MOST: Final = 1000
PORTION: Final = 200
SILENT: Final = frozenset({"demo", "migrate"})
VERBS: Final = frozenset({"create", "update", "delete", "restore"})

OFF_GONE = T("The receiver says it is gone (410)", "接收方返回 410，表示地址已失效")
OFF_VAIN = T(
    "A message was tried for over a day in vain, and no other arrived", "消息重试超过一天仍失败，期间没有消息送达"
)
NO_OWNER = T("Its owner may not sign in any more", "负责人已无法登录")


def told() -> frozenset[str] | None:
    """Objects that some webhook in use is told of; None: it may be any."""
    hooks = list(Webhook._base_manager.filter(active=True, deleted_at=None).values_list("objects_told", flat=True))
    return None if not all(hooks) else frozenset(key for each in hooks for key in each or ())


def hear(entries: Sequence[Entry]) -> None:
    """Queue a delivery for each entry and each webhook that wants to know."""
    told = [each for each in entries if each.verb in VERBS and each.object not in OURS]
    hooks = list(Webhook._base_manager.filter(active=True, deleted_at=None)) if told else []
    made = [_of(hook, entry) for entry in told for hook in hooks if _wants(hook, entry)]
    with transaction.atomic():
        known_ids = {each.id for each in Delivery.objects.bulk_create(made, ignore_conflicts=True)}
        kept = Delivery.objects.filter(id__in=known_ids).order_by("entry", "id")
        for delivery in kept:
            queue(delivery)


def _wants(hook: Webhook, entry: Entry) -> bool:
    spec = registry.objects().get(entry.object)
    if spec is None or spec.internal or entry.verb not in hook.verbs:
        return False
    return entry.object in hook.objects_told if hook.objects_told else spec.group != "settings"


def _of(hook: Webhook, entry: Entry) -> Delivery:
    return Delivery(
        webhook=hook, entry=entry.id, object=entry.object, record=entry.record, verb=entry.verb, version=entry.version,
        change=entry.change, columns=sorted((entry.data or {}).get("n", {})), happened_at=entry.at,
    )  # fmt: skip


def send(webhook: UUID, key: str, record: UUID, verb: str = STEP) -> UUID:
    """Queue a message about a record, for a step of a rule or a test by hand; its id. In the caller's transaction."""
    made = Delivery.objects.create(
        webhook_id=webhook, object=key, record=record, verb=verb, happened_at=clock.now(), id=uuid7()
    )
    queue(made)
    return made.id


def queue(delivery: Delivery, after: float = 0) -> None:
    """Have a delivery tried."""
    defer(deliver, after=after, delivery=str(delivery.id))


@job("integrations.deliver", T("Deliver to a webhook", "发送 Webhook"), retry=5)
def deliver(delivery: str) -> None:
    """One attempt at a delivery, unless its receiver is down: then it waits until that answers again."""
    waiting = Delivery.objects.filter(pk=UUID(delivery), state=Delivered.QUEUED.value).exclude(verb=PING)
    hook = waiting.values_list("webhook", flat=True).first()
    if hook is not None and circuits.open_for(hook):
        waiting.update(held=True)
        if not circuits.open_for(hook):
            release(str(hook))  # it answered in between
        return
    attempt(UUID(delivery))


@job(
    "integrations.probe",
    T("Try a webhook that was down", "重试不可用的 Webhook"),
    about=("webhook", "webhook"),
    retry=5,
)
def probe(webhook: str) -> None:
    """One attempt at the oldest that waits for a receiver that is down, once the pause is over."""
    hook = UUID(webhook)
    if not circuits.due(hook):
        return
    found = circuits.held(hook).first()
    if found is None or not Webhook._base_manager.filter(pk=hook, active=True, deleted_at=None).exists():
        _there_again(hook)
    else:
        attempt(found.id)


@job(
    "integrations.release",
    T("Send what waited for a webhook", "发送等待中的 Webhook 消息"),
    about=("webhook", "webhook"),
    retry=5,
)
def release(webhook: str) -> None:
    """Send what waited for a receiver, a portion at a time."""
    hook = UUID(webhook)
    if circuits.open_for(hook):
        return
    with transaction.atomic():
        portion = list(circuits.held(hook).select_for_update()[:PORTION])
        Delivery.objects.filter(id__in=[each.id for each in portion]).update(held=False)
        for each in portion:
            queue(each)
        if len(portion) == PORTION:
            defer(release, webhook=webhook)


def look_after() -> int:
    """Try receivers whose attempt was lost; how many."""
    lost = circuits.lost()
    for hook in lost:
        defer(probe, webhook=str(hook))
    return len(lost)


def _there_again(webhook: UUID) -> None:
    if circuits.close(webhook):
        defer(release, webhook=str(webhook))


def attempt(delivery: UUID) -> None:
    """Send a delivery that is to be sent; what becomes of it is kept with it."""
    found = Delivery.objects.select_related("webhook").filter(pk=delivery, state=Delivered.QUEUED.value).first()
    if found is None:
        return
    if not (found.webhook.active and found.webhook.deleted_at is None) and found.verb != PING:
        _keep(found, state=Delivered.DROPPED.value)
        return
    if found.body is None and not _fill(found):
        return
    body = (found.body or "").encode()
    now = int(clock.now().timestamp())
    secret = secret_of(found.webhook_id, found.webhook.secret_version)
    try:
        reply = post(found.webhook.url, body, headers(secret, str(found.id), now, body))
    except Unreachable as error:
        _failed(found, down=True, error=error.code)
    else:
        _answered(found, reply)


def _fill(delivery: Delivery) -> bool:
    """Make the message, of what the webhook's owner may read; False when that is nothing."""
    owner = owner_of(delivery.webhook.owner_id)
    if owner is None:
        switch_off(delivery.webhook_id, NO_OWNER)
        _keep(delivery, state=Delivered.DROPPED.value)
        return False
    with actors.at_work(owner):
        message = _message(owner, delivery)
    if message is None:
        _keep(delivery, state=Delivered.DROPPED.value)
        return False
    delivery.body = orjson.dumps(message, default=str, option=orjson.OPT_UTC_Z).decode()
    Delivery.objects.filter(pk=delivery.id).update(body=delivery.body)
    return True


def _message(owner: Actor, delivery: Delivery) -> dict[str, Any] | None:
    base = {"id": str(delivery.id), "at": delivery.happened_at, "verb": delivery.verb}
    if delivery.verb == PING:
        return base
    spec = known(owner, delivery.object)
    data = spec and _read(owner, spec, delivery.record)
    if spec is None or data is None:
        return None
    changed = _changed(owner, spec, delivery.columns)
    if delivery.verb == "update" and not changed:
        return None  # only what the owner may not see
    return {
        **base, "object": spec.key, "record": str(delivery.record), "version": delivery.version,
        "change": delivery.change and str(delivery.change), "changed": changed, "data": data,
    }  # fmt: skip


def _read(owner: Actor, spec: ObjectSpec, record: UUID) -> dict[str, Any] | None:
    """The record as it is when it is sent, as its reader may see it; also from the bin."""
    for deleted in (False, True):
        try:
            found = read_one(owner, spec, record, deleted=deleted)
        except Missing:
            continue
        return {name: value for name, value in found.items() if name != "_can"}
    return None


def _changed(owner: Actor, spec: ObjectSpec, columns: Iterable[str]) -> list[str]:
    """Names of the readable fields stored in these columns."""
    wanted = set(columns)
    return [name for name, field in access.readable(owner, spec).items() if not wanted.isdisjoint(field.columns)]


def _answered(delivery: Delivery, reply: Reply) -> None:
    text = reply.body[:EXCERPT].decode("utf-8", "replace").replace("\0", "")
    said = {"status": reply.status, "took": int(reply.took * 1000), "reply": text}
    if reply.good:
        _keep(delivery, state=Delivered.DONE.value, error=None, attempts=delivery.attempts + 1, **said)
        _there_again(delivery.webhook_id)
    elif reply.status == GONE:
        _keep(delivery, state=Delivered.FAILED.value, attempts=delivery.attempts + 1, **said)
        switch_off(delivery.webhook_id, OFF_GONE)
    else:
        _failed(delivery, down=circuits.is_down(reply), **said)


def _failed(delivery: Delivery, *, down: bool, **said: Any) -> None:
    said |= {"attempts": delivery.attempts + 1}
    if delivery.verb == PING:
        _keep(delivery, state=Delivered.FAILED.value, **said)
    elif down:
        _down(delivery, said)
    else:
        _refused(delivery, said)


def _down(delivery: Delivery, said: dict[str, Any]) -> None:
    """Everything for this receiver waits; after more than a day in vain it is given up."""
    with transaction.atomic():
        _keep(delivery, held=True, **said)
        pause = circuits.fail(delivery.webhook_id)
        if pause is not None:
            if pause:
                defer(probe, after=pause, webhook=str(delivery.webhook_id))
            return
        circuits.held(delivery.webhook_id).update(state=Delivered.FAILED.value, held=False)
        switch_off(delivery.webhook_id, OFF_VAIN)


def _refused(delivery: Delivery, said: dict[str, Any]) -> None:
    """This message is tried again by itself; the receiver is there, so others go on."""
    _there_again(delivery.webhook_id)
    over = said["attempts"] > len(WAITS)
    with transaction.atomic():
        _keep(delivery, state=(Delivered.FAILED if over else Delivered.QUEUED).value, **said)
        if not over:
            queue(delivery, WAITS[said["attempts"] - 1])
    arrived = Delivery.objects.filter(webhook=delivery.webhook_id, state="done", tried_at__gt=delivery.created_at)
    if over and not arrived.exists():
        switch_off(delivery.webhook_id, OFF_VAIN)


def _keep(delivery: Delivery, **values: Any) -> None:
    Delivery.objects.filter(pk=delivery.id).update(tried_at=clock.now(), **{"held": False, **values})


def switch_off(webhook: UUID, why: T) -> None:
    """Switch a webhook off and tell its owner why; switched on again it begins anew."""
    Circuit.objects.filter(pk=webhook).delete()
    row = Webhook._base_manager.get(pk=webhook)
    with changes(system(VIA), "switch_off", say(why)) as tx:
        tx.set("webhook", webhook, {"active": False, "stopped": say(why)})
        people = [row.owner_id] if row.owner_id else []
        tell_by_automation(people, ("webhook", webhook), rule=webhook, name=row.name, text=say(why))


def again(delivery: UUID) -> None:
    """Send a delivery once more, the same message."""
    with transaction.atomic():
        found = Delivery.objects.select_for_update().get(pk=delivery)
        if found.state != Delivered.QUEUED:
            _anew([found])


def again_all(webhook: UUID) -> int:
    """Send everything that failed once more, the oldest first; how many."""
    with transaction.atomic():
        failed = Delivery.objects.filter(webhook=webhook, state=Delivered.FAILED.value).exclude(verb=PING)
        found = list(failed.order_by("created_at", "id").select_for_update()[:MOST])
        _anew(found)
    return len(found)


def _anew(found: Sequence[Delivery]) -> None:
    fresh = {"state": Delivered.QUEUED.value, "attempts": 0, "error": None, "held": False}
    Delivery.objects.filter(id__in=[each.id for each in found]).update(**fresh)
    for each in found:
        queue(each)


def tidy() -> int:
    """Drop old deliveries; how many."""
    gone, _ = Delivery.objects.filter(created_at__lt=clock.now() - KEPT).delete()
    return gone
