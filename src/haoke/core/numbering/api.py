"""`GET numbering`: how every object is numbered, and the number its next record gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import clock, registry
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.numbering.actions import drawn
from haoke.core.numbering.models import NumberPattern
from haoke.core.records.numbers import render
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.spec import ObjectSpec


def read_numbering(_call: Call) -> Answer:
    """Each numbered object: its pattern, what it is shipped with, whose record holds it, the next number."""
    specs = [spec for spec in registry.objects().values() if spec.number and spec.key not in registry.off()]
    counts = drawn(*(spec.key for spec in specs))
    own = {each.object: each for each in NumberPattern.objects.filter(deleted_at=None)}
    return Answer({"items": [_shown(spec, own.get(spec.key), counts) for spec in specs]})


def _shown(spec: ObjectSpec, own: NumberPattern | None, counts: Mapping[str, int]) -> dict[str, Any]:
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
        "record": {"id": str(own.id), "version": own.version} if own else None,
    }


ROUTES = (
    Route("GET", "numbering", read_numbering, T("How records are numbered", "编号规则"), Access.ADMIN, tag="numbering"),
)
