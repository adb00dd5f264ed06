"""Child processes kept alive: restarted with a growing pause, stopped together."""

from __future__ import annotations

import contextlib
import logging
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from haoke.core.database.server import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

log = logging.getLogger("haoke.serve")

GRACE = 25.0  # seconds a child may take to finish what it does
SHORTEST, LONGEST = 0.5, 5.0  # seconds of pause before a restart: people wait meanwhile
SETTLED = 60.0  # seconds a child must live for its failures to be forgotten


@dataclass
class Child:
    """One `haoke` subcommand run beside us."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    began: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        """Start it now; the kernel ends it when we die."""
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "haoke", self.name, *self.arguments],
            env={**self.environment, "HAOKE_PROCESS": self.name}, stdin=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=lambda: die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - the supervisor has one thread
        )  # fmt: skip

    def tend(self) -> None:
        """Notice its death and, after the pause, start it again."""
        now = time.monotonic()
        if self.process is not None and (code := self.process.poll()) is not None:
            self.process = None
            self.failures = 0 if now - self.began > SETTLED else self.failures + 1
            self.due = now + pause(self.failures)
            log.error("%s ended with code %s; it starts again in %.1f s", self.name, code, self.due - now)
        if self.process is None and now >= self.due:
            self.start()

    def renew(self) -> None:
        """End it so that it starts again at once, with the code as it is now."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process, self.due, self.failures = None, 0.0, 0


def pause(failures: int) -> float:
    """Seconds to wait before a restart after so many quick deaths in a row."""
    return min(LONGEST, SHORTEST * float(2 ** max(0, failures - 1)))


@dataclass
class Family:
    """All children of one supervisor."""

    children: list[Child] = field(default_factory=list)

    def tend(self) -> None:
        """Look after each child once."""
        for child in self.children:
            child.tend()

    def renew(self) -> None:
        """Start every child anew."""
        for child in self.children:
            child.renew()

    def stop(self, grace: float = GRACE) -> None:
        """Ask all to finish, wait at most `grace` seconds, end what is left."""
        living = [child.process for child in self.children if child.process is not None]
        for process in living:
            process.terminate()
        deadline = time.monotonic() + grace
        for process in living:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            if process.poll() is None:
                log.error("process %s did not finish within %.0f s and is ended", process.pid, grace)
                process.kill()
                process.wait()
