"""Deals on the page of what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core.access.actor import Actor, Scope, system
from haoke.core.records import changes
from haoke.inbox.actions import log_activity
from haoke.inbox.queries import today

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

pytestmark = pytest.mark.django_db


def test_deals_without_a_next_step(deal: Callable[..., Any]) -> None:
    with changes(system(), "test") as tx:
        rep = tx.create("user", {"name": "Rep"}).id
    bare, done, tasked = (deal(name=name, owner=rep) for name in ("Bare", "With a done task", "With a task"))
    deal(name="Planned", owner=rep, next_step="Call")
    won = deal(name="Won", owner=rep)
    with changes(system(), "test") as tx:
        tx.run("opportunity", won.id, "win")
        _log(tx, tasked.id, done=False)
        _log(tx, done.id, done=True)
    page = today(Actor(id=rep, grants={"*": {"*": Scope.OWN}}))
    section = next(each for each in page["sections"] if each["key"] == "no_next_step")
    assert {item["id"] for item in section["items"]} == {str(bare.id), str(done.id)}


def _log(tx: Any, deal: UUID, *, done: bool) -> None:
    log_activity(tx, {"subject": "Call", "done": done}, [("opportunity", deal)])
