"""The same verdict as the compiled condition, on values in Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.core import clock
from haoke.core.criteria import paths, worth
from haoke.core.criteria.compiling import FOR_EMPTY, whose_ids
from haoke.core.criteria.nodes import And, Leaf, Node, Not, Or, Related
from haoke.core.criteria.parsing import BARE
from haoke.core.criteria.refusals import at
from haoke.core.fieldtypes.base import Op

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec


def matches(node: Node, spec: ObjectSpec, values: Mapping[str, Any], actor: Actor, now: datetime) -> bool:
    """Whether a record with these values by field name fulfils the tree, at the moment `now`.

    A condition on "reference.field" wants the value under that name; one on related records: ValueError.
    """
    with clock.frozen(now):
        return _Judge(spec, values, actor).holds(node)


@dataclass(frozen=True, slots=True)
class _Judge:
    spec: ObjectSpec
    values: Mapping[str, Any]
    actor: Actor

    def holds(self, node: Node) -> bool:
        match node:
            case And(nodes):
                return all(map(self.holds, nodes))
            case Or(nodes):
                return any(map(self.holds, nodes))
            case Not(inner):
                return not self.holds(inner)
            case Related(name):
                raise ValueError(f"a condition on related {name} needs the database")
            case _:
                return self._leaf(node)

    def _leaf(self, leaf: Leaf) -> bool:
        with at("filter"):
            found = paths.path(self.actor, self.spec, leaf.field)
        field, given = found.field, self.values[leaf.field]
        ids = whose_ids(self.actor, field, leaf)
        if ids is not None:
            return (given in ids) != (leaf.op in FOR_EMPTY)
        if leaf.op is Op.UNRATED:
            return given is not None and worth.value(field, given) is None
        return field.type.matches(leaf.op, given if leaf.op in BARE else worth.value(field, given), leaf.operand)
