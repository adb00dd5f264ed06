"""Many who claim the same record at once, each by a connection of his own: one gets it, the others are told."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.errors import Conflict
from haoke.pools.actions import Claiming, claim
from haoke.pools.tests.scene import changed, person, unowned

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)
WIDE = 6


def together(tries: list[Callable[[], Any]]) -> list[str]:
    """What became of each, all begun at the same moment."""
    ready = Barrier(len(tries))

    def one(work: Callable[[], Any]) -> str:
        try:
            ready.wait()
            work()
            return "claimed"
        except Conflict as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tries)) as threads:
        return list(threads.map(one, tries))


def trying(actor: Actor, pool: Any, record: UUID) -> Callable[[], Any]:
    return lambda: claim(actor, pool.id, Claiming(records=[record]))


def test_one_of_many_gets_it(sea: Any) -> None:
    people = [person(f"p{number}") for number in range(WIDE)]
    changed("pool", sea.id, member_users=[each.id for each in people])
    record = unowned()
    results = together([trying(each, sea, record) for each in people])
    assert Counter(results) == {"claimed": 1, "taken": WIDE - 1}
    assert registry.get("account").model._base_manager.get(id=record).owner_id == people[results.index("claimed")].id


def test_two_windows_of_one_person_are_one(sea: Any, ann: Actor) -> None:
    changed("pool", sea.id, daily_claims=2)
    results = together([trying(ann, sea, unowned()) for _ in range(WIDE)])
    assert Counter(results) == {"claimed": 2, "daily_claims": WIDE - 2}
