"""How long a random search goes on: short by itself, `HAOKE_FUZZ` times as long when somebody asks for it."""

from __future__ import annotations

import os
import time

TIMES = int(os.environ.get("HAOKE_FUZZ") or 1)
#: The same search each time, so that a build fails for a change only; a long one seeks elsewhere each time.
SEED = int(os.environ.get("HAOKE_FUZZ_SEED") or (0 if TIMES == 1 else time.time()))
#: Seconds of the processor one text may cost, the best of three.
SLOW = 0.05


def examples(short: int) -> int:
    """Number of examples, given that of a short search."""
    return short * TIMES
