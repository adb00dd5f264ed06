"""What became of each row of a batch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.errors import Refused


class Outcome(StrEnum):
    """What became of a row; CONFLICT: somebody changed the record since the version given."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DELETED = "deleted"
    RESTORED = "restored"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(slots=True)
class Verdict:
    """What became of row `index` (from 0); `error` says why it was not taken, `current` what a conflict met."""

    index: int
    outcome: Outcome
    id: UUID | None = None
    version: int | None = None
    number: str | None = None
    error: Refused | None = None
    current: dict[str, Any] | None = None

    @property
    def taken(self) -> bool:
        return self.outcome not in (Outcome.CONFLICT, Outcome.REFUSED)
