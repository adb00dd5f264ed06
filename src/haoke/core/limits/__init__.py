"""How much one person, and his programs, may read in a minute and in a day, counted where rows leave."""

from __future__ import annotations

from haoke.core.limits.metering import admit, most, refresh, spend
from haoke.core.limits.pacing import pace

__all__ = ["admit", "most", "pace", "refresh", "spend"]
