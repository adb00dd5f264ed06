"""Steps taken with customers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import BaseModel

from haoke.core import registry

if TYPE_CHECKING:
    from haoke.core.records import Tx
    from haoke.core.records.model import Record


class Assign(BaseModel):
    """Who is to take care of the record from now on."""

    owner: UUID


def assign_owner(tx: Tx, record: Record, data: Assign) -> None:
    """Hand a record of any object to another person; it moves to that person's department."""
    tx.set(registry.by_model(type(record)).key, record, {"owner": data.owner})
