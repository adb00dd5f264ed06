"""What migrations add leaves all models but its own as they are drawn."""

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


def test_a_column_or_a_model_is_there_and_nothing_else_has_changed() -> None:
    state = drawn()
    with drawn_once():
        before = state.apps.get_model("haoke_drawn", "shelf")
        kept = models.ForeignKey("haoke_drawn.shelf", models.CASCADE, related_name="kept")
        state.add_field("haoke_drawn", "book", "kept_on", kept, preserve_default=True)
        shelf = models.OneToOneField("haoke_drawn.shelf", models.CASCADE)
        state.add_model(ModelState("haoke_drawn", "label", [KEY, ("shelf", shelf)]))
        book, label = (state.apps.get_model("haoke_drawn", name) for name in ("book", "label"))
        assert before is state.apps.get_model("haoke_drawn", "shelf")
        assert [each.name for each in book._meta.fields] == ["id", "shelf", "kept_on"]
        assert book._meta.get_field("kept_on").related_model is label._meta.get_field("shelf").related_model is before
        assert {each.name for each in before._meta.related_objects} == {"book", "kept", "label"}
        state.alter_field("haoke_drawn", "shelf", "id", models.BigIntegerField(primary_key=True), preserve_default=True)
        assert state.apps.get_model("haoke_drawn", "shelf") is not before
