"""What runs beside the jobs of a worker: as long as the worker does, and only of one that stays."""

from __future__ import annotations

import threading
from threading import Event

import pytest

from haoke.core import jobs
from haoke.core.jobs import registry, worker


def test_what_runs_beside_the_jobs_begins_and_ends_with_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_beside", {})
    begun, ended = Event(), Event()

    @jobs.beside("sample.listening")
    def listen(stop: Event) -> None:
        begun.set()
        if stop.wait(60):
            ended.set()

    def names() -> set[str]:
        return {thread.name for thread in threading.enumerate()}

    assert registry.besides() == {"sample.listening": listen}
    with worker._besides(wait=False):
        assert "sample.listening" not in names()
    assert not begun.is_set()
    with worker._besides(wait=True):
        assert begun.wait(60)
        assert "sample.listening" in names()
        assert not ended.is_set()
    assert ended.wait(60)
