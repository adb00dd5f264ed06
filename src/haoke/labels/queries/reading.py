"""Tag groups and rules in use, read once for each of their states and kept by the process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, criteria, metadata, registry
from haoke.core.access.actor import system
from haoke.core.errors import BadRequest
from haoke.core.fieldtypes import normal
from haoke.core.records.states import NONE, state_of
from haoke.core.records.storage import fetch
from haoke.core.sql import FALSE, TRUE, Sql

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec

#: The field of tags every object that has tags calls so.
TAGS: Final = "tags"
#: Part of a SELECT: the state of tags and groups in use.
STATE: Final = f"({state_of('labels_tag')} || ' ' || {state_of('labels_taggroup')})"
_TAGS = 'SELECT * FROM labels_tag WHERE deleted_at IS NULL AND active ORDER BY "order", id'
_GROUPS = 'SELECT * FROM labels_taggroup WHERE deleted_at IS NULL ORDER BY "order", id'


def taggable(spec: ObjectSpec) -> bool:
    """Whether records of the object have tags of which the database keeps where they come from."""
    field = registry.fields(spec.key).get(TAGS)
    return field is not None and field.type.kind == TAGS and spec.group != "settings" and not spec.parent


@dataclass(frozen=True)
class Tagged:
    """A tag in use; `condition` None: set by hand."""

    id: UUID
    name: str
    color: str
    condition: Any
    days: int | None

    @cached_property
    def key(self) -> str:
        return normal.key(self.name)


@dataclass(frozen=True)
class Group:
    """A group in use with its tags in order."""

    id: UUID
    name: Mapping[str, str]
    object: str
    multiple: bool
    free: bool
    users: frozenset[UUID]
    departments: frozenset[UUID]
    tags: tuple[Tagged, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Tagged]:
        return {each.key: each for each in self.tags}

    def open_to(self, actor: Actor) -> bool:
        """Whether somebody may give and take its tags."""
        named = self.users or self.departments
        return not named or actor.admin or actor.id in self.users or not self.departments.isdisjoint(actor.above)


def groups(key: str, state: str = "") -> tuple[Group, ...]:
    """Groups of an object that have tags, at that state."""
    if state.startswith(NONE):
        return ()
    if not state:
        state = str(fetch(Sql(f"SELECT {STATE} AS state"), prepared=True)[0]["state"])
    return _all(state, metadata.current().version).get(key, ())


@lru_cache(maxsize=4)
def _all(_state: str, _version: int) -> Mapping[str, tuple[Group, ...]]:
    tags: dict[UUID, list[Tagged]] = {}
    for row in fetch(Sql(_TAGS)):
        made = Tagged(row["id"], row["name"], row["color"], row["condition"], row["days"])
        tags.setdefault(row["group_id"], []).append(made)
    found: dict[str, tuple[Group, ...]] = {}
    for row in fetch(Sql(_GROUPS)):
        if row["id"] in tags and row["object"] in registry.objects():
            found[row["object"]] = (*found.get(row["object"], ()), _group(row, tags[row["id"]]))
    return found


def _group(row: Row, tags: list[Tagged]) -> Group:
    return Group(
        row["id"], row["name"] or {}, row["object"], row["multiple"], row["free"],
        frozenset(row["to_users"] or ()), frozenset(row["to_departments"] or ()), tuple(tags),
    )  # fmt: skip


def condition(spec: ObjectSpec, raw: Any) -> Sql:
    """SQL over r; without a condition all, with one that can be asked no more nothing."""
    if raw is None:
        return TRUE
    try:
        node = criteria.parse(raw, spec, system(), reckoned=True)
    except BadRequest:
        return FALSE
    return criteria.compile(node, spec, system()).wrap("coalesce((", "), false)")


def looks_away(spec: ObjectSpec, raw: Any) -> bool:
    """Whether a condition rests on other records, too: related ones, or what is reckoned of them."""
    said = str(raw)
    return "'related'" in said or any(f"'{name}'" in said for name in access.reckoned(system(), spec))
