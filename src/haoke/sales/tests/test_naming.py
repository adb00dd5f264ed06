"""What goes by a record it belongs to is called what it is, never by an id."""

from __future__ import annotations

import pytest

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.core.records.reading.naming import titles
from haoke.core.text import speaking
from haoke.sales.actions import ensure_pipelines

pytestmark = pytest.mark.django_db


def test_a_stay_in_a_stage_has_no_name_of_its_own() -> None:
    with changes(system("test"), "test") as tx:
        ensure_pipelines(tx)
        tx.create("opportunity", {"name": "Ovens"})
    spec = registry.get("stage_entry")
    stays = list(spec.model._base_manager.values_list("id", flat=True))
    assert stays
    with speaking("en"):
        assert set(titles(system("test"), spec, stays).values()) == {"Stage history"}
