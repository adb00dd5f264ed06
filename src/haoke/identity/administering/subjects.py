"""What work is called, and the record it was about."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import jobs, registry
from haoke.core.jobs.loading import load
from haoke.core.records.reading.naming import titles
from haoke.core.text import T, say
from haoke.core.transfer.models import Import

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.jobs.models import Job

#: What an import is found by: it is no record, but has a page.
IMPORT = "import"
IMPORTS = T("Import", "导入")


def called(kind: str) -> str:
    """The name people know a kind of work by; of one this version does not know, its own."""
    load()
    found = jobs.kinds().get(kind)
    return say(found.label) if found else kind


def subjects(actor: Actor, listed: Sequence[Job]) -> dict[UUID, dict[str, Any]]:
    """{job: {label, title, plural, id}} of those about a record; no title where the actor does not see it."""
    load()
    about = {job.id: found for job in listed if (found := _about(job)) is not None}
    wanted: dict[str, set[UUID]] = {}
    for key, record in about.values():
        if record is not None:
            wanted.setdefault(key, set()).add(record)
    known = {key: _titles(actor, key, ids) for key, ids in wanted.items()}
    return {job: _said(key, record, known.get(key, {})) for job, (key, record) in about.items()}


def _about(job: Job) -> tuple[str, UUID | None] | None:
    """Key of the object and id of the record (None: the object as a whole) that a piece of work was about."""
    kind = jobs.kinds().get(job.kind)
    given = job.arguments.get(kind.about[0]) if kind and kind.about else None
    if kind is None or kind.about is None or not isinstance(given, str):
        return None
    key = kind.about[1] or given
    if key != IMPORT and key not in registry.objects():
        return None
    if not kind.about[1]:
        return key, None
    with suppress(ValueError):
        return key, UUID(given)
    return None


def _titles(actor: Actor, key: str, ids: set[UUID]) -> dict[UUID, str | None]:
    if key == IMPORT:
        return dict(Import.objects.filter(id__in=ids).values_list("id", "name"))
    return titles(actor, registry.get(key), ids)


def _said(key: str, record: UUID | None, known: dict[UUID, str | None]) -> dict[str, Any]:
    """What it was about, with a page where the actor can look at it."""
    title = known.get(record) if record else None
    if key == IMPORT:
        return {"label": say(IMPORTS), "title": title, "plural": IMPORT if title else None, "id": str(record)}
    spec = registry.get(key)
    if record is None:
        return {"label": say(spec.label_plural), "title": None, "plural": spec.plural, "id": None}
    seen = title is not None and not spec.internal
    return {"label": say(spec.label), "title": title, "plural": spec.plural if seen else None, "id": str(record)}
