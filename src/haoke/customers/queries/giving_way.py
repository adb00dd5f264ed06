"""Lines that somebody does not see give way to the one he draws: refusing his would tell him that they are there.

Asked as a gate before every write of lines, whichever way it comes; what gives way is in the Log. Of lines he sees the
database's refusal tells him.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import clock
from haoke.core.access.actor import SYSTEM_ID, Verb
from haoke.core.records import gate as rights
from haoke.core.records import storage
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.errors import Refused
    from haoke.core.records.hold import Attempt
    from haoke.core.spec import ObjectSpec

LINES: Final = "contact_relation"
#: There is nothing to switch this off by.
STATE: Final = "SELECT true"
_DRAWN: Final = frozenset({Verb.CREATE, Verb.UPDATE, "restore"})
_REPORTS: Final = "SELECT r.id, r.account_id, r.contact_id, r.to_id FROM customers_contactrelation r"
_IN_THE_WAY: Final = f"""WITH RECURSIVE
  asked(line, account, who, whom) AS (SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[])),
  drawn(line, account, who, whom) AS (
    {_REPORTS} WHERE r.kind = 'reports_to' AND r.deleted_at IS NULL AND r.account_id IN (SELECT account FROM asked)
      AND r.id NOT IN (SELECT line FROM asked)
    UNION SELECT * FROM asked
  ),
  up(began, account, above, line, id) AS (
    SELECT a.line, a.account, a.who, d.line, d.whom FROM asked a
      JOIN drawn d ON d.account = a.account AND d.who = a.whom AND a.who <> a.whom
    UNION SELECT up.began, up.account, up.above, d.line, d.whom FROM up
      JOIN drawn d ON d.account = up.account AND d.who = up.id AND up.id <> up.above
  )
  SELECT a.line AS began, d.line FROM asked a JOIN drawn d ON d.account = a.account AND d.who = a.who
    AND d.line NOT IN (SELECT line FROM asked)
  UNION SELECT up.began, up.line FROM up WHERE up.line NOT IN (SELECT line FROM asked)
    AND EXISTS (SELECT 1 FROM up other WHERE other.began = up.began AND other.id = up.above)
  ORDER BY 1, 2"""


def gate(actor: Actor, spec: ObjectSpec, attempts: Sequence[Attempt]) -> Mapping[UUID, Refused]:
    """{}: nothing is refused here; takes away what the actor does not see and what would refuse his lines."""
    if spec.key != LINES or actor.id == SYSTEM_ID:
        return {}
    drawn = [each for each in attempts if each.action in _DRAWN and each.after["kind"] == "reports_to"]
    found = _in_the_way(drawn) if drawn else []
    hidden = {line for _, line in rights.unseen(actor, [(LINES, line) for _, line in found])}
    # One for each line drawn is enough: the second superior, or any line of a circle.
    for line in sorted({began: line for began, line in reversed(found) if line in hidden}.values()):
        _take_away(actor, spec, line)
    return {}


def _in_the_way(drawn: Sequence[Attempt]) -> list[tuple[UUID, UUID]]:
    """(line drawn, line there): whoever reports to somebody already, and what would be a circle with it."""
    given = [list(each) for each in zip(*map(_ends, drawn), strict=True)]
    return [(row["began"], row["line"]) for row in storage.fetch(Sql(_IN_THE_WAY, tuple(given)))]


def _ends(each: Attempt) -> tuple[Any, ...]:
    return (each.record, each.after["account"], each.after["contact"], each.after["to"])


def _take_away(actor: Actor, spec: ObjectSpec, line: UUID) -> None:
    now = clock.now()
    row = rights.relock(spec, line)
    marks = {"deleted_at": now, "version": row["version"] + 1, "updated_at": now, "updated_by_id": actor.id}
    storage.update(spec, line, marks)
