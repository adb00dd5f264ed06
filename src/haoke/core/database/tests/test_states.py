"""Indexes and constraints of migrations leave all models but their own as they are drawn."""

from __future__ import annotations

from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from haoke.core.database.states import drawn_once

KEY = ("id", models.IntegerField(primary_key=True))


def drawn() -> ProjectState:
    """Two models, one of which refers to the other."""
    state = ProjectState()
    state.add_model(ModelState("haoke_drawn", "shelf", [KEY]))
    shelf = models.ForeignKey("haoke_drawn.shelf", models.CASCADE)
    state.add_model(ModelState("haoke_drawn", "book", [KEY, ("shelf", shelf)]))
    return state


def test_an_index_is_there_and_nothing_else_has_changed() -> None:
    state = drawn()
    with drawn_once():
        state.add_index("haoke_drawn", "book", models.Index(fields=["id"], name="before"))  # nothing is drawn yet
        before = state.apps.get_model("haoke_drawn", "shelf")
        state.add_index("haoke_drawn", "shelf", models.Index(fields=["id"], name="shelves"))
        state.add_constraint("haoke_drawn", "book", models.UniqueConstraint(fields=["shelf"], name="one"))
    shelf, book = (state.apps.get_model("haoke_drawn", name) for name in ("shelf", "book"))
    assert shelf is before is book._meta.get_field("shelf").related_model
    assert [each.name for each in shelf._meta.indexes] == ["shelves"]
    assert [each.name for each in (*book._meta.indexes, *book._meta.constraints)] == ["before", "one"]
    assert [each.name for each in state.clone().models["haoke_drawn", "shelf"].options["indexes"]] == ["shelves"]
    state.add_index("haoke_drawn", "shelf", models.Index(fields=["id"], name="again"))
    assert state.apps.get_model("haoke_drawn", "shelf") is not before
