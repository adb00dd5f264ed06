"""The indexes a field needs: over exactly what lists order by and conditions compare."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from haoke.core import registry
from haoke.core.fieldtypes.compare import Comparing, ComparingSet
from haoke.core.indexing.models import FastField
from haoke.core.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

PREFIX: Final = "cq_"
#: Kinds whose values are small enough for an index and are compared by one expression.
KINDS: Final = frozenset(
    {
        "text", "autonumber", "email", "url", "integer", "decimal", "percent", "rating", "boolean", "date", "datetime",
        "choice", "multichoice", "tags", "multireference", "reference", "user", "department", "phone",
    }
)  # fmt: skip
#: Characters of a text that surely fit an index entry (2,704 bytes), four bytes each.
LONGEST: Final = 650
_LIVE: Final = "WHERE deleted_at IS NULL"


@dataclass(frozen=True, slots=True)
class Index:
    """One index: its name, which its content decides, table, and what stands behind ON <table>."""

    name: str
    table: str
    body: str


def fits(field: FieldDef) -> bool:
    """Whether such a field can be made fast."""
    small = int(field.type.meta().get("max_length") or 0) <= LONGEST
    return field.name != "id" and field.type.kind in KINDS and small and bool(_bodies(field, "t"))


def indexes(spec: ObjectSpec, field: FieldDef) -> tuple[Index, ...]:
    """Those of a field: one to sort by it, and one to filter by it where that compares something else."""
    table = spec.model._meta.db_table
    return tuple(Index(_name(table, body), table, body) for body in _bodies(field, ident(table)))


def wanted() -> dict[str, Index]:
    """{name: index} of all fields that shall be fast and are there at the present version."""
    found: dict[str, Index] = {}
    for key, name in FastField._base_manager.filter(deleted_at=None).values_list("object", "field"):
        spec = registry.objects().get(key)
        field = registry.fields(key).get(name) if spec else None
        if spec and field and fits(field):
            found |= {each.name: each for each in indexes(spec, field)}
    return found


def _bodies(field: FieldDef, alias: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_each(field, alias)))


def _each(field: FieldDef, alias: str) -> Iterator[str]:
    column, key = field.column(alias), field.sort_key(alias)
    if isinstance(field.type, ComparingSet):
        yield f"USING gin (({column.text})) {_LIVE}"
        return
    sorts = field.type.sortable and not key.params
    if sorts:
        yield f"(({key.text}), id) {_LIVE}"
    left = field.type.left(column) if isinstance(field.type, Comparing) else column
    if not left.params and not (sorts and left == key):
        # Lists filtered by one value are most often looked at newest first.
        yield f"(({left.text}), updated_at DESC, id DESC) {_LIVE}"


def _name(table: str, body: str) -> str:
    return PREFIX + hashlib.md5(f"{table} {body}".encode(), usedforsecurity=False).hexdigest()[:24]
