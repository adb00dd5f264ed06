"""What can be done later: functions declared with `@job`, found again by name in the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from threading import Event

    from haoke.core.text import T

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: what people call it, how it runs and what happens when it fails or its worker dies."""

    name: str
    label: T
    run: Callable[..., Any]
    queue: str
    retry: int
    idempotent: bool
    atomic: bool
    every: str | None
    lock: str | None
    about: tuple[str, str] | None


_kinds: dict[str, Kind] = {}
_names: dict[Callable[..., Any], str] = {}


def job(
    name: str,
    label: T,
    *,
    queue: str = "default",
    retry: int = 5,
    idempotent: bool = True,
    atomic: bool = False,
    every: str | None = None,
    lock: str | None = None,
    about: tuple[str, str] | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a function as a job; its arguments are JSON (ids), what it returns becomes the job's result.

    `retry`: attempts in all, after errors or a worker's death · `idempotent=False`: never run twice, fail visibly
    instead · `atomic`: the whole run and its being done are one transaction, so its effect on the database happens
    exactly once · `every`: cron line · `lock`: jobs with the same text run one after the other, in order ·
    `label`: what administrators read · `about`: the argument that names a record, and of which object ("": an object).
    """

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        if name in _kinds and _kinds[name].run.__qualname__ != function.__qualname__:
            raise ValueError(f"job {name} is declared twice")
        _kinds[name] = Kind(name, label, function, queue, retry, idempotent, atomic, every, lock, about)
        _names[function] = name
        return function

    return declare


#: What runs beside the jobs as long as a worker does: {name: function(stop)}.
_beside: dict[str, Callable[[Event], None]] = {}


def beside(name: str) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Declare a function as a thread of every worker; it ends soon after `stop` is set. Nothing may depend on it."""

    def declare(function: Callable[[Event], None]) -> Callable[[Event], None]:
        _beside[name] = function
        return function

    return declare


def besides() -> Mapping[str, Callable[[Event], None]]:
    """{name: function} of all declared so far."""
    return _beside


def kinds() -> Mapping[str, Kind]:
    """{name: kind} of every job declared so far."""
    return _kinds


def kind_of(function: Callable[..., Any]) -> Kind:
    """The kind a function was declared as; KeyError for one that is no job."""
    return _kinds[_names[function]]
