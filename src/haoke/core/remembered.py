"""Rows of one statement, asked of the database once while several reads are answered together.

Each of them looks at the record, the people and the rules anew; what they ask in the same words has one answer.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from haoke.core.sql import Sql

R = TypeVar("R")
_known: ContextVar[dict[Any, Any] | None] = ContextVar("haoke_remembered", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """Remember what is read until the block ends; nothing may be written in it."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def remembered(query: Sql, read: Callable[[Sql], R]) -> R:
    """What the statement gives, or gave before in this block; whoever changes what he gets takes a copy."""
    known = _known.get()
    if known is None:
        return read(query)
    key = (read, query.text, repr(query.params))
    if key not in known:
        known[key] = read(query)
    found: R = known[key]
    return found


def kept(name: str, reader: object) -> dict[Any, Any]:
    """What a function keeps of a reader until the block ends; a new dictionary outside of one."""
    known = _known.get()
    # The reader himself stands in it too, so that no other comes to have his place in memory.
    return {} if known is None else known.setdefault((name, id(reader)), (reader, {}))[1]
