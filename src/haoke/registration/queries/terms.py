"""The terms in force: how long a registration protects, and what happens to who sells there all the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.records.storage import fetch, table
from haoke.core.sql import Sql
from haoke.registration.queries.standing import ancestors, upwards

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds where no rule says otherwise."""

    days: int = 30
    remind_days: int = 7
    collision: str = "warn"

    @property
    def refuses(self) -> bool:
        return self.collision == "refuse"


def terms() -> dict[UUID | None, Terms]:
    """{category: its terms}; of several rules for one category the first made counts."""
    rows = fetch(
        Sql(
            f"SELECT category_id, days, remind_days, collision FROM {table(registry.get('registration_rule').model)}"
            " WHERE deleted_at IS NULL AND active ORDER BY created_at DESC, id DESC"
        )
    )
    return {row["category_id"]: Terms(row["days"], row["remind_days"], row["collision"]) for row in rows}


def terms_of(category: UUID | None, among: dict[UUID | None, Terms] | None = None) -> Terms:
    """Terms of a category: its own, those of the nearest above, those of all."""
    known = terms() if among is None else among
    if not known:
        return Terms()
    nearest = (known[each] for each in upwards(ancestors(), category) if each in known)
    return next(nearest, known.get(None, Terms()))
