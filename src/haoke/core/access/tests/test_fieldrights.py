"""What may be done with fields."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from haoke.core import registry
from haoke.core.access import field_right, readable, writable
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import Missing
from haoke.core.metadata import Metadata, using
from haoke.core.modules.declared import Module
from haoke.core.text import T

ME = Actor(uuid4(), grants={"*": {"*": Scope.ALL}})


def test_fields_are_open_unless_named() -> None:
    thing = registry.get("thing")
    assert field_right(ME, thing, "name") is FieldRight.WRITE
    with pytest.raises(Missing):
        field_right(ME, thing, "nothing")


def test_object_before_every_object_and_name_before_class() -> None:
    thing, part = registry.get("thing"), registry.get("part")
    fields = {
        "*": {"name": FieldRight.READ, "@personal": FieldRight.HIDDEN},
        "thing": {"@personal": FieldRight.MASKED, "email": FieldRight.READ, "id": FieldRight.HIDDEN},
    }
    actor = replace(ME, fields=fields)
    assert field_right(actor, thing, "phone") is FieldRight.MASKED
    assert field_right(actor, thing, "email") is FieldRight.READ
    assert field_right(actor, thing, "name") is FieldRight.READ
    assert field_right(actor, part, "name") is FieldRight.READ
    assert field_right(actor, thing, "amount") is FieldRight.WRITE
    assert field_right(actor, thing, "id") is FieldRight.READ
    only_general = replace(ME, fields={"*": {"@personal": FieldRight.HIDDEN}})
    assert field_right(only_general, thing, "phone") is FieldRight.HIDDEN


def test_hidden_fields_are_not_readable_and_masked_ones_are_but_not_writable() -> None:
    thing = registry.get("thing")
    actor = replace(
        ME, fields={"thing": {"phone": FieldRight.MASKED, "amount": FieldRight.HIDDEN, "name": FieldRight.READ}}
    )
    names = list(readable(actor, thing))
    assert names == [name for name in registry.fields("thing") if name != "amount"]
    assert writable(ME, thing) - writable(actor, thing) == {"phone", "amount", "name"}


def test_nobody_writes_what_the_system_keeps() -> None:
    thing = registry.get("thing")
    assert not writable(system(), thing) & {
        "id",
        "number",
        "version",
        "created_at",
        "updated_at",
        "created_by",
        "updated_by",
    }


def test_owner_and_department_only_with_the_right_to_assign() -> None:
    thing = registry.get("thing")
    unable = replace(ME, grants={"thing": {"*": Scope.OWN, "assign": Scope.NONE}})
    assert writable(ME, thing) - writable(unable, thing) == {"owner", "department"}


def test_fields_that_lead_to_what_is_switched_off_are_hidden() -> None:
    thing = registry.get("thing")
    racks = Module("racks", T("Racks", "架"), T("Racks", "架"), "box", ("rack",))
    with pytest.MonkeyPatch.context() as patch, using(Metadata(off=frozenset({"racks"}))):
        patch.setattr(registry, "modules", lambda: {"racks": racks})
        assert field_right(system(), thing, "racks") is FieldRight.HIDDEN
        assert field_right(system(), thing, "shelf") is FieldRight.WRITE
        assert set(registry.fields("thing")) - set(readable(system(), thing)) == {"racks"}
