"""Lanes: queued runs are carried out in portions, those of one record in one lane and so one after the other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from haoke.automation.actions.running import carry_out
from haoke.automation.choices import RunState
from haoke.automation.models import AutomationRun
from haoke.core import clock
from haoke.core.jobs import current, defer, job
from haoke.core.records import storage
from haoke.core.sql import Sql
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

LANES: Final = 4
#: Runs of one job: a savepoint each, and PostgreSQL keeps 64 of a transaction at hand.
PORTION: Final = 50
#: The attempt at a portion from which on no run may hold up the others.
PATIENT: Final = 3
#: Queued for longer, a run has lost its job.
LOST: Final = timedelta(minutes=2)

_LANE: Final = f"get_byte(uuid_send(record), 15) % {LANES}".replace("%", "%%")


def enqueue(records: Iterable[UUID]) -> None:
    """Have the queued runs of these records carried out."""
    for lane in sorted({record.int % LANES for record in records}):
        defer(go_on, lane=lane, lock=f"automation:{lane}")


@job("automation.lane", T("Carry out automations", "执行自动化"), atomic=True)
def go_on(lane: int) -> int:
    """Carry out a portion of a lane's queued runs, the oldest first; how many. What is left is the next job's."""
    runs = take(lane)
    attempt = current()
    done = carry_out(runs, patient=attempt is not None and attempt.attempt >= PATIENT) if runs else 0
    if done < len(runs) or len(runs) == PORTION:
        defer(go_on, lane=lane, lock=f"automation:{lane}")
    return done


def take(lane: int) -> list[AutomationRun]:
    """The next portion of a lane, locked."""
    # Numbers count what one statement has begun; their length counts first, as they grow.
    query = (
        f"SELECT id FROM {storage.table(AutomationRun)} WHERE state = %s AND deleted_at IS NULL AND {_LANE} = %s"
        " ORDER BY created_at, length(number), number LIMIT %s FOR UPDATE"
    )
    ids = [row["id"] for row in storage.fetch(Sql(query, (RunState.QUEUED.value, lane, PORTION)))]
    found = AutomationRun._base_manager.in_bulk(ids)
    return [found[each] for each in ids]


def find_lost() -> int:
    """Have runs carried out whose job is gone: it failed for good, or they come out of the bin; how many."""
    waiting = AutomationRun._base_manager.filter(state=RunState.QUEUED.value, deleted_at=None)
    lost = list(waiting.filter(updated_at__lt=clock.now() - LOST).values_list("record", flat=True)[:1000])
    enqueue(lost)
    return len(lost)
