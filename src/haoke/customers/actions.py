"""Steps taken with customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import BaseModel, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from haoke.assignment.actions import assign_by_rules
from haoke.core import registry
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.records import Tx
    from haoke.core.records.model import Record


class Assign(BaseModel):
    """Who is to take care of the record from now on: somebody, or whoever the assignment rules name."""

    owner: Annotated[UUID | None, Field(title=T("Owner", "负责人"))] = None
    by_rules: Annotated[bool, Field(title=T("By the assignment rules", "按分配规则"), validate_default=True)] = False

    @field_validator("by_rules")
    @classmethod
    def _somebody(cls, by_rules: bool, found: ValidationInfo) -> bool:
        if not by_rules and "owner" in found.data and found.data["owner"] is None:
            raise PydanticCustomError("missing", "somebody, or by the rules")
        return by_rules


def assign_owner(tx: Tx, record: Record, data: Assign) -> None:
    """Hand a record of any object to another person; it moves to that person's department."""
    if data.by_rules:
        assign_by_rules(tx, record)
        return
    tx.set(registry.by_model(type(record)).key, record, {"owner": data.owner})
