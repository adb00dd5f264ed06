"""`GET numbering`: how every object is numbered, and the number its next record gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import clock, registry
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.custom.models import CustomObject
from haoke.core.numbering.actions import drawn
from haoke.core.numbering.models import NumberPattern
from haoke.core.records.numbers import render
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.spec import ObjectSpec


#: Plural of the object whose record holds a pattern, and the record.
Held = tuple[str, "NumberPattern | CustomObject"]


def read_numbering(_call: Call) -> Answer:
    """Each numbered object: its pattern, what it is shipped with, the record that holds it, the next number."""
    specs = [spec for spec in registry.objects().values() if spec.number and spec.key not in registry.off()]
    counts = drawn(*(spec.key for spec in specs))
    own: dict[str, Held] = {each.key: ("custom_objects", each) for each in CustomObject.objects.filter(deleted_at=None)}
    own |= {each.object: ("number-patterns", each) for each in NumberPattern.objects.filter(deleted_at=None)}
    return Answer({"items": [_shown(spec, own.get(spec.key), counts) for spec in specs]})


def _shown(spec: ObjectSpec, held: Held | None, counts: Mapping[str, int]) -> dict[str, Any]:
    count = counts.get(spec.key, 0) + 1
    shipped = registry.shipped().get(spec.key)
    return {
        "object": spec.key,
        "label": say(spec.label_plural),
        "icon": spec.icon,
        "pattern": spec.number,
        "shipped": shipped.number if shipped else None,
        "count": count,
        "next": render(str(spec.number), count, clock.today()),
        "record": {"plural": held[0], "id": str(held[1].id), "version": held[1].version} if held else None,
    }


ROUTES = (
    Route("GET", "numbering", read_numbering, T("How records are numbered", "编号规则"), Access.ADMIN, tag="numbering"),
)
