"""The tree an expression is: immutable, every part with its type and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator


class Type(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    #: The amount alone; whose currency it is in, and when amounts are converted, is the caller's to say.
    MONEY = "money"
    RECORD = "record"


NAMES: Final = {
    Type.NUMBER: T("a number", "数字"),
    Type.TEXT: T("a text", "文本"),
    Type.BOOLEAN: T("yes or no", "是否"),
    Type.DATE: T("a date", "日期"),
    Type.MOMENT: T("a date and time", "日期时间"),
    Type.MONEY: T("an amount of money", "金额"),
    Type.RECORD: T("a record", "记录"),
}


@dataclass(frozen=True, slots=True)
class Literal:
    value: Decimal | str | bool
    type: Type
    at: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the record, or "reference.field" of the one it points at; `choices`: values it may have, if few."""

    name: str
    type: Type
    at: int
    choices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Call:
    """An operation (`operations.OPERATIONS[name]`) on values."""

    name: str
    args: tuple[Node, ...]
    type: Type
    at: int


Node = Literal | Field | Call


def looks(node: Node) -> Iterator[Field]:
    """The fields a tree looks at, each as often as it is there."""
    if isinstance(node, Field):
        yield node
    elif isinstance(node, Call):
        for each in node.args:
            yield from looks(each)


def fields(node: Node) -> Iterator[str]:
    """Their names."""
    return (each.name for each in looks(node))


def amounts(node: Node) -> tuple[str, ...]:
    """The fields of money among them, each once."""
    return tuple(dict.fromkeys(each.name for each in looks(node) if each.type is Type.MONEY))
