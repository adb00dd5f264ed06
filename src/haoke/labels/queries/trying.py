"""Who would move up or down, before rules are put to use."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.errors import Missing
from haoke.core.records.reading import titles
from haoke.labels.queries.levels import moving, rules

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

#: Records that are named.
MOST: Final = 50


def trial(actor: Actor, key: str, field: str) -> dict[str, Any]:
    """{moves: [{from, to, count}], examples: [{id, title, from, to}]} with all rules of the field, in use or not."""
    by = rules(key, inactive=True).get((key, field))
    if not by:
        raise Missing
    spec = registry.get(key)
    found = [each for each in moving(spec, field, by, None) if each["old"] != each["new"]]
    named = titles(actor, spec, [each["id"] for each in found[:MOST]])
    counted = Counter((each["old"], each["new"]) for each in found)
    return {
        "moves": [{"from": old, "to": new, "count": count} for (old, new), count in counted.most_common()],
        "examples": [
            {"id": str(each["id"]), "title": named.get(each["id"]), "from": each["old"], "to": each["new"]}
            for each in found[:MOST]
            if each["id"] in named
        ],
    }
