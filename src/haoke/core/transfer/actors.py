"""Whoever started an import, with present rights, for the job that carries it out."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from haoke.core.access.actor import SYSTEM_ID, Actor, system
from haoke.core.text import speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from uuid import UUID


def load(user_id: UUID, via: str = "import") -> Actor:
    """The person by the loader the settings name (`ACTORS`); raises SignInNeeded when he may no longer sign in."""
    if user_id == SYSTEM_ID:
        return system(via)
    loader = import_string(settings.ACTORS)
    actor: Actor = loader(user_id, via)
    return actor


@contextmanager
def at_work(actor: Actor) -> Iterator[Actor]:
    """Inside the block texts are in the person's language, amounts and days the company's."""
    with speaking("zh" if actor.language == "zh" else "en"), company():
        yield actor


def company() -> AbstractContextManager[None]:
    """A block in which amounts without a currency and days are the company's (the settings name it: `COMPANY`)."""
    ours: Callable[[], AbstractContextManager[None]] = import_string(settings.COMPANY)
    return ours()
