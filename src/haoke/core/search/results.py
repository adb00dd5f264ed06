"""Hits as people see them: title, a second line and the owner, as far as the reader may know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.records.reading import ListQuery, list_page
from haoke.core.text import current_language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

_SECOND: Final = 2
_SAID: Final = frozenset({"text", "choice", "reference", "department", "user"})


def described(actor: Actor, hits: Sequence[tuple[str, UUID]]) -> list[dict[str, Any]]:
    """API items of the hits, in their order; one page read an object."""
    wanted: dict[str, list[UUID]] = {}
    for key, record in hits:
        wanted.setdefault(key, []).append(record)
    found = {item["id"]: item for key, ids in wanted.items() for item in _items(actor, registry.get(key), ids)}
    return [found[str(record)] for _, record in hits if str(record) in found]


def _items(actor: Actor, spec: ObjectSpec, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    readable = access.readable(actor, spec)
    second = [
        name for name in spec.columns if name in readable and name != spec.title and readable[name].type.kind in _SAID
    ]
    names = [name for name in (spec.title, *second[:_SECOND], "owner") if name in readable]
    query = ListQuery(
        filter={"field": "id", "op": "in", "value": [str(each) for each in ids]}, fields=names, limit=len(ids)
    )
    return [_item(spec, readable, second[:_SECOND], record) for record in list_page(actor, spec, query).items]


def _item(
    spec: ObjectSpec, readable: dict[str, FieldDef], second: Sequence[str], record: dict[str, Any]
) -> dict[str, Any]:
    return {
        "object": spec.key,
        "id": record["id"],
        "title": _said(readable[spec.title], record[spec.title])
        if spec.title in readable
        else record.get("number") or "",
        "subtitle": " · ".join(filter(None, (_said(readable[name], record[name]) for name in second))),
        "number": record.get("number"),
        "owner": record.get("owner"),
    }


def _said(field: FieldDef, value: Any) -> str:
    if not value:
        return ""
    if isinstance(value, dict):
        return str(value.get("title") or value.get("masked") or value.get(current_language()) or "")
    return field.type.format(value, current_language())
