"""Conditions on records that are only being written: on their own values, and on those of what they point at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.criteria import Leaf, leaves
from haoke.core.records.storage import columns, fetch, listed, table, values
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.criteria import Node
    from haoke.core.spec import ObjectSpec


def reached(trees: Iterable[Node], spec: ObjectSpec, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows (values by field name) with those "reference.field" the trees look at; one query a reference."""
    found = [dict(row) for row in rows]
    wanted: dict[str, set[str]] = {}
    for leaf in (leaf for tree in trees for leaf in leaves(tree)):
        if isinstance(leaf, Leaf) and "." in leaf.field:
            name, _, inner = leaf.field.partition(".")
            wanted.setdefault(name, set()).add(inner)
    for name, names in wanted.items():
        there = _pointed(registry.field(spec.key, name).type.meta()["target"], {row.get(name) for row in rows})
        for row in found:
            other = there.get(row.get(name), {})
            row.update({f"{name}.{inner}": other.get(inner) for inner in names})
    return found


def _pointed(key: str, ids: Iterable[Any]) -> dict[UUID | None, Mapping[str, Any]]:
    spec = registry.get(key)
    query = f"SELECT {listed(columns(spec))} FROM {table(spec.model)} WHERE id = ANY(%s)"
    return {row["id"]: values(spec, row) for row in fetch(Sql(query, ([each for each in ids if each],)))}
