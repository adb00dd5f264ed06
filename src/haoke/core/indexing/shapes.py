"""The indexes a field needs: over exactly what lists order by and conditions compare."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from psycopg.sql import Literal

from haoke.core import registry
from haoke.core.criteria import worth
from haoke.core.fieldtypes.compare import Comparing, ComparingSet
from haoke.core.indexing.models import FastField
from haoke.core.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec
    from haoke.core.sql import Sql

PREFIX: Final = "cq_"
#: Kinds whose values are small enough for an index and are compared by one expression.
KINDS: Final = frozenset(
    {
        "text", "autonumber", "email", "url", "integer", "decimal", "money", "percent", "rating", "boolean", "date",
        "datetime", "choice", "multichoice", "tags", "multireference", "reference", "user", "department", "phone",
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
    column, key = worth.column(field, alias), worth.sort_key(field, alias)
    if isinstance(field.type, ComparingSet):
        yield f"USING gin (({column.text})) {_LIVE}"
        return
    plain = [field.column(alias), *([key] if field.sort else [])]
    if field.type.sortable:
        yield _body(key, "id", plain)
    left = field.type.left(column) if isinstance(field.type, Comparing) else column
    if not (field.type.sortable and left == key):
        # Lists filtered by one value are most often looked at newest first.
        yield _body(left, "updated_at DESC, id DESC", plain)


def _body(indexed: Sql, then: str, plain: Sequence[Sql]) -> str:
    """Expressions are indexed with the records in the bin: the planner counts them over all rows or not at all."""
    return f"(({_literal(indexed)}), {then})" + (f" {_LIVE}" if indexed in plain else "")


def _literal(sql: Sql) -> str:
    """The text with its parameters (today's rates, places of choices) as literals, as the driver writes a query."""
    return sql.text % tuple(Literal(each).as_string() for each in sql.params)


def _name(table: str, body: str) -> str:
    return PREFIX + hashlib.md5(f"{table} {body}".encode(), usedforsecurity=False).hexdigest()[:24]
