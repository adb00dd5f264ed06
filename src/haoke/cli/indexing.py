"""The indexes `haoke serve` has made beside its other work, when an administrator asked for one."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from haoke.core.database.server import die_with_parent

if TYPE_CHECKING:
    from haoke.cli.installation import Installation

log = logging.getLogger("haoke.serve")

EVERY, AGAIN = 5.0, 60.0  # seconds between two looks, and after a process that ended badly
NICE = 10
#: Another text whenever something may have to be made, dropped or tried again; empty where nobody ever asked for any.
#: Amounts stand in an index with what they are worth at the rates that hold today.
SEEN = """
SELECT concat_ws(' ', m.version, f.many, f.last, c.currency, r.last, r.holding,
    (SELECT count(*) FROM core_indexwork WHERE failed AND again_at < now()))
FROM core_metadata m
CROSS JOIN (SELECT count(*) AS many, max(updated_at) AS last FROM core_fastfield) f
LEFT JOIN (
    SELECT currency, (now() AT TIME ZONE time_zone)::date AS today FROM identity_company
    WHERE deleted_at IS NULL ORDER BY created_at, id LIMIT 1
) c ON TRUE
CROSS JOIN LATERAL (
    SELECT max(updated_at) AS last, count(*) FILTER (WHERE since <= coalesce(c.today, now()::date)) AS holding
    FROM customers_exchangerate
) r
WHERE f.many > 0"""


@dataclass
class Indexing:
    """Starts `haoke indexes` whenever what is wanted has changed."""

    found: Installation
    process: subprocess.Popen[bytes] | None = None
    seen: str = ""
    due: float = 0.0

    def tend(self) -> None:
        """Look whether there is something to do, notice the end of what was begun."""
        if self.process is not None and (code := self.process.poll()) is not None:
            self.process = None
            if code:
                log.error("not every index could be made (code %s); it is tried again", code)
                # Who was killed has noted nothing that would be seen.
                self.seen, self.due = "", time.monotonic() + AGAIN
        if self.found.owner is None or self.process is not None or time.monotonic() < self.due:
            return
        self.due = time.monotonic() + EVERY
        now = self.look()
        if now not in ("", self.seen):
            self.seen = now
            self.start()

    def look(self) -> str:
        """What decides whether there is work; the last answer while the database does not."""
        try:
            with psycopg.connect(self.found.app.url, autocommit=True, connect_timeout=2) as connection:
                row = connection.execute(SEEN).fetchone()
        except psycopg.Error:
            return self.seen
        return str(row[0]) if row else ""

    def start(self) -> None:
        """Begin, behind everybody's work."""

        def behind() -> None:
            die_with_parent(signal.SIGTERM)
            os.nice(NICE)

        self.process = subprocess.Popen(
            [sys.executable, "-m", "haoke", "indexes"],
            env={**self.found.owner_environment, "HAOKE_PROCESS": "indexes"}, stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=behind,  # noqa: PLW1509 - the supervisor has one thread
        )  # fmt: skip

    def stop(self) -> None:
        """End one that runs; what it leaves unfinished is dropped and made anew the next time."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
