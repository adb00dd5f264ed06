"""`GET numbering`: how every object is numbered, and the number its next record gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import clock, registry
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.log.names import number_sequence
from haoke.core.numbering.models import NumberPattern
from haoke.core.records.numbers import render
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.spec import ObjectSpec


def read_numbering(_call: Call) -> Answer:
    """Each numbered object: its pattern, what it is shipped with, whose record holds it, the next number."""
    specs = [spec for spec in registry.objects().values() if spec.number and spec.key not in registry.off()]
    drawn = _drawn([_sequence(spec) for spec in specs])
    own = {each.object: each for each in NumberPattern.objects.filter(deleted_at=None)}
    return Answer({"items": [_shown(spec, own.get(spec.key), drawn) for spec in specs]})


def _shown(spec: ObjectSpec, own: NumberPattern | None, drawn: Mapping[str, int]) -> dict[str, Any]:
    count = drawn.get(_sequence(spec), 0) + 1
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


def _sequence(spec: ObjectSpec) -> str:
    return number_sequence(spec.key).strip('"')


def _drawn(sequences: list[str]) -> dict[str, int]:
    statement = Sql(
        "SELECT sequencename, coalesce(last_value, 0) AS drawn FROM pg_sequences"
        " WHERE schemaname = 'public' AND sequencename = ANY(%s)",
        (sequences,),
    )
    return {row["sequencename"]: row["drawn"] for row in fetch(statement)}


ROUTES = (
    Route("GET", "numbering", read_numbering, T("How records are numbered", "编号规则"), Access.ADMIN, tag="numbering"),
)
