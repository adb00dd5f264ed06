"""What left the house, for administrators: files with their reasons, and masked values that were shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import registry
from haoke.core.limits.models import Unmasking
from haoke.core.records.reading.naming import lookup
from haoke.core.text import say
from haoke.core.transfer.exporting import USER
from haoke.core.transfer.models import Export

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from haoke.core.access.actor import Actor

_COLUMNS: Final = ("id", "actor", "object", "format", "wanted", "reason", "name", "rows", "downloads", "created_at")

_KEPT: Final = ExpressionWrapper(Q(content__isnull=False), output_field=BooleanField())


class Page(BaseModel):
    """`before`: the last of the page before."""

    model_config = ConfigDict(extra="forbid")
    before: str | None = Field(None, pattern=r"^([0-9]{1,18}|[0-9a-f-]{36})$")
    person: UUID | None = None
    limit: int = Field(50, ge=1, le=100)


def exports(actor: Actor, page: Page) -> dict[str, Any]:
    """{items: [{id, at, person, object, format, reason, name, rows, downloads, fields, narrowed, kept}], next}."""
    rows = Export.objects.order_by("-id")
    if page.person:
        rows = rows.filter(actor=page.person)
    if page.before and len(page.before) == len(str(UUID(int=0))):
        rows = rows.filter(id__lt=page.before)
    found = list(rows.values(*_COLUMNS, kept=_KEPT)[: page.limit + 1])
    names = _names(actor, USER, (each["actor"] for each in found))
    return _page([_export(each, names) for each in found], page.limit)


def unmaskings(actor: Actor, page: Page) -> dict[str, Any]:
    """{items: [{id, at, person, object, record, field}], next}; `record` is a Ref with the path of its object."""
    rows = Unmasking.objects.order_by("-id")
    if page.person:
        rows = rows.filter(person=page.person)
    if page.before and page.before.isdigit():
        rows = rows.filter(id__lt=int(page.before))
    found = list(rows[: page.limit + 1])
    wanted: dict[str, set[str]] = {USER: {str(each.person) for each in found}}
    for each in found:
        if each.object in registry.objects():
            wanted.setdefault(each.object, set()).add(str(each.record))
    names = lookup(actor, wanted)
    return _page([_look(each, names) for each in found], page.limit)


def _names(actor: Actor, key: str, ids: Iterable[UUID]) -> dict[str, str | None]:
    return lookup(actor, {key: {str(each) for each in ids}}).get(key, {})


def _page(items: Sequence[dict[str, Any]], limit: int) -> dict[str, Any]:
    return {"items": items[:limit], "next": str(items[limit - 1]["id"]) if len(items) > limit else None}


def _labelled(key: str) -> str:
    spec = registry.objects().get(key)
    return say(spec.label_plural) if spec else key


def _field(key: str, name: str) -> str:
    known = registry.fields(key) if key in registry.objects() else {}
    return say(known[name].label) if name in known else name


def _export(each: dict[str, Any], names: dict[str, str | None]) -> dict[str, Any]:
    wanted, key = each["wanted"], each["object"]
    return {
        "id": each["id"],
        "at": each["created_at"],
        "person": {"id": each["actor"], "title": names.get(str(each["actor"]))},
        "object": _labelled(key),
        "format": each["format"],
        "reason": each["reason"],
        "name": each["name"],
        "rows": each["rows"],
        "downloads": each["downloads"],
        "fields": [_field(key, name) for name in wanted.get("fields") or ()],
        "narrowed": bool(wanted.get("filter") or wanted.get("q") or wanted.get("scope")),
        "kept": each["kept"],
    }


def _look(each: Unmasking, names: dict[str, dict[str, str | None]]) -> dict[str, Any]:
    spec = registry.objects().get(each.object)
    title = names.get(each.object, {}).get(str(each.record))
    return {
        "id": each.id,
        "at": each.at,
        "person": {"id": each.person, "title": names.get(USER, {}).get(str(each.person))},
        "object": say(spec.label) if spec else each.object,
        "plural": spec.plural if spec else None,
        "record": {"id": each.record, "title": title},
        "field": _field(each.object, each.field),
    }
