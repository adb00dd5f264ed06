"""Whoever started an import, with present rights, for the job that carries it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from haoke.core.access.actor import SYSTEM_ID, Actor, system

if TYPE_CHECKING:
    from uuid import UUID


def load(user_id: UUID, via: str = "import") -> Actor:
    """The person by the loader the settings name (`ACTORS`); raises SignInNeeded when he may no longer sign in."""
    if user_id == SYSTEM_ID:
        return system(via)
    loader = import_string(settings.ACTORS)
    actor: Actor = loader(user_id, via)
    return actor
