"""The worker process: carries out jobs, finds those of dead workers, hands the Log to its subscribers."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from procrastinate.contrib.django import connector_params

from haoke.core.jobs import queue
from haoke.core.jobs.loading import load
from haoke.core.jobs.registry import besides
from haoke.core.jobs.work import execute, sweep, tick
from haoke.core.log.dispatch import dispatch
from haoke.core.log.names import CHANNEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

log = logging.getLogger(__name__)

SWEEP_SECONDS = 30.0
POLL_SECONDS = 3.0
DEAD_AFTER = 30.0  # seconds without a worker's sign of life
SIGN_EVERY = 5.0
PAUSE = 0.5  # seconds in which what is written gathers, so that a busy hour is handed out in portions
GRACE = 25.0  # seconds a job may take to end after SIGTERM


def run_worker(
    concurrency: int = 2,
    queues: Iterable[str] | None = None,
    *,
    wait: bool = True,
    sign_every: float = SIGN_EVERY,
    dead_after: float = DEAD_AFTER,
    sweep_every: float = SWEEP_SECONDS,
) -> None:
    """Carry out jobs until SIGTERM or SIGINT; with `wait=False` only those there are."""
    load()
    app = queue.worker_app(execute, tick)
    with Housekeeper(sweep_every, dead_after), _besides(wait=wait):
        app.run_worker(
            queues=queues,
            concurrency=concurrency,
            wait=wait,
            update_heartbeat_interval=sign_every,
            stalled_worker_timeout=dead_after,
            shutdown_graceful_timeout=GRACE,
        )


@contextmanager
def _besides(*, wait: bool) -> Iterator[None]:
    """What runs beside the jobs of a worker that stays."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=run, args=(stop,), name=name, daemon=True) for name, run in besides().items() if wait
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(POLL_SECONDS * 2)


class Housekeeper:
    """A thread beside the jobs: sweeps for those of dead workers, dispatches the Log; woken by NOTIFY or a clock."""

    def __init__(self, sweep_every: float = SWEEP_SECONDS, dead_after: float = DEAD_AFTER) -> None:
        self.sweep_every = sweep_every
        self.dead_after = dead_after
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeper", daemon=True)
        self._swept = float("-inf")

    def __enter__(self) -> Housekeeper:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(POLL_SECONDS * 2)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with listening(CHANNEL) as channel:
                    while not self._stop.is_set():
                        if self.round():
                            self._stop.wait(PAUSE)
                        next(channel.notifies(timeout=min(POLL_SECONDS, self.sweep_every), stop_after=1), None)
            except (DatabaseError, psycopg.Error):
                log.warning("housekeeper lost the database; trying again", exc_info=True)
                self._begin_anew()
            except Exception:
                log.exception("housekeeper failed; trying again")
                self._begin_anew()
        connection.close()

    def _begin_anew(self) -> None:
        connection.close()
        self._stop.wait(1.0)

    def round(self) -> int:
        """Sweep when it is time, then hand out what is new in the Log; how many entries somebody wanted."""
        close_old_connections()
        if time.monotonic() - self._swept >= self.sweep_every:
            self._swept = time.monotonic()
            sweep(self.dead_after)
        return dispatch()


@contextmanager
def listening(*channels: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own that hears these channels."""
    with psycopg.connect(**connector_params(), autocommit=True) as heard:
        for channel in channels:
            heard.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))
        yield heard
