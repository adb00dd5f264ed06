"""What is here already of what somebody writes, what in a whole base is likely the same, how well records are kept."""

from __future__ import annotations

from haoke.dataquality.queries.asking import Keeper, Kept
from haoke.dataquality.queries.cleaning import each
from haoke.dataquality.queries.completeness import reckoned
from haoke.dataquality.queries.doubts import doubted, paired
from haoke.dataquality.queries.gating import Duplicates, gate
from haoke.dataquality.queries.hits import heard
from haoke.dataquality.queries.reading import STATE

__all__ = [
    "STATE", "Duplicates", "Keeper", "Kept", "doubted", "each", "gate", "heard", "paired", "reckoned",
]  # fmt: skip
