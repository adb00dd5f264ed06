"""Worker processes: killed, frozen, stopped; the Log handed to its subscribers."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import psycopg
import pytest
from django.db import connection

from haoke.core import jobs
from haoke.core.access.actor import system
from haoke.core.errors import Missing
from haoke.core.jobs import loading, registry, work, worker
from haoke.core.jobs.models import Job
from haoke.core.jobs.tests import samples
from haoke.core.log import dispatch
from haoke.core.records import changes
from haoke.core.testing.app.models import RemarkLink, Thing
from haoke.core.testing.database import database_name

if TYPE_CHECKING:
    from haoke.core.log import Entry

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 240.0


@contextmanager
def process(server: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process of its own on the test database."""
    environment = os.environ | {"DATABASE_URL": server.address("haoke_app", database_name()).url, "HAOKE_TESTING": "1"}
    started = subprocess.Popen([sys.executable, Path(samples.__file__).with_name("process.py")], env=environment)
    try:
        yield started
    finally:
        started.send_signal(signal.SIGCONT)
        started.kill()
        started.wait()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, (
            f"not within {PATIENCE} s: {list(Job.objects.values('kind', 'state', 'attempt'))}"
        )
        threading.Event().wait(0.05)


def make() -> Any:
    with changes(system(), "create") as tx:
        return tx.create("thing", {"name": "A"}).id


def done_at_least(number: int) -> bool:
    return Job.objects.filter(state="done", kind="sample.write").count() >= number


def test_killed_again_and_again_every_job_is_done_exactly_once(test_server: Any) -> None:
    rng = random.Random(7)
    made = [jobs.defer(samples.write, number=number, seconds=0.1) for number in range(23)]
    last = jobs.defer(samples.write, number=len(made), seconds=3.0)
    for round_ in range(1, 3):
        with process(test_server) as running:
            until(partial(done_at_least, round_ * 3))
            threading.Event().wait(rng.random() * 0.3)
            running.send_signal(signal.SIGKILL)
            running.wait()
    with process(test_server) as running:
        until(lambda: Job.objects.filter(id=last, state="running").exists())
        running.send_signal(signal.SIGKILL)  # for sure in the middle of one
        running.wait()
    with process(test_server):
        until(lambda: not Job.objects.filter(state__in=("queued", "running"), kind="sample.write").exists())
    assert set(Job.objects.filter(kind="sample.write").values_list("state", flat=True)) == {"done"}
    names = list(Thing.objects.values_list("name", flat=True))
    assert sorted(names) == sorted(f"job {number}" for number in range(24))
    assert Job.objects.get(id=last).attempt > 1


def test_a_frozen_worker_that_wakes_up_writes_nothing(test_server: Any) -> None:
    job = jobs.defer(samples.slow, seconds=1.0)
    with process(test_server) as first:
        until(lambda: Job.objects.filter(id=job, state="running").exists())
        first.send_signal(signal.SIGSTOP)
        with process(test_server):
            until(lambda: Job.objects.filter(id=job, state="done").exists())
            first.send_signal(signal.SIGCONT)
            first.send_signal(signal.SIGTERM)
            assert first.wait(PATIENCE) == 0
    assert Thing.objects.filter(name="slow").count() == 1
    assert Job.objects.get(id=job).attempt == 2


def test_what_there_is_and_then_stop() -> None:
    job = jobs.defer(samples.write, number=1, seconds=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "autodiscover_modules", lambda *_: None)
        loading.load.cache_clear()
        worker.run_worker(wait=False, sweep_every=0.1)
    loading.load.cache_clear()
    assert Job.objects.get(id=job).state == "done"
    assert {"core.tidy", "core.partitions"} <= registry.kinds().keys()


def test_packages_without_jobs_are_passed_over(settings: Any) -> None:
    settings.HAOKE_PACKAGES = ("haoke.core.testing", "haoke.core")
    loading.load.__wrapped__()
    assert "core.tidy" in registry.kinds()


def attempt_all() -> None:
    for job in Job.objects.filter(state="queued").order_by("queue_id"):
        work.execute(registry.kinds()[job.kind], str(job.id))


@pytest.fixture
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No subscribers but ours, whatever else this process has loaded."""
    monkeypatch.setattr(dispatch, "_subscribers", {"sample": dispatch._subscribers["sample"]})


@pytest.mark.usefixtures("_alone")
def test_new_entries_become_jobs_of_their_subscribers() -> None:
    dispatch.dispatch()
    first, second = make(), make()
    with changes(system(), "update") as tx:
        tx.update("thing", first, {"name": "B"})
    assert dispatch.dispatch() == 2
    assert dispatch.dispatch() == 0
    assert Job.objects.filter(kind="log.sample").count() == 1
    attempt_all()
    assert list(RemarkLink.objects.order_by("id").values_list("record", flat=True)) == [first, second]
    attempt_all()
    assert RemarkLink.objects.count() == 2


@pytest.mark.usefixtures("_alone")
def test_portions_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "PORTION", 2)
    dispatch.dispatch()
    made = [make() for _ in range(5)]
    assert dispatch.dispatch() == 5
    found = list(Job.objects.filter(kind="log.sample").order_by("queue_id"))
    assert [len(job.arguments["entries"]) for job in found] == [2, 2, 1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT lock FROM procrastinate_jobs WHERE task_name = 'log.sample'")
        assert cursor.fetchall() == [("log.sample",)]
    attempt_all()
    assert list(RemarkLink.objects.order_by("id").values_list("record", flat=True)) == made


def test_the_housekeeper_dispatches_when_woken_and_survives_a_lost_connection(
    superuser_connection: psycopg.Connection[Any],
) -> None:
    dispatch.dispatch()
    with worker.Housekeeper(sweep_every=0.2):
        make()
        until(lambda: Job.objects.filter(kind="log.sample").count() == 1)
        superuser_connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND query LIKE 'LISTEN%'"
        )
        make()
        until(lambda: Job.objects.filter(kind="log.sample").count() == 2)


def test_the_housekeeper_sweeps_at_its_own_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[float] = []
    monkeypatch.setattr(worker, "sweep", swept.append)
    keeper = worker.Housekeeper(sweep_every=3600.0)
    for _ in range(3):
        keeper.round()
    assert len(swept) == 1


def test_the_housekeeper_outlives_whatever_goes_wrong_in_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it nothing that happens is handed out any more: no notices, no automation, no live figures."""
    rounds: list[int] = []

    def dispatched() -> int:
        rounds.append(1)
        if len(rounds) == 1:
            raise Missing
        return 0

    monkeypatch.setattr(worker, "dispatch", dispatched)
    with worker.Housekeeper(sweep_every=3600.0):
        until(lambda: len(rounds) > 1)


def test_who_cannot_tell_what_he_wants_is_told_everything_and_holds_nobody_up() -> None:
    def unable() -> frozenset[str]:
        raise Missing

    entries = [cast("Entry", SimpleNamespace(via="web", object="account", verb="update"))]
    assert dispatch.Subscriber("odd", unable, frozenset(), print).wanted(entries) == entries
