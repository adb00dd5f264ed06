"""Migrations of a whole installation in half the time: Django draws all related models anew for every index."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db.migrations.state import ProjectState

if TYPE_CHECKING:
    from collections.abc import Iterator

APPENDING = "_append_option"  # what ProjectState.add_index and add_constraint both go through (docs/decisions/0031)


@contextmanager
def drawn_once() -> Iterator[None]:
    """Inside the block an index or constraint of a migration changes the options of its own model, nothing else."""
    kept = getattr(ProjectState, APPENDING)
    setattr(ProjectState, APPENDING, _append)
    try:
        yield
    finally:
        setattr(ProjectState, APPENDING, kept)


def _append(state: ProjectState, app: str, model: str, option: str, added: Any) -> None:
    options = state.models[app, model].options
    options[option] = [*options[option], added]
    if "apps" in state.__dict__:  # asking for it would draw it
        setattr(state.apps.get_model(app, model)._meta, option, options[option])
