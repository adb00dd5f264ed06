"""What is done with handovers: queued when somebody leaves, tried, distributed, taken back."""

from haoke.handover.actions.queueing import Asked, ask, close, heard, put_away, visible, yours
from haoke.handover.actions.running import BUSY, newest, run_job, start, try_out, undo

__all__ = [
    "BUSY",
    "Asked",
    "ask",
    "close",
    "heard",
    "newest",
    "put_away",
    "run_job",
    "start",
    "try_out",
    "undo",
    "visible",
    "yours",
]
