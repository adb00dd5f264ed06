"""Who would move up or down, before rules are put to use."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.errors import Missing
from haoke.core.records.reading import titles
from haoke.labels.queries.levels import moving, rules
from haoke.labels.queries.standing import rule_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.access.actor import Actor
    from haoke.labels.models import LevelRule

#: Records that are named.
MOST: Final = 50


def trial(actor: Actor, key: str, field: str) -> dict[str, Any]:
    """{count, up, down, moves: [{from, to, rule, count}], examples: [{id, title, from, to}]} with all rules of the
    field, in use or not. Up is to what an earlier rule gives.
    """
    by = rules(key, inactive=True).get((key, field))
    if not by:
        raise Missing
    spec = registry.get(key)
    found = [each for each in moving(spec, field, by, None) if each["old"] != each["new"]]
    named = titles(actor, spec, [each["id"] for each in found[:MOST]])
    called = {rule.id: rule_name(rule) for rule in by}
    counted = Counter((each["old"], each["new"], each["rule"]) for each in found)
    return {
        "count": len(found),
        **_directions(by, [(each["old"], each["new"]) for each in found]),
        "moves": [
            {"from": old, "to": new, "rule": called.get(rule), "count": count}
            for (old, new, rule), count in counted.most_common()
        ],
        "examples": [
            {"id": str(each["id"]), "title": named.get(each["id"]), "from": each["old"], "to": each["new"]}
            for each in found[:MOST]
            if each["id"] in named
        ],
    }


def _directions(by: Sequence[LevelRule], moves: Sequence[tuple[str | None, str | None]]) -> dict[str, int]:
    """How many go to what an earlier rule gives, and to what a later one does."""
    places: dict[str, int] = {}
    for rule in by:
        places.setdefault(rule.value, len(places))
    steps = [places[new] - places[old] for old, new in moves if old in places and new in places]
    return {"up": sum(step < 0 for step in steps), "down": sum(step > 0 for step in steps)}
