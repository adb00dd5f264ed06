"""Cleaning carried out: a group of suggestions as one bulk change, and what is right as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core import access
from haoke.core.access.actor import Verb
from haoke.core.bulk import runs
from haoke.core.bulk.work import Work
from haoke.core.errors import Missing
from haoke.dataquality.models import CleaningFind
from haoke.dataquality.queries import cleaning
from haoke.dataquality.rules.cleaners import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.bulk.models import BulkRun
    from haoke.core.spec import ObjectSpec

NAME: Final = "clean_values"


def prepare(actor: Actor, spec: ObjectSpec, kind: str, name: str, besides: Sequence[UUID]) -> BulkRun:
    """The group as a bulk change that has been tried, or is being tried by a job; raises Missing for none."""
    access.require(actor, spec, Verb.UPDATE)
    marks = cleaning.chosen(actor, spec, kind, name, besides) if kind in BY_KEY else []
    if not marks:
        raise Missing
    known = cleaning.spelled(spec.key).get(name, {})
    work = Work(each={"by": "cleaning", "kind": kind, "field": name, "known": dict(known)}, told=NAME)
    return runs.tried(actor, spec, marks, work)


def never(actor: Actor, spec: ObjectSpec, kind: str, name: str, ids: Sequence[UUID], *, never: bool) -> None:
    """Keep some of a group out of it, or let them in again; raises Missing when one is not in it."""
    found = cleaning.among(actor, spec, kind, name, ids, never=not never)
    if len(found) < len(set(ids)):
        raise Missing
    CleaningFind.objects.filter(object=spec.key, kind=kind, field=name, record__in=found).update(never=never)
