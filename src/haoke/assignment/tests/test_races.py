"""Many records that come at once, each by a connection of its own, are shared evenly."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.db import connection

from haoke.assignment.tests.scene import came, rule

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)
WIDE, EACH = 10, 5


def test_fifty_at_once_are_twenty_five_each(ann: Actor, bob: Actor, web: Actor) -> None:
    rule(ann, bob)
    ready = Barrier(WIDE)

    def some(_: int) -> list[UUID]:
        try:
            ready.wait()
            return [came(web).owner_id for _ in range(EACH)]
        finally:
            connection.close()

    with ThreadPoolExecutor(WIDE) as threads:
        found = Counter(owner for of in threads.map(some, range(WIDE)) for owner in of)
    assert found == {ann.id: 25, bob.id: 25}
