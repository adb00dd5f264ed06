"""One entry of the Log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

COLUMNS: Final = "id, xid::text, at, actor, behalf, via, action, reason, change, object, record, verb, version, data"


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened to one record; `data`: columns' texts before ("o") and after ("n"), or an action's own facts."""

    id: int
    xid: str
    at: datetime
    actor: UUID
    behalf: UUID | None
    via: str
    action: str
    reason: str
    change: UUID
    object: str
    record: UUID
    verb: str
    version: int | None
    data: dict[str, Any] | None
