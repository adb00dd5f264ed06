"""What is here already of what somebody writes, and what in a whole base is likely the same."""

from __future__ import annotations

from haoke.dataquality.queries.gating import Duplicates, gate
from haoke.dataquality.queries.reading import STATE

__all__ = ["STATE", "Duplicates", "gate"]
