"""Rules and measures that apps bring along (`DUPLICATE_RULES`, `COMPLETENESS` in their objects)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.dataquality.models import Completeness, DuplicateRule

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


def ensure_completeness(tx: Tx) -> int:
    """Add the shipped measures of completeness that were never there, in the bin neither; number added."""
    present = set(Completeness.objects.values_list("object", flat=True))
    missing = [each for each in registry.brought("COMPLETENESS") if each["object"] not in present]
    for each in missing:
        tx.add("completeness", {**each, "fields": list(each["fields"]), "owner": None})
    return len(missing)
