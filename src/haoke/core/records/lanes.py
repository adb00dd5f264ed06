"""Work done in several threads at once, each on a database connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def run_beside(lanes: Sequence[Callable[[], None]]) -> None:
    """Run the lanes to their end, the first in this thread, all in its language, company and job; raises what one does.

    Within a transaction of somebody else's they follow each other: only its own connection sees what there is.
    """
    if connection.in_atomic_block:
        for lane in lanes:
            lane()
        return
    with ThreadPoolExecutor(max(1, len(lanes) - 1)) as pool:
        others = [pool.submit(copy_context().run, _apart, lane) for lane in lanes[1:]]
        lanes[0]()
    for other in others:
        other.result()


def _apart(lane: Callable[[], None]) -> None:
    try:
        lane()
    finally:
        connection.close()
