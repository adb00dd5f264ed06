"""The tree a condition is: immutable, made of names and checked operands, without any SQL."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.fieldtypes.base import Op


class Whose(StrEnum):
    """Operands that mean something else for everybody; resolved when the tree is compiled for an actor."""

    ME = "me"
    MY_TEAM = "my_team"
    MY_DEPARTMENT = "my_department"


@dataclass(frozen=True, slots=True)
class And:
    """True when every node is; an empty one is true."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True when any node is; an empty one is false."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when the node is not."""

    node: Node


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field (or "reference.field") compared: `operand` as the field type made it, `raw` as JSON.

    With one of `Whose` in it, the operand is a tuple of `Whose` and ids.
    """

    field: str
    op: Op
    operand: Any = None
    raw: Any = None


@dataclass(frozen=True, slots=True)
class Related:
    """True when some (or, with `none`, no) visible record of the relation meets `where`."""

    name: str
    where: Node | None = None
    none: bool = False


Node = And | Or | Not | Leaf | Related


def leaves(node: Node) -> Iterator[Leaf | Related]:
    """What a tree is made of, conditions on related records included."""
    match node:
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from leaves(each)
        case Not(inner):
            yield from leaves(inner)
        case _:
            yield node


def to_json(node: Node) -> dict[str, Any]:
    """The JSON that parses to this tree."""
    match node:
        case And(nodes):
            return {"and": [to_json(each) for each in nodes]}
        case Or(nodes):
            return {"or": [to_json(each) for each in nodes]}
        case Not(inner):
            return {"not": to_json(inner)}
        case Related(name, where, none):
            return {"related": name, "where": where and to_json(where), "op": "none" if none else "some"}
        case _:
            value = {} if node.raw is None else {"value": node.raw}
            return {"field": node.field, "op": str(node.op)} | value
