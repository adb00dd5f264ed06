"""Writes that wait for somebody's word: what the installed gate says to each of them before it is made.

`settings.GATE` names the one function asked: `gate(actor, spec, attempts)` → {record: why it is not made}. Every way of
writing asks it (single, bulk, import, action, undo), after the row is locked and judged and before it is stored.
`settings.GATE_STATE` names SQL of a boolean that the statement beginning a change asks for along with the rest: while
it is false, nobody has a say in records that have routes, and no write pays for asking.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.errors import Refused
    from haoke.core.spec import ObjectSpec

    Gate = Callable[[Actor, ObjectSpec, Sequence["Attempt"]], Mapping[UUID, Refused]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked for, as it could be asked for again: "create", "update", "delete" or an action's name."""

    object: str
    record: UUID | None
    action: str
    input: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One write about to be made: values by field name before and after (an action: as they are), and what differs.

    `action`: "create", "update", "delete", "restore" or an action's name.
    """

    action: str
    record: UUID
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    changed: frozenset[str] = frozenset()


_asked: ContextVar[Asked | None] = ContextVar("haoke_asked", default=None)
_heeded: ContextVar[bool] = ContextVar("haoke_heeded", default=True)
_carried: ContextVar[UUID | None] = ContextVar("haoke_carried", default=None)


@cache
def state() -> str:
    """SQL telling whether anybody may have a say now; part of a SELECT."""
    name: str | None = getattr(settings, "GATE_STATE", None)
    return str(import_string(name)) if name else "FALSE"


@contextmanager
def heeding() -> Iterator[None]:
    """Ask the gate in the block, until `heed` says that there is nobody to ask."""
    token = _heeded.set(True)
    try:
        yield
    finally:
        _heeded.reset(token)


def heed(asks: bool) -> None:
    """Whether anybody may have a say in the present change."""
    _heeded.set(asks)


def asked() -> Asked | None:
    """The outermost thing asked for that is being done; None outside."""
    return _asked.get()


@contextmanager
def asking(object: str, record: UUID | None, action: str, input: Mapping[str, Any]) -> Iterator[None]:
    """Do the block because of this, unless it is done because of something else already."""
    token = _asked.set(_asked.get() or Asked(object, record, action, input))
    try:
        yield
    finally:
        _asked.reset(token)


def carried() -> UUID | None:
    """The decision (id of what keeps it) that is being carried out; None for what nobody has decided."""
    return _carried.get()


@contextmanager
def carrying(decision: UUID | None) -> Iterator[None]:
    """Carry out in the block what was decided there."""
    token = _carried.set(decision)
    try:
        yield
    finally:
        _carried.reset(token)


@cache
def _gate() -> Gate | None:
    name: str | None = getattr(settings, "GATE", None)
    return import_string(name) if name else None


def refusals(actor: Actor, spec: ObjectSpec, attempts: Sequence[Attempt]) -> Mapping[UUID, Refused]:
    """{record: why} of the writes that may not be made now."""
    gate = _gate()
    if not (_heeded.get() or spec.internal):
        return {}
    return gate(actor, spec, attempts) if gate is not None and attempts else {}


def require(actor: Actor, spec: ObjectSpec, attempt: Attempt) -> None:
    """Raise what the gate says against one write."""
    for refused in refusals(actor, spec, [attempt]).values():
        raise refused
