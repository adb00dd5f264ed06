"""Which layout of each object is an actor's: his role's, else everybody's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.fieldtypes.documents import loaded
from haoke.core.records.reading.running import rows
from haoke.core.records.states import state_of
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

#: Part of a SELECT: the state of all layouts.
STATE = state_of("core_layout")


@dataclass(frozen=True, slots=True)
class Arranged:
    """Sections `[{label, fields, columns}]` and list columns; None: as the object is shipped."""

    sections: list[dict[str, Any]] | None
    columns: list[str] | None


def layouts(actor: Actor) -> dict[str, Arranged]:
    """{object: its layout for this person}; of several roles' the oldest one. Configuration: no row of a customer."""
    table = ident(registry.get("layout").model._meta.db_table)
    found = rows(
        Sql(
            f"SELECT DISTINCT ON (l.object) l.object, l.sections, l.columns FROM {table} l WHERE l.deleted_at IS NULL"
            " AND (l.role_id IS NULL OR l.role_id = ANY(%s)) ORDER BY l.object, l.role_id IS NULL, l.id",
            (list(actor.roles),),
        )
    )
    return {key: Arranged(loaded(sections), loaded(columns)) for key, sections, columns in found}
