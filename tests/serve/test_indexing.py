"""Indexes on demand: a process that was killed has noted nothing, and is begun again all the same."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from haoke.cli import indexing
from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.records import changes


def test_a_killed_process_is_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now, begun = [1000.0], list[float]()
    found: Any = SimpleNamespace(owner="owner")
    tended = indexing.Indexing(found)
    monkeypatch.setattr("haoke.cli.indexing.time.monotonic", lambda: now[0])
    monkeypatch.setattr(tended, "look", lambda: "version 1")
    monkeypatch.setattr(tended, "start", lambda: begun.append(now[0]))

    def ended(code: int) -> None:
        tended.process = SimpleNamespace(poll=lambda: code)  # type: ignore[assignment]  # all that is asked of it
        for _ in range(20):
            now[0] += indexing.EVERY
            tended.tend()

    tended.tend()
    assert begun == [1000.0]
    ended(-9)
    assert len(begun) == 2
    assert begun[1] - begun[0] >= indexing.AGAIN
    ended(0)
    assert len(begun) == 2


@pytest.mark.django_db
def test_other_rates_are_a_reason_to_look() -> None:
    """A rate that is made, corrected or begins, and another company currency: amounts are worth something else."""

    def looked() -> str:
        with connection.cursor() as cursor:
            cursor.execute(indexing.SEEN)
            row = cursor.fetchone()
        return str(row[0]) if row else ""

    day = clock.today().isoformat()
    assert looked() == ""
    with changes(system(), "test") as tx:
        tx.create("company", {"currency": "CNY"})
        tx.create("fast_field", {"object": "opportunity", "field": "amount"})
    seen = [looked()]
    with changes(system(), "test") as tx:
        rate = tx.create("exchange_rate", {"currency": "USD", "rate": "7", "since": day})
    seen.append(looked())
    with changes(system(), "test") as tx:
        tx.update("exchange_rate", rate.id, {"rate": "7.1"})
    seen.append(looked())
    assert looked() == seen[-1]
    assert len(set(seen)) == 3
