"""The daily backup `haoke serve` makes beside its other work."""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from haoke.config import environment
from haoke.core.backups.making import PREFIX, SUFFIX
from haoke.core.database.server import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

log = logging.getLogger("haoke.serve")

SETTLE = 600.0  # seconds after a start before a missed backup is made up for
AGAIN = 3600.0  # seconds before another try after one that failed
NICE = 10


@dataclass
class Nightly:
    """A backup a day at `at`, made up for when the machine was off; `keep` 0: none."""

    environment: Mapping[str, str]
    folder: Path
    at: dt.time
    keep: int
    process: subprocess.Popen[bytes] | None = None
    due: float = field(default_factory=lambda: time.monotonic() + SETTLE)

    def tend(self) -> None:
        """Start it when it is time, notice its end."""
        if self.process is not None and (code := self.process.poll()) is not None:
            self.process = None
            if code:
                log.error("the daily backup failed with code %s; it is tried again in an hour", code)
                self.due = time.monotonic() + AGAIN
        if self.keep and self.process is None and time.monotonic() >= self.due:
            self.due = time.monotonic() + 60.0
            if wanted(latest(self.folder), self.at, dt.datetime.now().astimezone()):
                self.start()

    def start(self) -> None:
        """Start it now, behind everybody's work."""

        def behind() -> None:
            die_with_parent(signal.SIGTERM)
            os.nice(NICE)

        command = [sys.executable, "-m", "haoke", "backup", "--to", str(self.folder), "--keep", str(self.keep)]
        self.process = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=behind,  # noqa: PLW1509 - the supervisor has one thread
        )  # fmt: skip

    def stop(self) -> None:
        """End one that runs; it leaves nothing that looks good."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()


def nightly(child_environment: Mapping[str, str]) -> Nightly:
    """The daily backup as the environment wants it."""
    return Nightly(
        child_environment, environment.backup_folder(), environment.backup_time(), environment.backups_kept()
    )


def latest(folder: Path) -> dt.datetime | None:
    """When the newest backup of a folder was finished; None when there is none."""
    found = [path.stat().st_mtime for path in folder.glob(f"{PREFIX}*{SUFFIX}")]
    return dt.datetime.fromtimestamp(max(found), dt.UTC) if found else None


def wanted(last: dt.datetime | None, at: dt.time, now: dt.datetime) -> bool:
    """Whether the latest passing of `at`, local time, has no backup after it."""
    due = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    if due > now:
        due -= dt.timedelta(days=1)
    return last is None or last < due
