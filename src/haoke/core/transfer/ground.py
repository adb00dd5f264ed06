"""What a check rested on: while none of it has changed, its run would find the very same."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from haoke import __version__
from haoke.core import clock, metadata, registry
from haoke.core.transfer.guessing.targets import REFERENCES
from haoke.core.transfer.models import ImportSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor

_NOW = "SELECT pg_current_snapshot()::text"
# The order makes the planner begin at the end of the index, also where nobody has counted the Log's rows yet.
_SINCE = """SELECT object FROM log.entry WHERE xid >= pg_snapshot_xmin(%(then)s::pg_snapshot)
    AND NOT pg_visible_in_snapshot(xid, %(then)s::pg_snapshot)
    AND change <> %(change)s AND object = ANY(%(objects)s) ORDER BY xid DESC LIMIT 1"""
_MEMORY = """SELECT count(*), coalesce(sum(version), 0)::bigint,
    coalesce(bit_xor(hashtextextended(record::text || batch::text, version)), 0)
    FROM core_importmemory WHERE source_id = ANY(%s)"""


def now() -> str:
    """What is committed at this moment, to ask later what came since."""
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        return str(cursor.fetchone()[0])


def has_moved(then: str, objects: Iterable[str], change: UUID) -> bool:
    """Whether records of these objects were written since, otherwise than by this change."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, {"then": then, "objects": list(objects), "change": change})
        return cursor.fetchone() is not None


def around(keys: Iterable[str]) -> list[str]:
    """Objects whose records decide what becomes of records of these: what they refer to, and all settings."""
    found: set[str] = set()
    left = {*keys, *(key for key, spec in registry.objects().items() if spec.group == "settings")}
    while left:
        found |= left
        left = {target for key in left for target in _named(key)} - found
    return sorted(found & registry.objects().keys())


def _named(key: str) -> set[str]:
    """Objects whose records an object's records name; what is tied to records of any object names all."""
    spec = registry.get(key)
    ties = {registry.by_model(other.links.model).key for other in registry.objects().values() if other.links}
    if spec.links or key in ties:
        return set(registry.objects())
    kinds = [item.type for item in registry.fields(key).values()]
    return {str(kind.meta()["target"]) for kind in kinds if kind.kind in REFERENCES} | {spec.parent or key}


def standing(actor: Actor, sources: Sequence[UUID]) -> dict[str, Any]:
    """Program, metadata, day, rights of the person and memory of former imports, as JSON that can be compared."""
    with connection.cursor() as cursor:
        cursor.execute(_MEMORY, [list(sources)])
        memory = list(cursor.fetchone())
    rights = orjson.dumps(dataclasses.asdict(actor), option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=str)
    return {
        "program": __version__, "metadata": metadata.current().version, "day": clock.today().isoformat(),
        "actor": hashlib.sha256(rights).hexdigest(), "sources": ImportSource.objects.count(),
        "memory": [str(item) for item in memory],
    }  # fmt: skip
