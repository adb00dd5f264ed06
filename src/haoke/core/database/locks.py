"""One supervisor a data folder."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from haoke.core.database.errors import DatabaseProblem
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TAKEN = T(
    "Haoke already runs on {folder} (process {holder}). Stop that one first, or set HAOKE_DATA_DIR to another folder.",
    "好客已在 {folder} 上运行（进程 {holder}）。请先停止它，或将 HAOKE_DATA_DIR 设为另一个文件夹。",
)


class Occupied(DatabaseProblem):
    """Another Haoke supervises this data folder."""


@contextmanager
def sole_supervisor(folder: Path) -> Iterator[None]:
    """Hold the folder's lock inside the block; raises Occupied, naming the holder, when it is taken.

    The kernel frees the lock when its holder dies, however it dies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "haoke.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            holder = os.pread(handle, 32, 0).decode(errors="replace").strip() or "unknown"
            raise Occupied(TAKEN.fill(folder=folder, holder=holder)) from taken
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)
