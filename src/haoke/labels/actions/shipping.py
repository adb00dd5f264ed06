"""Level rules that apps bring along (`LEVEL_RULES` in their objects)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.worktime.shipping import spoken
from haoke.labels.models import LevelRule

if TYPE_CHECKING:
    from haoke.core.records import Tx


def ensure_level_rules(tx: Tx) -> int:
    """Add the shipped rules of fields that never had any; number added. What was edited or removed stays so."""
    present = set(LevelRule._base_manager.values_list("object", "field"))
    missing = [each for each in registry.brought("LEVEL_RULES") if (each["object"], each["field"]) not in present]
    for place, rule in enumerate(missing):
        tx.add("level_rule", {**rule, "name": spoken(rule["name"]), "order": 10 * (place + 1), "owner": None})
    return len(missing)
