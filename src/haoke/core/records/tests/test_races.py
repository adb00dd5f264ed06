"""Fifty at once: no number twice, no update lost, no deadlock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from haoke.core.access.actor import Actor
from haoke.core.errors import Refused, Stale
from haoke.core.records import changes
from haoke.core.testing.app.models import Thing

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 50
WIDE = 12  # connections at once


def together(work: Callable[[int], Any]) -> list[Any]:
    def one(number: int) -> Any:
        try:
            return work(number)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(WIDE) as pool:
        return [future.result() for future in [pool.submit(one, number) for number in range(THREADS)]]


def make(actor: Actor) -> UUID:
    with changes(actor, "create") as tx:
        made: UUID = tx.create("thing", {"name": "A", "quantity": 0}).id
        return made


def test_numbers_are_given_once(root: Actor) -> None:
    def create(number: int) -> str:
        with changes(root, "create") as tx:
            if number % 5 == 0:
                done = tx.batch("thing").rows((None, None, {"name": f"{number}"}) for _ in range(3))
                return str(done[0].number)
            return str(tx.create("thing", {"name": "A"}).number)

    together(create)
    numbers = list(Thing.objects.values_list("number", flat=True))
    assert len(numbers) == 70
    assert len(set(numbers)) == 70


def test_of_many_who_saw_the_same_version_one_wins(root: Actor) -> None:
    made = make(root)

    def update(number: int) -> int:
        with changes(root, "update") as tx:
            return int(tx.update("thing", made, {"quantity": number + 1}, version=1).version)

    results = together(update)
    assert Counter(type(result) for result in results) == {Stale: THREADS - 1, int: 1}
    thing = Thing.objects.get()
    assert thing.version == 2
    assert all(result.extra["current"]["version"] == 2 for result in results if isinstance(result, Stale))


def test_no_update_is_lost(root: Actor) -> None:
    made = make(root)

    def count(_: int) -> None:
        with changes(root, "count") as tx:
            thing = tx.get("thing", made)
            tx.update("thing", thing, {"quantity": thing.quantity + 1})

    together(count)
    thing = Thing.objects.get()
    assert (thing.quantity, thing.version) == (THREADS, THREADS + 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(version ORDER BY id) FROM log.entry WHERE record = %s", [made])
        assert cursor.fetchone()[0] == list(range(1, THREADS + 2))


def test_batches_over_the_same_rows_in_any_order_do_not_lock_each_other_out(root: Actor) -> None:
    ids = [make(root) for _ in range(6)]

    def shuffle(number: int) -> int:
        order = ids[number % 6 :] + ids[: number % 6]
        with changes(root, "bulk") as tx:
            done = tx.batch("thing").rows((each, None, {"quantity": number + 1}) for each in order[::-1])
        return sum(verdict.taken for verdict in done)

    assert together(shuffle) == [6] * THREADS


def test_one_of_many_bins_the_record(root: Actor) -> None:
    made = make(root)

    def delete(_: int) -> str:
        with changes(root, "delete") as tx:
            tx.delete("thing", made)
        return "done"

    results = together(delete)
    assert results.count("done") == 1
    assert Counter(str(getattr(result, "code", result)) for result in results) == {"done": 1, "not_found": THREADS - 1}
