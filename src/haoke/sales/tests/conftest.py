"""A company with its pipelines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.sales.actions import ensure_pipelines
from haoke.sales.queries import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from haoke.sales.models import Opportunity
    from haoke.sales.queries import Catalogue


@pytest.fixture
def stages(db: None) -> Catalogue:
    with changes(system(), "set_up") as tx:
        assert ensure_pipelines(tx)
    return catalogue()


@pytest.fixture
def deal(stages: Catalogue) -> Callable[..., Opportunity]:
    def make(**values: Any) -> Opportunity:
        with changes(system(), "test") as tx:
            made: Opportunity = tx.create("opportunity", {"name": "Deal", **values})
        return made

    return make


def stage_of(stages: Catalogue, place: int, pipeline: UUID | None = None) -> UUID:
    """The stage at that place (from 0) of a pipeline, the default one unless named."""
    return stages.of(pipeline or stages.default)[place].id  # type: ignore[arg-type]  # the fixture has a default
