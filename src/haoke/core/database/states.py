"""Migrations of a whole installation in a quarter of the time: Django draws all related models at each change."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db.migrations.state import ProjectState

if TYPE_CHECKING:
    from collections.abc import Iterator

APPENDING = "_append_option"  # what ProjectState.add_index and add_constraint both go through (docs/decisions/0031)
REDRAW = ProjectState.reload_model  # what goes after every other change of a model


@contextmanager
def drawn_once() -> Iterator[None]:
    """Inside the block a new index, constraint, column or model draws nothing but itself."""
    kept = getattr(ProjectState, APPENDING)
    _use(_append, _reload)
    try:
        yield
    finally:
        _use(kept, REDRAW)


def _use(appending: Any, reloading: Any) -> None:
    for name, method in ((APPENDING, appending), (REDRAW.__name__, reloading)):
        setattr(ProjectState, name, method)


def _append(state: ProjectState, app: str, model: str, option: str, added: Any) -> None:
    options = state.models[app, model].options
    options[option] = [*options[option], added]
    if _is_drawn(state):
        setattr(state.apps.get_model(app, model)._meta, option, options[option])


def _reload(state: ProjectState, app: str, model: str, delay: bool = False) -> None:
    if not _is_drawn(state):
        return
    known, drawn = state.models[app, model], state.apps.all_models[app].get(model)
    if drawn is None:
        state.apps.render_multiple([known])
        return
    there = {field.name for field in (*drawn._meta.local_fields, *drawn._meta.local_many_to_many)}
    if there < set(known.fields):
        for name in [each for each in known.fields if each not in there]:
            drawn.add_to_class(name, known.fields[name].clone())
    else:
        REDRAW(state, app, model, delay=delay)


def _is_drawn(state: ProjectState) -> bool:
    return "apps" in state.__dict__  # asking for it would draw it
