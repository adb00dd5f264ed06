"""Whoever started an import, with present rights, for the job that carries it out."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from haoke.core.access.actor import SYSTEM_ID, Actor, system
from haoke.core.text import speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from uuid import UUID


def load(user_id: UUID, via: str = "import", scopes: Sequence[str] | None = None) -> Actor:
    """The person by the loader the settings name (`ACTORS`); raises SignInNeeded when he may no longer sign in.

    `scopes`: of the key he asked with, if it was made for a few things.
    """
    if user_id == SYSTEM_ID:
        return system(via)
    loader = import_string(settings.ACTORS)
    actor: Actor = loader(user_id, via)
    return actor if scopes is None else replace(actor, key_scopes=tuple(scopes))


def scopes_of(actor: Actor) -> list[str] | None:
    """What the key in use is made for, to be kept with work that is left to a job; None: everything."""
    return None if actor.key_scopes is None else list(actor.key_scopes)


@contextmanager
def at_work(actor: Actor) -> Iterator[Actor]:
    """Inside the block texts are in the person's language, amounts and days the company's."""
    with in_words_of(actor), company():
        yield actor


def in_words_of(actor: Actor) -> AbstractContextManager[None]:
    """A block in which texts are in the person's language."""
    return speaking("zh" if actor.language == "zh" else "en")


def company() -> AbstractContextManager[None]:
    """A block in which amounts without a currency and days are the company's (the settings name it: `COMPANY`)."""
    ours: Callable[[], AbstractContextManager[None]] = import_string(settings.COMPANY)
    return ours()
