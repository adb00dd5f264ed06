"""The rules in force, read once for each of their states and kept by the process."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from haoke.core import criteria, metadata, registry
from haoke.core.access.actor import system
from haoke.core.conditions.judging import Rule, named
from haoke.core.errors import Refused
from haoke.core.records.states import NONE, state_of
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.records.storage import Row

#: Part of a SELECT: the state of the rules in force.
STATE = state_of("core_fieldrule", "deleted_at IS NULL AND active")


def in_force(key: str, state: str) -> tuple[Rule, ...]:
    """Rules about an object at that state, in their order."""
    return () if state.startswith(NONE) else _all(state, metadata.current().version).get(key, ())


def now_in_force() -> Mapping[str, tuple[Rule, ...]]:
    """{object: rules} at present."""
    state = fetch(Sql(f"SELECT {STATE} AS state"))[0]["state"]
    return {} if state.startswith(NONE) else _all(state, metadata.current().version)


@lru_cache(maxsize=4)
def _all(_state: str, _version: int) -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, tuple[Rule, ...]] = {}
    for row in fetch(Sql("SELECT * FROM core_fieldrule WHERE deleted_at IS NULL AND active ORDER BY position, id")):
        rule = _rule(row)
        if rule is not None:
            found[row["object"]] = (*found.get(row["object"], ()), rule)
    return found


def _rule(row: Row) -> Rule | None:
    """A stored rule; None when it names an object or field that is gone: then it says nothing."""
    try:
        spec = registry.get(row["object"])
        fields = tuple(each for each in row["applies_to"] if each in registry.fields(spec.key))
        when, must = (criteria.parse(tree, spec, system()) if tree else None for tree in (row["when"], row["must"]))
    except Refused:
        return None
    return Rule(row["name"], row["effect"], fields, when, must, text(row["message"])) if fields else None


def text(message: Mapping[str, str] | None) -> T | None:
    """A message in one language or both."""
    if not message:
        return None
    return T(message.get("en") or message["zh"], message.get("zh") or message["en"])


def fields_of(rule: Rule) -> frozenset[str]:
    """Fields its conditions look at."""
    return frozenset((*named(rule.when), *named(rule.must)))
