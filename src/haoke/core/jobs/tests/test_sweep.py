"""Jobs of workers that died."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from haoke.core import jobs
from haoke.core.jobs import work
from haoke.core.jobs.models import Job
from haoke.core.jobs.tests.driving import Declare, die, state, status

pytestmark = pytest.mark.django_db


def test_the_sweep_finds_jobs_of_dead_workers(declare: Declare) -> None:
    def task() -> None:
        return None

    def once() -> None:
        return None

    declare(task, retry=2)
    declare(once, idempotent=False)
    job = jobs.defer(task)
    Job.objects.filter(id=job).update(state="running", attempt=1)
    assert work.sweep() == 0
    die(job)
    assert work.sweep() == 1
    assert (state(job), status()) == ("queued", "todo")
    Job.objects.filter(id=job).update(state="running", attempt=2)
    die(job)
    work.sweep()
    assert (state(job), status()) == ("failed", "failed")
    assert "worker died" in str(Job.objects.get(id=job).message)
    assert work.sweep() == 0

    lost = jobs.defer(once)
    Job.objects.filter(id=lost).update(state="running", attempt=1)
    die(lost)
    work.sweep()
    assert (state(lost), status()) == ("failed", "failed")


def test_what_was_settled_before_the_worker_died_stays_so(declare: Declare) -> None:
    def task() -> None:
        return None

    declare(task)
    for settled, expected in (("done", "succeeded"), ("failed", "failed")):
        job = jobs.defer(task)
        Job.objects.filter(id=job).update(state=settled, attempt=1)
        die(job)
        assert work.sweep() == 1
        assert (state(job), status()) == (settled, expected)
    unknown = jobs.defer(task)
    Job.objects.filter(id=unknown).update(kind="no.longer.there")
    die(unknown)
    work.sweep()
    assert state(unknown) == "failed"


def test_a_periodic_start_without_a_job_is_swept_too() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 'x.tick', 'doing')")
    assert work.sweep() == 1
    assert status() == "todo"


@pytest.mark.django_db(transaction=True)
def test_a_row_a_zombie_still_holds_is_left_to_the_next_sweep(declare: Declare, app_connection: Any) -> None:
    def task() -> None:
        return None

    declare(task)
    job = jobs.defer(task)
    Job.objects.filter(id=job).update(state="running", attempt=1)
    die(job)
    with app_connection.transaction():
        app_connection.execute("SELECT 1 FROM core_job FOR SHARE")
        assert work.sweep() == 0
    assert work.sweep() == 1
