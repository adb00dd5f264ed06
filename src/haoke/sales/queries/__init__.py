"""What sales' rules and actions ask the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class StageInfo:
    """One stage: its pipeline, place, probability in percent and kind (open, won, lost)."""

    id: UUID
    pipeline: UUID
    order: int
    probability: Decimal
    kind: str

    @property
    def closed(self) -> bool:
        return self.kind != "open"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All stages in use, in order, and the pipeline taken when none is named."""

    stages: Mapping[UUID, StageInfo]
    default: UUID | None

    def of(self, pipeline: UUID) -> list[StageInfo]:
        """Stages of one pipeline in order."""
        return [stage for stage in self.stages.values() if stage.pipeline == pipeline]

    def first(self, pipeline: UUID, kind: str) -> StageInfo | None:
        """The first stage of that kind in a pipeline."""
        return next((stage for stage in self.of(pipeline) if stage.kind == kind), None)


# One reading serves all rows of a transaction: rules run once a row, and an import has thousands.
_read: WeakKeyDictionary[Any, Catalogue] = WeakKeyDictionary()


def catalogue(stage: UUID | None = None) -> Catalogue:
    """The stages as this transaction sees them; read again when `stage` is not among those read before."""
    block = connection.atomic_blocks[-1] if connection.atomic_blocks else None
    known = _read.get(block) if block is not None else None
    if known is None or (stage is not None and stage not in known.stages):
        known = _load()
        if block is not None:
            _read[block] = known
    return known


def _load() -> Catalogue:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT s.id, s.pipeline_id, s."order", s.probability, s.kind FROM sales_stage s'
            " JOIN sales_pipeline p ON p.id = s.pipeline_id"
            ' WHERE s.deleted_at IS NULL AND p.deleted_at IS NULL ORDER BY p."order", s."order", s.id'
        )
        stages = {row[0]: StageInfo(*row) for row in cursor.fetchall()}
        cursor.execute(
            "SELECT id FROM sales_pipeline WHERE deleted_at IS NULL AND active"
            ' ORDER BY is_default DESC, "order", id LIMIT 1'
        )
        found = cursor.fetchone()
    return Catalogue(stages, found[0] if found else None)


def pipeline_named(name: str) -> bool:
    """Whether there is a pipeline of that Chinese name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM sales_pipeline WHERE deleted_at IS NULL AND name->>'zh' = %s)", [name]
        )
        return bool(cursor.fetchone()[0])
