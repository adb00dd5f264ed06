"""Two sellers under one manager, an account both see, and products of two categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.core.access.actor import system
from haoke.core.log import dispatch
from haoke.core.records import changes, hold
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql
from haoke.identity import accounts
from haoke.identity.actors import load
from haoke.identity.models import Role
from haoke.registration import jobs
from haoke.registration.queries import showing
from haoke.sales.actions import ensure_pipelines

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

RIGHTS = {"account": {"read": "all"}, "*": {"*": "own"}, "@settings": {"*": "none"}, "@open": {"*": "none"}}


def person(name: str, **values: Any) -> UUID:
    """Somebody active who works with his own and reads all accounts."""
    role = Role._base_manager.filter(code=None).first() or made("role", name={"en": "Seller"}, grants=RIGHTS)
    user = accounts.create_user(f"{name}@example.com", name)
    changed("user", user, state="active", roles=[role.id], **values)
    return user


def made(key: str, **values: Any) -> Any:
    with changes(system("test"), "scene") as tx:
        return tx.add(key, values)


def changed(key: str, record: UUID, **values: Any) -> None:
    with changes(system("test"), "scene") as tx:
        tx.set(key, record, values)


@dataclass
class Scene:
    """Ids; `server` and `disk` are products of categories below `hardware`, `licence` is of another."""

    boss: UUID
    ann: UUID
    ben: UUID
    account: UUID
    hardware: UUID
    servers: UUID
    software: UUID
    server: UUID
    licence: UUID


def build() -> Scene:
    with changes(system("test"), "scene") as tx:
        ensure_pipelines(tx)
    boss = person("boss")
    ann, ben = (person(name, manager=boss) for name in ("ann", "ben"))
    hardware, software = (made("product_category", name=name).id for name in ("Hardware", "Software"))
    servers = made("product_category", name="Servers", parent=hardware).id
    return Scene(
        boss, ann, ben, made("account", name="深圳云杉科技有限公司", owner=boss).id, hardware, servers, software,
        made("product", name="Server", category=servers).id, made("product", name="Licence", category=software).id,
    )  # fmt: skip


def actor(person: UUID, via: str = "web") -> Actor:
    return load(person, via)


def write(person: UUID, key: str, reason: str | None = None, via: str = "web", **values: Any) -> Any:
    """A new record as somebody writes it in a form, who says why he goes on (None: nobody asks him)."""
    with hold.insisting(reason), changes(actor(person, via), "create") as tx:
        return tx.create(key, values)


def register(person: UUID, **values: Any) -> Any:
    return write(person, "registration", **values)


def hear() -> None:
    """Let the subscriber know of everything so far."""
    rows = fetch(Sql("SELECT id, xid::text AS xid FROM log.entry ORDER BY id"))
    entries = dispatch.read([row["id"] for row in rows], sorted({row["xid"] for row in rows}))
    subscriber = next(each for each in dispatch.subscribers() if each.name == "registration.collisions")
    jobs.open_cases(subscriber.wanted(entries))


def cases(person: UUID) -> list[dict[str, Any]]:
    return showing.listed_cases(actor(person))
