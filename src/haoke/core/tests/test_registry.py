"""What is asked of the registry that no object's own tests ask."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import models

from haoke.core import registry
from haoke.core.errors import Missing
from haoke.core.metadata import Metadata, using
from haoke.core.modules.declared import Module
from haoke.core.testing.app.models import Thing
from haoke.core.text import T, inside


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


def test_numbers_are_as_the_company_set_them_and_only_where_it_did() -> None:
    with using(Metadata(numbers={"thing": "X-{seq:3}", "nothing": "Y-{seq}"})):
        assert registry.get("thing").number == "X-{seq:3}"
        assert registry.get("rack").number is None
        assert "nothing" not in registry.objects()
    assert registry.get("thing").number == "TH-{yyyy}{seq:6}"


def test_a_module_takes_its_objects_along(monkeypatch: pytest.MonkeyPatch) -> None:
    module = Module("racks", T("Racks", "架"), T("Racks", "架"), "box", ("rack",))
    monkeypatch.setattr(registry, "modules", lambda: {"racks": module})
    with using(Metadata(off=frozenset({"racks"}))):
        assert registry.off_modules() == {"racks"}
        assert registry.off() == {"rack"}
        assert registry.off_fields("thing") == {"racks"}
        assert registry.off_fields("part") == frozenset()
    with using(Metadata()):
        assert (registry.off(), registry.off_fields("thing")) == (frozenset(), frozenset())


def test_a_run_time_field_may_not_be_one_of_those_nobody_sees() -> None:
    hidden = models.JSONField(name="custom")
    hidden.set_attributes_from_name("custom")
    definition: Any = SimpleNamespace(object="thing", name="custom")
    with pytest.raises(ValueError, match=r"thing\.custom hides a field"):
        registry._made(registry.get("thing"), definition, hidden)


@pytest.mark.parametrize(("name", "small"), [("Opportunities", "opportunities"), ("URL", "URL"), ("E-mail", "e-mail")])
def test_names_within_a_sentence(name: str, small: str) -> None:
    assert (str(inside(T(name, "名"))), inside(T(name, "名")).zh, inside(name).zh) == (small, "名", name)
