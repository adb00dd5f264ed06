"""CPU time of processes in nanoseconds, read from the kernel, so that a noisy machine does not blur the figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PROC = Path("/proc")


def _cpu(pid: int) -> int:
    total = 0
    for thread in (_PROC / str(pid) / "task").glob("*/schedstat"):
        try:
            total += int(thread.read_text().split()[0])
        except (OSError, IndexError):
            continue
    return total


def spent(pids: Iterable[int]) -> int:
    """CPU nanoseconds of processes so far."""
    return sum(map(_cpu, pids))


def children(pid: int) -> list[int]:
    """The process and all its descendants."""
    found = [pid]
    for task in (_PROC / str(pid) / "task").glob("*/children"):
        for child in task.read_text().split():
            found.extend(children(int(child)))
    return found


def named(pids: Iterable[int], word: str) -> list[int]:
    """Those whose command line contains `word`."""
    return [pid for pid in pids if word in _line(pid)]


def _line(pid: int) -> str:
    """Command line of a process; empty when it has ended meanwhile."""
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def pss(pids: Iterable[int]) -> float:
    """Proportional set size of the processes together, MiB."""
    total = 0
    for pid in pids:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of CPU a call (server, database) and the median wall time a call."""

    server: float
    database: float
    wall: float

    @property
    def total(self) -> float:
        return self.server + self.database


def cost(
    call: Callable[[int], float], times: int, server: Callable[[], list[int]], database: Callable[[], list[int]]
) -> Cost:
    """Cost of `call(i)` (answers its wall seconds), averaged over `times` after a short warm-up."""
    for i in range(max(3, times // 10)):
        call(i)
    web, base = server(), database()
    before = spent(web), spent(base)
    walls = sorted(call(i) for i in range(times))
    after = spent(web), spent(base)
    return Cost(
        (after[0] - before[0]) / times / 1e6,
        (after[1] - before[1]) / times / 1e6,
        walls[len(walls) // 2] * 1e3,
    )
