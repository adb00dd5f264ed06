"""How far an import is, said so that it is seen at once, and whether it is still wanted."""

from __future__ import annotations

import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from haoke.core import jobs
from haoke.core.errors import Conflict
from haoke.core.text import T
from haoke.core.transfer import describing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

#: Seconds between two words about the same import.
STEP_SECONDS = 0.4
STOPPED = T("The import was stopped; nothing was imported", "导入已停止，没有导入任何数据")
_WANTED = "SELECT 1 FROM core_import WHERE id = %s AND job = %s"
_SAY = (
    "UPDATE core_import SET result = coalesce(nullif(result, 'null'), '{}')"
    " || jsonb_build_object('progress', %s::jsonb) WHERE id = %s AND job = %s RETURNING 1"
)


class Stopped(Conflict):
    """Somebody stopped this step, or began another in its place: nothing it still does must count."""

    code = "stopped"


class Steps:
    """Called with (done, total[, what]) during a step; raises Stopped when it is not wanted any more."""

    def __init__(self, batch: UUID, message: T) -> None:
        attempt = jobs.current()
        self.batch, self.message = batch, message
        self.job = attempt.job if attempt else None
        self._progress = jobs.Progress()
        self._asked = 0.0

    def __call__(self, done: int, total: int, said: T | None = None) -> None:
        if self.job is not None and self._is_time():
            with connection.cursor() as cursor:
                cursor.execute(_WANTED, [self.batch, self.job])
                self._mind(cursor.fetchone())
        self._progress.step(done, total, said or self.message)

    @contextmanager
    def beside(self, message: T) -> Iterator[Callable[[int, int], None]]:
        """The same from within a transaction that is taken back, on a connection of its own.

        The job's row is held by that transaction (`jobs.fence`), so the import's own row says how far it is.
        """
        if self.job is None:
            yield lambda _done, _total: None
            return
        aside = connection.copy()
        with closing(aside):

            def step(done: int, total: int) -> None:
                if self._is_time():
                    told = {"done": done, "total": total, "message": describing.both(message)}
                    with aside.cursor() as cursor:
                        cursor.execute(_SAY, [orjson.dumps(told).decode(), self.batch, self.job])
                        self._mind(cursor.fetchone())

            step(0, 1)
            yield step

    def _is_time(self) -> bool:
        now = time.monotonic()
        if now - self._asked < STEP_SECONDS:
            return False
        self._asked = now
        return True

    def _mind(self, wanted: Any) -> None:
        if not wanted:
            raise Stopped(STOPPED)
