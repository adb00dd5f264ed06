"""One masked value of one record in full: by right, counted for the day, and in the record's Log."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from haoke.core import access, clock
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.errors import Denied, Invalid, TooMany
from haoke.core.limits.metering import most
from haoke.core.limits.models import Unmasking
from haoke.core.records import changes, reading
from haoke.core.text import T

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

#: How long it is listed who looked.
KEEP: Final = timedelta(days=366)
NAME: Final = "unmaskings_per_day"
BY_HAND = T("Only a person at the screen has masked values shown", "脱敏内容只能由人员在界面上查看")
NOT_MASKED = T("This field is not masked for you", "该字段对您未脱敏")
SPENT = T(
    "You have looked at {most} masked values today, which is the limit; it begins anew at midnight. An administrator"
    " can raise it under Reading limits",
    "您今天已查看 {most} 项脱敏内容，达到上限，零点后重新计算。管理员可在“读取限额”中调高",
)
#: Two windows of one person wait for each other, so that neither counts without the other.
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended('unmasking ' || %s, 0))"


def may(actor: Actor, spec: ObjectSpec) -> bool:
    """Whether the actor may have masked values shown at all: nobody who only looks as another, and no program."""
    return actor.seen_by is None and actor.key is None and access.scope_of(actor, spec, Verb.UNMASK) > Scope.NONE


def unmask(actor: Actor, spec: ObjectSpec, record: UUID, field: str) -> dict[str, Any]:
    """{value: its output, left: how many more today}; raises Denied, Missing, Invalid, TooMany "unmaskings"."""
    access.require(actor, spec, Verb.UNMASK)
    if actor.key is not None:
        raise Denied(BY_HAND, code="narrow_key")
    if field not in access.readable(actor, spec) or access.field_right(actor, spec, field) is not FieldRight.MASKED:
        raise Invalid.at("field", "not_masked", NOT_MASKED)
    own = actor.fields.get(spec.key, {})
    reader = replace(actor, fields={**actor.fields, spec.key: {**own, field: FieldRight.READ}})
    with changes(actor, "unmask") as tx:
        found = reading.read_one(reader, spec, record, Verb.UNMASK, fields=[field])
        left = _count(actor, spec, record, field)
        tx.note(spec.key, record, "unmasked", {"field": field})
    return {"value": found[field], "left": left}


def forget() -> int:
    """Drop what was shown longer ago than it is kept; how many."""
    gone, _ = Unmasking.objects.filter(day__lt=clock.today() - KEEP).delete()
    return gone


def _count(actor: Actor, spec: ObjectSpec, record: UUID, field: str) -> int:
    today, allowed = clock.today(), most(actor, NAME)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(actor.id)])
    shown = Unmasking.objects.filter(person=actor.id, day=today).count()
    if shown >= allowed:
        raise TooMany(SPENT.fill(most=allowed), code="unmaskings")
    Unmasking.objects.create(day=today, person=actor.id, object=spec.key, record=record, field=field)
    return allowed - shown - 1
