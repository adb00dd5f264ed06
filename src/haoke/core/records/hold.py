"""Writes that others have a say in: what the installed gates say to each of them before it is made.

`settings.GATES` names the functions asked, `gate(actor, spec, attempts)` → {record: why it is not made}, each with SQL
of a text. Every way of writing asks them (single, bulk, import, action, undo), after the row is locked and judged and
before it is stored. The statement beginning a change asks for the texts along with the rest: while one is `false` or
begins with `NONE`, its gate has nothing to say about records that have routes, and no write pays for asking.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils.module_loading import import_string

from haoke.core.records.states import NONE

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
_heeded: ContextVar[tuple[str, ...]] = ContextVar("haoke_heeded", default=())
#: What an asker says who wants to be told of everything that is against it, and can ask his person.
TELL: Final = "?"
_sorting: ContextVar[bool] = ContextVar("haoke_sorting", default=False)
_insisted: ContextVar[str | None] = ContextVar("haoke_insisted", default=None)
_own: ContextVar[Mapping[UUID, str]] = ContextVar("haoke_insisted_each", default=MappingProxyType({}))
_because: ContextVar[str] = ContextVar("haoke_because", default="")
_carried: ContextVar[UUID | None] = ContextVar("haoke_carried", default=None)


@cache
def state() -> str:
    """SQL of the state of every gate now, in their order; part of a SELECT."""
    return f"ARRAY[{', '.join(f'({import_string(state)})::text' for _, state in settings.GATES)}]::text[]"


@contextmanager
def heeding() -> Iterator[None]:
    """Ask the gates in the block, until `heed` says which have nothing to say."""
    token = _heeded.set(())
    try:
        yield
    finally:
        _heeded.reset(token)


def heed(states: Sequence[str]) -> None:
    """In which states the gates are in the present change."""
    _heeded.set(tuple(states))


def stated(gate: str) -> str:
    """The state a gate was in when the present change began; "" when that is not known."""
    places = [name for name, _ in settings.GATES]
    return _heeded.get()[places.index(gate)] if _heeded.get() else ""


def told() -> bool:
    """Whether what is only doubtful is refused, too, because the asker can ask his person."""
    return _insisted.get() == TELL


def reason(record: UUID | None = None) -> str:
    """Why the write (of a record, where each has its own) is wanted though something is against it; "": nobody says."""
    if record is not None and (own := _own.get().get(record)):
        return own
    said = _insisted.get() or ""
    return "" if said == TELL else said.strip()


def sorting() -> bool:
    """Whether records are being put together or apart, so that what they share is known."""
    return _sorting.get()


@contextmanager
def sorted_out() -> Iterator[None]:
    """Put records together or apart in the block."""
    token = _sorting.set(True)
    try:
        yield
    finally:
        _sorting.reset(token)


def because() -> str:
    """Why the write is made at all, as whoever makes it says; "" where nobody does."""
    return _because.get()


@contextmanager
def giving_reason(reason: str) -> Iterator[None]:
    """Write in the block because of this."""
    token = _because.set(reason)
    try:
        yield
    finally:
        _because.reset(token)


@contextmanager
def insisting(reason: str | None) -> Iterator[None]:
    """Write in the block knowing what is against it (None: not knowing), or wanting to be told (`TELL`)."""
    token = _insisted.set(reason)
    try:
        yield
    finally:
        _insisted.reset(token)


@contextmanager
def insisting_each(reasons: Mapping[UUID, str]) -> Iterator[None]:
    """Write in the block some records because of a reason of their own."""
    token = _own.set(reasons)
    try:
        yield
    finally:
        _own.reset(token)


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
def _gates() -> tuple[Gate, ...]:
    return tuple(import_string(name) for name, _ in settings.GATES)


def refusals(actor: Actor, spec: ObjectSpec, attempts: Sequence[Attempt]) -> Mapping[UUID, Refused]:
    """{record: why} of the writes that may not be made now; of two reasons the first gate's."""
    found: dict[UUID, Refused] = {}
    states = _heeded.get()
    for place, gate in enumerate(_gates()):
        idle = bool(states) and (states[place] == "false" or states[place].startswith(NONE))
        if attempts and (spec.internal or not idle):
            found = {**gate(actor, spec, attempts), **found}
    return found


def require(actor: Actor, spec: ObjectSpec, attempt: Attempt) -> None:
    """Raise what the gate says against one write."""
    for refused in refusals(actor, spec, [attempt]).values():
        raise refused
