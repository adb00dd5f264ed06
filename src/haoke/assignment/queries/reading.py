"""The rules in use, read once for each of their states and kept by the process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from haoke.assignment.choices import WAYS, By
from haoke.assignment.rules import understood
from haoke.core import metadata, registry
from haoke.core.criteria import Leaf, leaves
from haoke.core.errors import Refused
from haoke.core.records.states import NONE, state_of
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from haoke.core.criteria import Node
    from haoke.core.spec import ObjectSpec

#: Part of a SELECT: the state of the rules in use.
STATE: Final = state_of("assignment_assignmentrule", "deleted_at IS NULL AND active")
ALL_WAYS: Final = frozenset(each.value for each in WAYS)


@dataclass(frozen=True)
class Rule:
    """A rule made out; `when`, `counted` None: all. `to`: users, departments, teams, roles."""

    id: UUID
    name: str
    object: str
    order: int
    ways: frozenset[str]
    when: Node | None
    by: By
    to: tuple[tuple[UUID, ...], ...]
    working_hours: bool
    most: int | None
    counted: Node | None
    fallback: UUID | None
    pool: UUID | None

    @property
    def spec(self) -> ObjectSpec:
        return registry.get(self.object)

    @property
    def looks_at(self) -> list[str]:
        """Fields of the record its condition is about, its references for what lies behind them."""
        found = leaves(self.when) if self.when else ()
        return sorted({leaf.field.partition(".")[0] for leaf in found if isinstance(leaf, Leaf)})


def in_force(key: str, state: str | None = None) -> tuple[Rule, ...]:
    """Rules in use about an object, in their order; `state`: as it is known already."""
    return _present(state).get(key, ())


def _present(state: str | None) -> Mapping[str, tuple[Rule, ...]]:
    if "assignment_rule" in registry.off():
        return {}
    state = fetch(Sql(f"SELECT {STATE} AS state"))[0]["state"] if state is None else state
    return {} if state.startswith(NONE) else _all(state, metadata.current().version)


def spoken_of(way: str) -> frozenset[str]:
    """Objects some rule in use is asked about when their records come that way."""
    return frozenset(key for key, rules in _present(None).items() if any(way in rule.ways for rule in rules))


@lru_cache(maxsize=4)
def _all(_state: str, _version: int) -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, tuple[Rule, ...]] = {}
    query = 'SELECT * FROM assignment_assignmentrule WHERE deleted_at IS NULL AND active ORDER BY "order", id'
    for row in fetch(Sql(query)):
        rule = made_out({**row, "fallback": row["fallback_id"], "pool": row["pool_id"]})
        if rule is not None:
            found[rule.object] = (*found.get(rule.object, ()), rule)
    return found


def made_out(given: Mapping[str, Any]) -> Rule | None:
    """A rule of its values; None when it names an object or field that is gone: then it says nothing."""
    try:
        spec = registry.get(given["object"])
        when, counted = understood(given["condition"], spec), understood(given["counted"], spec)
    except Refused:
        return None
    to = tuple(tuple(given[name] or ()) for name in ("to_users", "to_departments", "to_teams", "to_roles"))
    return Rule(
        given["id"], given["name"], spec.key, given["order"], frozenset(given["ways"] or ALL_WAYS), when,
        By(given["by"]), to, given["working_hours"], given["most"], counted, given["fallback"], given["pool"],
    )  # fmt: skip
