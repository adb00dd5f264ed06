"""What comes along with data quality, and corrections: proposed and decided."""

from __future__ import annotations

from haoke.dataquality.actions.asking import Answering, Asking, answer, ask
from haoke.dataquality.actions.correcting import decide, propose
from haoke.dataquality.actions.scanning import scan
from haoke.dataquality.actions.shipping import ensure_completeness, ensure_duplicate_rules
from haoke.dataquality.actions.weekly import forget_weeks, keep_week

__all__ = [
    "Answering", "Asking", "answer", "ask", "decide", "ensure_completeness", "ensure_duplicate_rules", "forget_weeks",
    "keep_week", "propose", "scan",
]  # fmt: skip
