"""Who gets which of several records: rule by rule in their order, of each the next of its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.assignment.choices import Outcome
from haoke.assignment.queries.receivers import Receivers, people
from haoke.assignment.rules import NEEDED
from haoke.core import clock, criteria
from haoke.core.access.actor import system
from haoke.core.records.near import reached
from haoke.identity.queries import unable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.assignment.queries.reading import Rule
    from haoke.core.spec import ObjectSpec


@dataclass(frozen=True, slots=True)
class Placed:
    """What a rule says of a record; `owner`: who gets it, `pool`: where it goes when nobody does."""

    rule: Rule
    outcome: Outcome
    owner: UUID | None = None
    pool: UUID | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What is set of the record."""
        if self.outcome is Outcome.STAYS:
            return {}
        return {"owner": self.owner, "pool": self.pool} if self.outcome is Outcome.POOL else {"owner": self.owner}


class Placing:
    """Places records by rules; whom it has asked for once is remembered. `real`: others wait for what it gives."""

    def __init__(self, rules: Sequence[Rule], *, real: bool) -> None:
        self.rules = rules
        self.real = real
        self.receivers: dict[UUID, Receivers] = {}
        self._fallbacks: dict[UUID, bool] = {}

    def place(self, spec: ObjectSpec, rows: Sequence[Mapping[str, Any]]) -> Iterator[Placed | None]:
        """Of each row (values by field name) what becomes of it; None where no rule speaks of it."""
        actor, now = system(), clock.now()
        for row in reached([rule.when for rule in self.rules if rule.when], spec, rows):
            fits = (rule for rule in self.rules if not rule.when or criteria.matches(rule.when, spec, row, actor, now))
            rule = next(fits, None)
            yield None if rule is None else self._placed(rule)

    def _placed(self, rule: Rule) -> Placed:
        if rule.id not in self.receivers:
            self.receivers[rule.id] = Receivers(rule, real=self.real)
        person = self.receivers[rule.id].next()
        if person is not None:
            return Placed(rule, Outcome.GIVEN, person)
        if rule.fallback is not None and self._active(rule.fallback, rule):
            return Placed(rule, Outcome.FALLBACK, rule.fallback)
        return Placed(rule, Outcome.POOL, pool=rule.pool) if rule.pool else Placed(rule, Outcome.STAYS)

    def _active(self, person: UUID, rule: Rule) -> bool:
        if person not in self._fallbacks:
            self._fallbacks[person] = bool(people([person])) and not unable([person], rule.spec, NEEDED)
        return self._fallbacks[person]
