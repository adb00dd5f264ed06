"""What a rule would mean for the records there are, before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, clock
from haoke.core.access.actor import Verb
from haoke.core.conditions.judging import Case, Rule, problems
from haoke.core.conditions.rules import check
from haoke.core.records import reading, storage
from haoke.core.sql import Sql
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.access.actor import Actor

LAST = 200
EXAMPLES = 10


def tried(actor: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """`{checked, applies, refused, examples}` over the last records changed that the actor sees; raises RuleBroken."""
    spec, when, must = check(actor, given)
    rule = Rule(given.get("name") or "", given["effect"], tuple(given["applies_to"]), when, must, None)
    head = Sql(f"SELECT {storage.listed(storage.columns(spec), 'r')} FROM {storage.table(spec.model)} r WHERE ")
    last = Sql(" ORDER BY r.updated_at DESC, r.id DESC LIMIT %s", (LAST,))
    found = storage.fetch(head + access.visible_to(actor, spec, Verb.READ) + last)
    applies, refused = 0, []
    for row in found:
        values = storage.values(spec, row)
        case = Case(actor, spec, None, values, frozenset(), clock.now())
        applies += case.holds(when, values)
        against = problems((rule,), case)
        if against:
            refused.append((row["id"], against[0]))
    titles = reading.titles(actor, spec, [record for record, _ in refused[:EXAMPLES]])
    examples = [
        {"id": str(record), "title": titles.get(record), "field": problem.field, "message": say(problem.message)}
        for record, problem in refused[:EXAMPLES]
    ]
    return {"checked": len(found), "applies": applies, "refused": len(refused), "examples": examples}
