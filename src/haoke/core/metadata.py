"""What administrators have made, at one version; everything derived from it is kept with that version."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, TypeVarTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from haoke.core.custom.definitions import FieldDefinition, ObjectDefinition

Given = TypeVarTuple("Given")
R = TypeVar("R")


class Metadata:
    """Definitions of one version: run-time objects, and run-time fields by the key of their object.

    A request or job keeps the one it began with, so whatever it derives fits together.
    """

    __slots__ = ("fields", "kept", "numbers", "objects", "off", "retired", "version")

    def __init__(
        self,
        version: int = 0,
        objects: Sequence[ObjectDefinition] = (),
        fields: Mapping[str, Sequence[FieldDefinition]] | None = None,
        retired: frozenset[tuple[str, str]] = frozenset(),
        *,
        off: frozenset[str] = frozenset(),
        numbers: Mapping[str, str] | None = None,
    ) -> None:
        self.version = version
        self.objects = tuple(objects)
        self.fields = dict(fields or {})
        #: (object, field or "") of what is in the bin: such names are taken.
        self.retired = retired
        #: Keys of modules that are switched off.
        self.off = off
        #: {object: pattern} of numbers that differ from what is shipped.
        self.numbers = dict(numbers or {})
        #: {(function, arguments): value} of derived functions.
        self.kept: dict[Any, Any] = {}


#: Haoke as it is shipped, for whoever is not signed in and for everything before a database is asked.
SHIPPED: Final = Metadata()
_current: ContextVar[Metadata] = ContextVar("haoke_metadata", default=SHIPPED)


def current() -> Metadata:
    """The version this request or job runs at."""
    return _current.get()


@contextmanager
def using(metadata: Metadata) -> Iterator[None]:
    """Run the block at that version."""
    token = _current.set(metadata)
    try:
        yield
    finally:
        _current.reset(token)


def enter(metadata: Metadata) -> None:
    """Go on at that version until the surrounding `using` block ends."""
    _current.set(metadata)


def derived(function: Callable[[*Given], R]) -> Callable[[*Given], R]:
    """Like `functools.cache`, but what the function gave is kept with the current version and never outlives it."""

    @wraps(function)
    def found(*given: *Given) -> R:
        kept = _current.get().kept
        try:
            value: R = kept[function, given]
        except KeyError:
            value = kept[function, given] = function(*given)
        return value

    return found


def forget(*functions: Any) -> None:
    """Let these derived functions work out anew what they kept with the current version."""
    kept, raw = current().kept, {function.__wrapped__ for function in functions}
    for key in [key for key in kept if key[0] in raw]:
        del kept[key]
