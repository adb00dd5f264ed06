"""The job this thread is carrying out, and the fence that keeps a woken zombie from writing."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID


class Fenced(Exception):
    """Another attempt has taken this job over: whatever this one still does must not count."""


@dataclass(frozen=True, slots=True)
class Running:
    """One attempt at a job; `held`: the transaction it is in holds it valid already."""

    job: UUID
    attempt: int
    held: bool = False


_running: ContextVar[Running | None] = ContextVar("haoke_job", default=None)


def current() -> Running | None:
    """The attempt this thread is in, or None outside jobs."""
    return _running.get()


@contextmanager
def running(attempt: Running) -> Iterator[None]:
    """Be in an attempt for the length of the block."""
    token = _running.set(attempt)
    try:
        yield
    finally:
        _running.reset(token)


def fence() -> None:
    """Hold this attempt valid until the transaction ends; raises Fenced when it no longer is. Nothing outside jobs."""
    attempt = _running.get()
    if attempt is None or attempt.held:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM core_job WHERE id = %s AND attempt = %s AND state = 'running' FOR SHARE",
            [attempt.job, attempt.attempt],
        )
        if cursor.fetchone() is None:
            raise Fenced(f"job {attempt.job} attempt {attempt.attempt}")
