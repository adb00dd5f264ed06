"""What has to be out of the way before files come in; apps name it in a module `guards` (`BEFORE_IMPORT`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.conf import settings

from haoke.core.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.core.access.actor import Actor
    from haoke.core.text import T


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something one's own data must not be mixed with: whether it `stands`, and how one gets rid of it."""

    code: str
    message: T
    stands: Callable[[], bool]
    question: T
    remove: Callable[[Actor], Any]


@cache
def obstacles() -> tuple[Obstacle, ...]:
    """All that apps have named."""
    names = [f"{package}.guards" for package in settings.HAOKE_PACKAGES if find_spec(f"{package}.guards")]
    return tuple(each for name in names for each in import_module(name).BEFORE_IMPORT)


def standing() -> Obstacle | None:
    """The first obstacle that stands."""
    return next((each for each in obstacles() if each.stands()), None)


def refuse() -> None:
    """Raise Conflict while an obstacle stands."""
    found = standing()
    if found is not None:
        raise Conflict(found.message, code=found.code)
