"""What a worker does with jobs, by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection

from haoke.core.jobs import registry, work
from haoke.core.jobs.models import Job

Declare = Callable[..., Callable[..., Any]]


def attempt(job: UUID) -> None:
    """What the worker does with a queued job."""
    found = Job.objects.get(id=job)
    work.execute(registry.kinds()[found.kind], str(job))


def state(job: UUID) -> str:
    return Job.objects.get(id=job).state


def queued() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args, queue_name, lock, scheduled_at, status, id FROM procrastinate_jobs ORDER BY id"
        )
        return list(cursor.fetchall())


def die(job: UUID) -> None:
    """Leave a job as a killed worker does: doing, its worker gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL"
            " WHERE id = (SELECT queue_id FROM core_job WHERE id = %s)",
            [job],
        )


def status() -> str:
    return str(queued()[-1][5])
