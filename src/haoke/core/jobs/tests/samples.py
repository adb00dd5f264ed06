"""Jobs and a subscriber for the tests with real worker processes; run as a program it is such a worker."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if __name__ == "__main__":
    import django

    django.setup()
    # The module's other self, whose jobs the worker knows.
    from haoke.core.jobs.tests import samples  # noqa: F401
    from haoke.core.jobs.worker import run_worker

    run_worker(sign_every=0.5, dead_after=2.0, sweep_every=1.0, wait=sys.argv[1:] != ["once"])
    sys.exit(0)

from haoke.core.access.actor import system
from haoke.core.jobs import job
from haoke.core.log import subscribe
from haoke.core.records import changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.log import Entry


@job("sample.write", atomic=True, retry=20)
def write(number: int, seconds: float) -> None:
    """Take a while, then make one record."""
    time.sleep(seconds)
    with changes(system("job"), "job") as tx:
        tx.create("thing", {"name": f"job {number}"})


@job("sample.slow", retry=20)
def slow(seconds: float) -> None:
    """Take a while outside any transaction, then make one record."""
    time.sleep(seconds)
    with changes(system("job"), "job") as tx:
        tx.create("thing", {"name": "slow"})


@subscribe("sample", objects=("thing",), verbs=("create",))
def on_thing(entries: Sequence[Entry]) -> None:
    """Make a remark about every new thing."""
    with changes(system("job"), "subscriber") as tx:
        for entry in entries:
            remark = tx.create("remark", {"text": f"entry {entry.id}"})
            tx.create("remark_link", {"remark": remark.id, "object": entry.object, "record": entry.record})
