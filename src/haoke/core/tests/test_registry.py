"""What is asked of the registry that no object's own tests ask."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from haoke.core import registry
from haoke.core.errors import Missing
from haoke.core.testing.app.models import Thing


def test_an_object_is_found_by_its_model() -> None:
    assert registry.by_model(Thing) is registry.get("thing")


def test_an_unknown_object_is_missing() -> None:
    with pytest.raises(Missing):
        registry.get("nothing")


def test_two_objects_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    thing = registry.get("thing")
    monkeypatch.setattr("importlib.import_module", lambda _name: SimpleNamespace(OBJECTS=(thing, thing)))
    with pytest.raises(ValueError, match="object thing is declared twice"):
        vars(registry.shipped)["__wrapped__"]()
