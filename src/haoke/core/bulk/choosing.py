"""Which records a bulk change is about: by ids or by a condition, each with the version it has now."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access
from haoke.core.access.actor import Verb
from haoke.core.errors import BadRequest
from haoke.core.records.reading.conditions import parsed, where
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, ident
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.bulk.work import Mark
    from haoke.core.spec import ObjectSpec

MOST = 100_000
#: Actions are carried out one by one, each with its own statements.
MOST_ACTIONS = 10_000
TOO_MANY = T(
    "More than {most} records match; a bulk change takes that many at most, so narrow the filter",
    "符合条件的记录超过 {most} 条；一次批量修改最多 {most} 条，请缩小筛选范围",
)
_FORM = struct.Struct(">16sI")


def named(actor: Actor, spec: ObjectSpec, ids: Sequence[UUID], *, deleted: bool) -> list[Mark]:
    """These records in their order, once each; those the actor does not see without a version."""
    wanted = list(dict.fromkeys(ids))
    seen = access.visible_to(actor, spec, Verb.READ, deleted=deleted)
    head = Sql(f"SELECT r.id, r.version FROM {ident(spec.model._meta.db_table)} r WHERE r.id = ANY(%s) AND ", (wanted,))
    versions = dict(rows(head + seen))
    return [(each, versions.get(each)) for each in wanted]


def matching(actor: Actor, spec: ObjectSpec, target: dict[str, Any], *, most: int, deleted: bool) -> list[Mark]:
    """All records that {filter, q, scope} finds, oldest first; BadRequest when there are more than `most`."""
    table = ident(spec.model._meta.db_table)
    head = condition(actor, spec, target, deleted=deleted).wrap(
        f"SELECT r.id, r.version FROM {table} r WHERE ", " ORDER BY r.id"
    )
    found = rows(head + Sql(" LIMIT %s", (most + 1,)))
    if len(found) > most:
        raise BadRequest(TOO_MANY.fill(most=f"{most:,}"), code="too_many")
    return [(row[0], row[1]) for row in found]


def condition(actor: Actor, spec: ObjectSpec, target: dict[str, Any], *, deleted: bool = False) -> Sql:
    """Condition on r of what {filter, q, scope} finds."""
    node = parsed(actor, spec, target.get("filter"))
    return where(actor, spec, node, q=target.get("q") or "", scope=target.get("scope"), deleted=deleted)


def packed(marks: Sequence[Mark]) -> bytes:
    """Ids and versions as 20 bytes each; version 0 for none."""
    return b"".join(_FORM.pack(each.bytes, version or 0) for each, version in marks)


def unpacked(data: bytes) -> list[Mark]:
    """The marks of `packed`."""
    return [(UUID(bytes=each), version or None) for each, version in _FORM.iter_unpack(data)]
