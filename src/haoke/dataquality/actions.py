"""Rules that apps bring along (`DUPLICATE_RULES` in their objects)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.dataquality.models import DuplicateRule

if TYPE_CHECKING:
    from haoke.core.records import Tx


def ensure_duplicate_rules(tx: Tx) -> int:
    """Add the shipped rules that were never there; number added. What was edited or removed stays so."""
    present = set(DuplicateRule.objects.exclude(code=None).values_list("code", flat=True))
    missing = [rule for rule in registry.brought("DUPLICATE_RULES") if rule["code"] not in present]
    for rule in missing:
        name = rule["name"]
        tx.add("duplicate_rule", {**rule, "name": {"en": str.__str__(name), "zh": name.zh}, "owner": None})
    return len(missing)
