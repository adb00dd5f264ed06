"""Steps taken with definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import BaseModel, Field

from haoke.core.custom.models import CustomField
from haoke.core.errors import Invalid
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.records import Tx

ELSEWHERE = T("Choose a field in use of the same object", "请选择同一对象中启用的字段")


class Place(BaseModel):
    """Where a field goes."""

    before: UUID | None = Field(
        default=None,
        title=T("Before which field", "移至哪个字段之前"),
        json_schema_extra={"kind": "reference", "target": "custom_field"},
    )


def move(tx: Tx, record: Any, data: Place) -> None:
    """Put a field before another one of its object, or at the end."""
    live = CustomField._base_manager.filter(object=record.object, deleted_at=None)
    others = list(live.exclude(id=record.id).order_by("position", "created_at", "id"))
    at = len(others) if data.before is None else next((n for n, o in enumerate(others) if o.id == data.before), -1)
    if at < 0:
        raise Invalid.at("before", "elsewhere", ELSEWHERE)
    for place, each in enumerate([*others[:at], record, *others[at:]]):
        if each.position != place:
            tx.set("custom_field", each, {"position": place})
