"""What an import had written before its worker died: by the Log, which has exactly what was committed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import connection

from haoke.core import registry
from haoke.core.records.reading import titles
from haoke.core.transfer.drafts import Draft
from haoke.core.transfer.verdicts import Judged, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.writing import Carried

_WRITTEN = "SELECT record, object, bool_or(verb = 'create') FROM log.entry WHERE change = %s GROUP BY record, object"


class Written(NamedTuple):
    """A record an earlier attempt wrote."""

    object: str
    created: bool


def written(change: UUID) -> dict[UUID, Written]:
    """{record: what was done to it} under a change; empty for an import that begins."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, [change])
        return {record: Written(key, created) for record, key, created in cursor.fetchall() if _is_known(key)}


def _is_known(key: str) -> bool:
    return key in registry.objects()


def recount(actor: Actor, carried: Carried, before: Mapping[UUID, Written]) -> None:
    """Rows an earlier attempt took are told as made or changed, not as unchanged; its other records are added."""
    for item in carried.judged:
        done = before.get(item.draft.id)
        if done and item.verdict == Verdict.UNCHANGED:
            item.verdict = Verdict.CREATE if done.created else Verdict.UPDATE
    told = {item.draft.id for item in carried.judged}
    missing: dict[str, list[UUID]] = {}
    for record, done in before.items():
        if done.created and record not in told and not registry.get(done.object).parent:
            missing.setdefault(done.object, []).append(record)
    for key, records in missing.items():
        names = titles(actor, registry.get(key), records)
        carried.judged += [
            Judged(Draft(key, "", record, title=names.get(record) or "", exists=True), Verdict.CREATE)
            for record in records
        ]
