"""Indexes on demand: a process that was killed has noted nothing, and is begun again all the same."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from haoke.cli import indexing

if TYPE_CHECKING:
    import pytest


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
