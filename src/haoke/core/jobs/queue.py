"""The queue: procrastinate behind a few functions, on Django's connection and so in the caller's transaction."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from asgiref.sync import async_to_sync
from procrastinate import PsycopgConnector, utils
from procrastinate.contrib.django import DjangoApp, app, connector_params
from procrastinate.jobs import Job as Queued
from procrastinate.jobs import Status
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from haoke.core.errors import Refused
from haoke.core.jobs.registry import kinds
from haoke.core.jobs.running import Fenced

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from haoke.core.jobs.registry import Kind

#: Suffix of the little task that starts a periodic job at its planned time.
TICK = ".tick"
TICK_TRIES = 5
LONGEST_WAIT = 3600.0  # seconds between two attempts


def wait_before(attempt: int) -> float:
    """Seconds before trying again after `attempt` failures: 2, 4, 8 … at most an hour, each ± a quarter."""
    return min(2.0**attempt, LONGEST_WAIT) * random.uniform(0.75, 1.25)  # noqa: S311 (spreads load, guards nothing)


class Again(BaseRetryStrategy):
    """Try again after errors that may pass; a refusal or a lost fence will not."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        """When to try again, or None."""
        tried = job.attempts + 1
        if isinstance(exception, Refused | Fenced) or not self.kind.idempotent or tried >= self.kind.retry:
            return None
        return RetryDecision(retry_at=utils.utcnow() + timedelta(seconds=wait_before(tried)))


def put(kind: Kind, *, at: datetime | None, lock: str | None, **arguments: Any) -> int:
    """Queue one job; its number in the queue."""
    ready = app.configure_task(kind.name, allow_unknown=True, queue=kind.queue, schedule_at=at, lock=lock)
    return ready.defer(**arguments)


def again(number: int) -> None:
    """Run a failed or stalled job once more, now."""
    app.job_manager.retry_job_by_id(number, utils.utcnow())


def give_up(number: int) -> None:
    """Take a stalled job out of the queue as failed."""
    async_to_sync(app.job_manager.finish_job_by_id_async)(job_id=number, status=Status.FAILED, delete_job=False)


def acknowledge(number: int) -> None:
    """Take a job out of the queue as done: its worker died between finishing and saying so."""
    async_to_sync(app.job_manager.finish_job_by_id_async)(job_id=number, status=Status.SUCCEEDED, delete_job=False)


def stalled(seconds: float) -> list[int]:
    """Numbers of running jobs whose worker has given no sign of life for that long."""
    found = async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=seconds)
    return sorted(job.id for job in found if job.id is not None)


def sweep_out(hours: int) -> None:
    """Delete queue rows done for longer than that."""
    async_to_sync(app.job_manager.delete_old_jobs)(nb_hours=hours, include_cancelled=True, include_aborted=True)


def worker_app(execute: Callable[[Kind, str], Any], tick: Callable[[Kind, int], Any]) -> DjangoApp:
    """An app that knows every declared kind, for the worker; `execute(kind, job)`, `tick(kind, timestamp)`."""
    known = DjangoApp(connector=PsycopgConnector(kwargs=connector_params()))
    for kind in kinds().values():
        known.task(name=kind.name, queue=kind.queue, retry=Again(kind))(partial(execute, kind))
        if kind.every:
            task = known.task(name=kind.name + TICK, queue=kind.queue, retry=TICK_TRIES)(partial(tick, kind))
            known.periodic(cron=kind.every)(task)
    return known
