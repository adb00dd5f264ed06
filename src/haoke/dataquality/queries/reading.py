"""The rules in use, read once for each of their states and kept by the process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from haoke.core import metadata
from haoke.core.records.states import NONE, state_of
from haoke.core.records.storage import fetch
from haoke.core.search import keys
from haoke.core.spec import RuleBroken
from haoke.core.sql import Sql
from haoke.dataquality.choices import Step
from haoke.dataquality.rules.duplicates import Pair, Tree, comparable, pairs, parsed, steps, ways_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from haoke.core.records.storage import Row

#: Part of a SELECT: the state of the rules in use.
STATE = state_of("dataquality_duplicaterule", "deleted_at IS NULL AND active")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in use; `steps`: {way: {state: step}}."""

    id: UUID
    name: Mapping[str, str]
    object: str
    other: str
    tree: Tree
    steps: Mapping[str, Mapping[str, Step]]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(pairs(self.tree))

    def acts(self, way: str, floor: Step) -> bool:
        """Whether anything as hard as that may happen to who writes this way."""
        return max(self.steps[way].values()) >= floor


def in_force(key: str, state: str) -> tuple[Rule, ...]:
    """Rules about an object at that state."""
    if state.startswith(NONE):
        return ()
    if not state:
        state = str(fetch(Sql(f"SELECT {STATE} AS state"))[0]["state"])
    return _all(state, metadata.current().version).get(key, ())


@lru_cache(maxsize=4)
def _all(_state: str, _version: int) -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, tuple[Rule, ...]] = {}
    rows = fetch(Sql("SELECT * FROM dataquality_duplicaterule WHERE deleted_at IS NULL AND active ORDER BY id"))
    for row in rows:
        rule = _rule(row)
        if rule is not None:
            found[rule.object] = (*found.get(rule.object, ()), rule)
    return found


def _rule(row: Row) -> Rule | None:
    """A stored rule; None when an object or field it names is gone: then it says nothing."""
    try:
        rule = Rule(row["id"], row["name"] or {}, row["object"], row["other"], parsed(row["conditions"]), steps(row))
    except RuleBroken:
        return None
    return rule if _whole(rule) else None


def _whole(rule: Rule) -> bool:
    there = comparable(rule.object) and comparable(rule.other)
    return there and all(pair.by in ways_of(rule.object, pair.field, rule.other, pair.other) for pair in rule.pairs)


def texts_of(rule: Rule, pair: Pair, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What a record with these values would be the same as by one pair."""
    value = values.get(pair.field)
    if not value:
        return ()
    return tuple(text for kind, text in keys.sought(rule.object, pair.field, value) if kind == pair.by)
