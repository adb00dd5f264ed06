"""Jobs and a subscriber for the tests with real worker processes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from haoke.core.access.actor import system
from haoke.core.jobs import job
from haoke.core.log import subscribe
from haoke.core.records import changes
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.log import Entry


@job("sample.write", T("Write", "写入"), atomic=True, retry=20)
def write(number: int, seconds: float) -> None:
    """Take a while, then make one record."""
    time.sleep(seconds)
    with changes(system("job"), "job") as tx:
        tx.create("thing", {"name": f"job {number}"})


@job("sample.slow", T("Slow", "缓慢"), retry=20)
def slow(seconds: float) -> None:
    """Take a while outside any transaction, then make one record."""
    time.sleep(seconds)
    with changes(system("job"), "job") as tx:
        tx.create("thing", {"name": "slow"})


@subscribe("sample", T("Sample", "示例"), objects=("thing",), verbs=("create",))
def on_thing(entries: Sequence[Entry]) -> None:
    """Make a remark about every new thing."""
    with changes(system("job"), "subscriber") as tx:
        for entry in entries:
            remark = tx.create("remark", {"text": f"entry {entry.id}"})
            tx.create("remark_link", {"remark": remark.id, "object": entry.object, "record": entry.record})
