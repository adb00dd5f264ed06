"""Webhooks told by hand, and a receiver in place of the network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.log import dispatch
from haoke.core.outbound import Reply, Unreachable
from haoke.core.records import changes
from haoke.identity import accounts, actors
from haoke.integrations.actions import delivering
from haoke.integrations.models import Circuit, Delivery

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor


@dataclass
class Receiver:
    """Answers with these statuses in turn, the last for ever; 0: cannot be reached."""

    statuses: list[int] = field(default_factory=lambda: [200])
    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        self.heard.append((url, dict(headers), body))
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if not status:
            raise Unreachable("time")
        return Reply(status, b"thanks", 0.01)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [orjson.loads(body) for _, _, body in self.heard]


def add(key: str, **values: Any) -> Any:
    with changes(system("migrate"), "scene") as tx:
        return tx.add(key, values)


def put(key: str, record: UUID, **values: Any) -> Any:
    with changes(system("migrate"), "scene") as tx:
        return tx.set(key, record, values)


class Company:
    """Root is an administrator, Rep a sales rep who may make webhooks of his own."""

    def __init__(self) -> None:
        own = {"webhook": {"*": "own"}, "inbound_endpoint": {"*": "own"}}
        maker = add("role", name={"en": "Maker"}, grants=own)
        self.ids: dict[str, UUID] = {}
        for name, role in (("Root", "administrator"), ("Rep", "sales_rep"), ("Other", "sales_rep")):
            user = self.ids[name] = accounts.create_user(f"{name}@example.com", name, roles=[role])
            put("user", user, state="active", language="en")
        roles = [*self["Rep"].roles, maker.id]
        put("user", self.ids["Rep"], roles=roles)
        self.last = _latest()

    def __getitem__(self, name: str) -> Actor:
        return actors.load(self.ids[name])

    def make(self, key: str, by: str = "Root", **values: Any) -> Any:
        with changes(self[by], "create") as tx:
            return tx.create(key, values)

    def change(self, key: str, record: UUID, by: str = "Root", **values: Any) -> Any:
        with changes(self[by], "update") as tx:
            return tx.update(key, record, values)

    def webhook(self, by: str = "Root", **values: Any) -> Any:
        given = {"name": "Hook", "url": "https://hooks.example.com/in", "verbs": ["create", "update", "delete"]}
        return self.make("webhook", by, **{**given, **values})

    def spread(self) -> list[Delivery]:
        """Hand what happened to the webhooks and try everything queued once; all deliveries."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, xid::text FROM log.entry WHERE id > %s ORDER BY id", [self.last])
            found = cursor.fetchall()
        self.last = _latest()
        entries = dispatch.read([each[0] for each in found], sorted({each[1] for each in found}))
        delivering.hear([each for each in entries if each.via not in delivering.SILENT])
        self.attempt()
        return list(Delivery.objects.order_by("entry", "id"))

    def attempt(self) -> None:
        """Let every pause go by and try what is to be sent."""
        Circuit.objects.update(until=clock.now())
        for circuit in Circuit.objects.all():
            delivering.probe(str(circuit.webhook_id))
        for each in Delivery.objects.filter(state="queued", held=False).order_by("entry", "id"):
            delivering.deliver(str(each.id))
        for hook in Delivery.objects.filter(held=True).values_list("webhook", flat=True).distinct():
            delivering.release(str(hook))


def _latest() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM log.entry")
        return int(cursor.fetchone()[0])
