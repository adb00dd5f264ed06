"""Fields nobody stores: apps reckon them of what the reader sees, for lists to show, filter and sort by."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from haoke.core.access.actor import FieldRight
from haoke.core.access.fieldrights import field_right

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

    Reckon = Callable[[Actor, ObjectSpec], Mapping[str, FieldDef]]


@cache
def _reckoners() -> tuple[Reckon, ...]:
    return tuple(import_string(name) for name in settings.RECKONED)


def reckoned(actor: Actor, spec: ObjectSpec) -> dict[str, FieldDef]:
    """{name: field} of what `settings.RECKONED` reckon of an object's records; a field of that name comes first.

    Nothing of records whose title is hidden from the actor: they are to tell him nothing.
    """
    if field_right(actor, spec, spec.title) is FieldRight.HIDDEN:
        return {}
    return {name: field for reckon in _reckoners() for name, field in reckon(actor, spec).items()}
