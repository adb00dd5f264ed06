"""Counting on from a later number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.errors import Invalid
from haoke.core.log.names import number_sequence
from haoke.core.numbering.patterns import UNNUMBERED
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql
from haoke.core.text import T

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.custom.models import CustomObject
    from haoke.core.numbering.models import NumberPattern
    from haoke.core.records import Tx

#: How many numbers may be left out in one step: they are drawn, so that nobody who draws meanwhile gets one twice.
FARTHEST: Final = 1_000_000

PAST = T("Counting goes on at {count}; it never goes back, or a number would be given twice",
         "当前应为 {count}，只能向后调整，否则编号会重复")  # fmt: skip
FAR = T("At most {most} numbers can be left out at once", "一次最多跳过 {most} 个编号")


class Next(BaseModel):
    """Where to count on."""

    model_config = ConfigDict(extra="forbid")
    count: int = Field(title=T("Next count", "下一个序号"), ge=1, le=10**12 - 1)


def count_on(tx: Tx, record: NumberPattern, data: Next) -> dict[str, int]:
    """{count}: what the next record of the object gets; the numbers left out are never given."""
    return _on(tx, "number_pattern", record.id, record.object, data)


def count_own_on(tx: Tx, record: CustomObject, data: Next) -> dict[str, int]:
    """The same for an object administrators made, which holds its pattern itself."""
    if not record.number_pattern:
        raise Invalid.at("count", "unnumbered", UNNUMBERED.fill(key=record.key))
    return _on(tx, "custom_object", record.id, record.key, data)


def _on(tx: Tx, holder: str, record: UUID, key: str, data: Next) -> dict[str, int]:
    due = drawn(key)[key] + 1
    if data.count < due:
        raise Invalid.at("count", "past", PAST.fill(count=due))
    if data.count - due > FARTHEST:
        raise Invalid.at("count", "far", FAR.fill(most=f"{FARTHEST:,}"))
    fetch(Sql("SELECT max(nextval(%s)) AS last FROM generate_series(1, %s)", (_named(key), data.count - due)))
    tx.note(holder, record, "counted_on", {"from": due, "to": data.count})
    return {"count": data.count}


def drawn(*keys: str) -> dict[str, int]:
    """{object: the last number drawn for it, 0 for none yet}."""
    sequences = {number_sequence(key).strip('"'): key for key in keys}
    statement = Sql(
        "SELECT sequencename, coalesce(last_value, 0) AS drawn FROM pg_sequences"
        " WHERE schemaname = 'public' AND sequencename = ANY(%s)",
        (list(sequences),),
    )
    return {sequences[row["sequencename"]]: row["drawn"] for row in fetch(statement)}


def _named(key: str) -> str:
    return f"public.{number_sequence(key)}"
