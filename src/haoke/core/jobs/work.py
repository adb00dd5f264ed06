"""A job's life: queued with the change that wants it, carried out in attempts, done or visibly failed."""

from __future__ import annotations

import errno
import logging
import os
import time
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
from django.db import InterfaceError, OperationalError, connection, transaction

from haoke.core import custom
from haoke.core.errors import Denied, Missing, Refused
from haoke.core.ids import uuid7
from haoke.core.jobs import queue
from haoke.core.jobs.models import Job
from haoke.core.jobs.registry import Kind, kind_of, kinds
from haoke.core.jobs.running import Fenced, Running, current, fence, running
from haoke.core.text import Language, T, current_language, say, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from haoke.core.access.actor import Actor

log = logging.getLogger(__name__)

#: Channel that carries the id of a job whose state or progress has changed.
CHANNEL = "haoke_job"
#: Seconds between two words about the same job.
STEP_SECONDS = 0.25

FAILED = T(
    "Something went wrong while this was being done; an administrator can see it and start it again",
    "执行过程中出现错误，管理员可查看并重新执行",
)
#: What the likeliest of the unexpected mean to whoever waits; the first that fits.
CAUSES: Final[tuple[tuple[Callable[[Exception], bool], T], ...]] = (
    (
        lambda error: getattr(error, "errno", None) == errno.ENOSPC or _state(error) == "53100",
        T("The server's disk is full; an administrator has to make room", "服务器磁盘空间不足，请联系管理员清理"),
    ),
    (
        lambda error: _state(error) in ("40P01", "55P03", "57014"),
        T(
            "It took too long, because others were writing at the same time; please try again",
            "因其他操作同时写入而超时，请重试",
        ),
    ),
    (
        lambda error: isinstance(error, OperationalError | InterfaceError),
        T("The database could not be reached meanwhile; please try again", "期间无法连接数据库，请重试"),
    ),
    (
        lambda error: isinstance(error, TimeoutError | ConnectionError),
        T("Another server did not answer in time; please try again", "对方服务器未及时响应，请重试"),
    ),
    (
        lambda error: isinstance(error, MemoryError),
        T("There was too much at once for the server's memory", "一次处理的数据过多，服务器内存不足"),
    ),
)
AGAIN = T("An attempt failed; it will be tried again", "本次执行失败，将自动重试")
DIED = T(
    "The worker died while doing this; it may be half done and was not started again",
    "执行进程中断，可能只完成了一部分，未自动重试",
)


def defer(
    function: Callable[..., Any],
    *,
    actor: Actor | None = None,
    after: float = 0,
    key: str | None = None,
    lock: str | None = None,
    **arguments: Any,
) -> UUID:
    """Queue a declared job in the current transaction; gives its id. Arguments are JSON, ids only.

    `actor` sees its progress · `after` seconds from now · `key`: at most one job ever has it · `lock`: see `job`.
    """
    kind, language = kind_of(function), actor.language if actor else current_language()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_job (id, kind, actor, state, attempt, done, arguments, key, language)"
            " VALUES (%s, %s, %s, 'queued', 0, 0, %s::jsonb, %s, %s) ON CONFLICT (key) DO NOTHING RETURNING id",
            [uuid7(), kind.name, actor.id if actor else None, _json(arguments), key, language],
        )
        made = cursor.fetchone()
        if made is None:
            return Job.objects.get(key=key).id
        at = datetime.now(UTC) + timedelta(seconds=after) if after else None
        number = queue.put(kind, at=at, lock=lock or kind.lock, job=str(made[0]))
        cursor.execute("UPDATE core_job SET queue_id = %s WHERE id = %s", [number, made[0]])
    return UUID(str(made[0]))


def execute(kind: Kind, job: str) -> None:
    """One attempt at a job, called by the worker; raises what the job raised, so that the queue decides on another."""
    claimed = _claim(UUID(job))
    if claimed is None:
        return
    attempt, arguments, language = claimed
    with running(attempt), speaking(language), custom.latest():
        try:
            _run(kind, attempt, arguments)
        except Fenced:
            log.warning("job %s attempt %s was taken over", attempt.job, attempt.attempt)
            raise
        except Refused as refused:
            _fail(attempt, refused.problems[0].message if refused.problems else refused.message)
            raise
        except Exception as unexpected:
            final = attempt.attempt >= kind.retry or not kind.idempotent
            _fail(attempt, cause(unexpected), place(unexpected)) if final else _requeue(attempt)
            raise


def cause(error: Exception) -> T:
    """Why something broke that nobody foresaw, as far as words for it are of use to whoever waits."""
    return next((said for fits, said in CAUSES if fits(error)), FAILED)


def place(error: Exception) -> str:
    """What broke and where in our code, for whoever keeps Haoke running; never the values it broke over."""
    inside = [each for each in traceback.extract_tb(error.__traceback__) if f"{os.sep}haoke{os.sep}" in each.filename]
    last = inside[-1]
    return f"{type(error).__name__} · {last.filename.rpartition(f'{os.sep}haoke{os.sep}')[2]}:{last.lineno}"


def _state(error: Exception) -> str | None:
    """PostgreSQL's own code of what the database refused."""
    return getattr(error.__cause__, "sqlstate", None) or getattr(error, "sqlstate", None)


def _claim(job: UUID) -> tuple[Running, dict[str, Any], Language] | None:
    """Start the next attempt; None when there is nothing left to do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_job SET state = 'running', attempt = attempt + 1, started_at = clock_timestamp(),"
            " finished_at = NULL"
            " WHERE id = %s AND state = 'queued' RETURNING attempt",
            [job],
        )
        if (row := cursor.fetchone()) is None:
            return None
        _tell(cursor, job)
    found = Job.objects.get(id=job)
    return Running(job, row[0]), found.arguments, "en" if found.language == "en" else "zh"


def _run(kind: Kind, attempt: Running, arguments: dict[str, Any]) -> None:
    if kind.atomic:
        with transaction.atomic():
            fence()
            with running(replace(attempt, held=True)):
                found = kind.run(**arguments)
            _finish(attempt, found)
    else:
        _finish(attempt, kind.run(**arguments))


def _finish(attempt: Running, result: Any) -> None:
    _close(attempt, "done", result=None if result is None else _json(result))


def _fail(attempt: Running, message: T, at: str = "") -> None:
    _close(attempt, "failed", message=_both(message, at))


def _requeue(attempt: Running) -> None:
    _close(attempt, "queued", message=_both(AGAIN))


def _close(attempt: Running, state: str, *, message: str | None = None, result: str | None = None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_job SET state = %s, message = coalesce(%s::jsonb, message), result = %s::jsonb,"
            " finished_at = clock_timestamp()"
            " WHERE id = %s AND attempt = %s AND state = 'running'",
            [state, message, result, attempt.job, attempt.attempt],
        )
        if not cursor.rowcount:
            raise Fenced(f"job {attempt.job} attempt {attempt.attempt}")
        _tell(cursor, attempt.job)


def _both(message: T, at: str = "") -> str:
    return _json({"en": say(message, "en"), "zh": say(message, "zh"), **({"at": at} if at else {})})


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str, option=orjson.OPT_UTC_Z).decode()


def _tell(cursor: Any, job: UUID) -> None:
    cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(job)])


class Progress:
    """What whoever started a job sees of it; `Progress()` is about the job this thread is carrying out."""

    def __init__(self, job: UUID | None = None) -> None:
        attempt = current()
        self.job = job or (attempt.job if attempt else None)
        self._attempt = attempt.attempt if attempt and attempt.job == self.job else None
        self._said = 0.0

    def step(self, done: int, total: int | None = None, message: T | None = None) -> None:
        """Say how far it is; four times a second at most, and the end always. Raises Fenced in a lost attempt."""
        now = time.monotonic()
        if self.job is None or (now - self._said < STEP_SECONDS and done != total):
            return
        self._said = now
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE core_job SET done = %s, total = coalesce(%s, total), message = coalesce(%s::jsonb, message)"
                " WHERE id = %s AND (%s::int IS NULL OR attempt = %s AND state = 'running')",
                [done, total, _both(message) if message else None, self.job, self._attempt, self._attempt],
            )
            if not cursor.rowcount:
                raise Fenced(f"job {self.job} attempt {self._attempt}")
            _tell(cursor, self.job)


def view(actor: Actor, job: UUID) -> dict[str, Any]:
    """A job as JSON for whoever started it or an administrator; raises Missing, Denied."""
    found = Job.objects.filter(id=job).first()
    if found is None:
        raise Missing
    if found.actor != actor.id and not actor.admin:
        raise Denied
    message = found.message[current_language()] if found.message else ""
    return {
        "id": str(found.id), "kind": found.kind, "state": found.state, "done": found.done, "total": found.total,
        "message": message, "result": found.result, "created_at": found.created_at, "started_at": found.started_at,
        "finished_at": found.finished_at,
    }  # fmt: skip


def kind(job: UUID) -> str | None:
    """The name of a job's kind; None when there is no such job any more."""
    return Job.objects.filter(id=job).values_list("kind", flat=True).first()


def starters(ids: Collection[UUID]) -> dict[UUID, UUID | None]:
    """{job: who started it} of those there are."""
    return dict(Job.objects.filter(id__in=list(ids)).values_list("id", "actor")) if ids else {}


def tick(kind: Kind, timestamp: int) -> None:
    """Queue a periodic job for its planned time (seconds since 1970), once however many workers plan it."""
    defer(kind.run, key=f"{kind.name}@{timestamp}")


def dead_letters(limit: int = 200) -> list[Job]:
    """Failed jobs, the latest first."""
    return list(Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at")[:limit])


def replay(job: UUID) -> None:
    """Start a failed job again, with all its attempts; raises Missing when there is no such failed job."""
    with transaction.atomic():
        found = Job.objects.select_for_update().filter(id=job, state=Job.State.FAILED, queue_id__isnull=False).first()
        if found is None:
            raise Missing
        with connection.cursor() as cursor:
            # The attempt goes on counting: it is the fence; the cap counts from here.
            cursor.execute(
                "UPDATE core_job SET state = 'queued', message = NULL, finished_at = NULL WHERE id = %s", [job]
            )
            _tell(cursor, job)
        queue.again(found.queue_id or 0)


def discard(job: UUID) -> Job:
    """Strike a failed job from the list for good; what it was. Raises Missing when there is no such failed job."""
    with transaction.atomic():
        found = Job.objects.select_for_update().filter(id=job, state=Job.State.FAILED).first()
        if found is None:
            raise Missing
        Job.objects.filter(id=job).delete()
    found.id = job
    return found


def sweep(seconds: float = 30.0) -> int:
    """See to the jobs of workers that died: again, or failed where that may not be; how many."""
    return sum(_sweep_one(number) for number in queue.stalled(seconds))


def _sweep_one(number: int) -> bool:
    with transaction.atomic():
        found = Job.objects.select_for_update(skip_locked=True).filter(queue_id=number).first()
        if found is None:
            # A periodic start that never became a job, or a zombie still holds its row: the next sweep looks again.
            return _retry_tick(number)
        if found.state == Job.State.DONE:
            queue.acknowledge(number)
            return True
        kind = kinds().get(found.kind)
        state = "queued" if kind and kind.idempotent and found.attempt < kind.retry else "failed"
        if found.state == Job.State.FAILED:
            state = "failed"
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE core_job SET state = %s,"
                " message = CASE WHEN %s = 'failed' THEN coalesce(message, %s::jsonb) END,"
                " finished_at = CASE WHEN %s = 'failed' THEN clock_timestamp() END WHERE id = %s",
                [state, state, _both(DIED), state, found.id],
            )
            _tell(cursor, found.id)
        queue.again(number) if state == "queued" else queue.give_up(number)
    return True


def _retry_tick(number: int) -> bool:
    if Job.objects.filter(queue_id=number).exists():
        return False
    queue.again(number)
    return True
