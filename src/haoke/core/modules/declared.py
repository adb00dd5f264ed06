"""How a module is declared: by an app, in `MODULES` of its objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from haoke.core.text import T


@dataclass(frozen=True, slots=True)
class Module:
    """Objects that come and go together, with the routes at and below `paths` that belong to none of them.

    What an app does by itself for these objects it asks `registry.off()` about: jobs and subscribers go on running.
    """

    key: str
    label: T
    description: T
    icon: str
    objects: tuple[str, ...]
    paths: tuple[str, ...] = ()
