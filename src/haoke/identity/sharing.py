"""Opening one record to a colleague, a department or a team: never further than one reaches oneself."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from pydantic import AwareDatetime, BaseModel, ConfigDict

from haoke.core import registry
from haoke.core.access import visible_to
from haoke.core.access.actor import Verb
from haoke.core.errors import Denied, Invalid, Missing
from haoke.core.records import changes, gate
from haoke.core.sql import ident
from haoke.core.text import T
from haoke.identity.choices import Level
from haoke.identity.models import RecordShare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec

ONE_RECEIVER = T("Choose one colleague, department or team", "请选择一位同事、一个部门或一个团队")
NOT_SHARED = T("{what} are not shared one by one", "{what}不能单独共享")


class Share(BaseModel):
    """Exactly one receiver, what he may do, and until when."""

    model_config = ConfigDict(extra="forbid")
    user: UUID | None = None
    department: UUID | None = None
    team: UUID | None = None
    level: Literal["read", "write"] = "read"
    until: AwareDatetime | None = None

    @property
    def receiver(self) -> dict[str, UUID]:
        """The one column that names the receiver; raises Invalid."""
        named = {"to_user": self.user, "to_department": self.department, "to_team": self.team}
        found = {column: each for column, each in named.items() if each is not None}
        if len(found) != 1:
            raise Invalid.at("user", "one_receiver", ONE_RECEIVER)
        return found


def share(actor: Actor, key: str, record: UUID, data: Share) -> dict[str, Any]:
    """Share a record, or change what the receiver's share gives; raises Missing, Denied, Invalid."""
    receiver = data.receiver
    given = {"level": data.level, "until": data.until}
    with changes(actor, "share") as tx:
        _lock(tx, registry.get(key), record, data.level)
        former = RecordShare.objects.filter(object=key, record=record, deleted_at=None, **receiver).first()
        if former is None:
            made = tx.add("record_share", {"object": key, "record": record, **receiver, **given})
        else:
            made = tx.set("record_share", former, given)
        tx.note(key, record, "shared", {**{name: str(each) for name, each in receiver.items()}, "level": data.level})
    return next(row for row in _rows(key, record) if row["id"] == str(made.id))


def _lock(tx: Tx, spec: ObjectSpec, record: UUID, level: str) -> None:
    _require_shareable(spec)
    tx.get(spec.key, record, Verb.SHARE)
    if level == Level.WRITE:
        tx.get(spec.key, record, Verb.UPDATE)


def _require_shareable(spec: ObjectSpec) -> None:
    if not spec.shareable:
        raise Invalid(NOT_SHARED.fill(what=spec.label_plural), code="not_shared")


def shares(actor: Actor, key: str, record: UUID) -> list[dict[str, Any]]:
    """Shares of a record that hold, for whoever may share it; raises Missing, Denied, Invalid."""
    spec = registry.get(key)
    _require_shareable(spec)
    seen, may = visible_to(actor, spec), visible_to(actor, spec, Verb.SHARE)
    table = ident(spec.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {may.text} FROM {table} r WHERE r.id = %s AND {seen.text}", [*may.params, record, *seen.params]
        )
        found = cursor.fetchone()
    if found is None:
        raise Missing
    if not found[0]:
        raise Denied
    return _rows(key, record)


def _rows(key: str, record: UUID) -> list[dict[str, Any]]:
    held = Q(until=None) | Q(until__gt=timezone.now())
    found = RecordShare.objects.filter(held, object=key, record=record, deleted_at=None).order_by("created_at", "id")
    return [_shown(row) for row in found.select_related("to_user", "to_department", "to_team")]


def _shown(row: RecordShare) -> dict[str, Any]:
    named = {"user": row.to_user, "department": row.to_department, "team": row.to_team}
    return {
        "id": str(row.id),
        **{name: {"id": str(each.id), "title": each.name} if each else None for name, each in named.items()},
        "level": row.level,
        "until": row.until,
    }


def unshare(actor: Actor, share_id: UUID) -> None:
    """End a share now; raises Missing, Denied."""
    found = RecordShare.objects.filter(pk=share_id, deleted_at=None).first()
    if found is None:
        raise Missing
    with changes(actor, "unshare") as tx:
        _lock(tx, registry.get(found.object), found.record, Level.READ)
        tx.set("record_share", found, {"until": tx.now})
        tx.note(found.object, found.record, "unshared", {"share": str(share_id)})


# -- when somebody hands over ----------------------------------------------------------------------------
def pass_on_shares(tx: Tx, person: UUID, to: UUID) -> dict[str, int]:
    """{passed, kept}: what was opened to a person is opened to another; kept where the actor may not share it so."""
    held = Q(until=None) | Q(until__gt=tx.now)
    found = list(RecordShare._base_manager.filter(held, to_user=person, deleted_at=None).order_by("id"))
    open_ = _sharing(tx.actor, found)
    present = {
        (each.object, each.record)
        for each in RecordShare._base_manager.filter(to_user=to, deleted_at=None).only("object", "record")
    }
    passed = 0
    for each in found:
        if each.id not in open_ or (each.object, each.record) in present:
            continue
        tx.set("record_share", each, {"to_user": to})
        passed += 1
    return {"passed": passed, "kept": len(found) - passed}


def _sharing(actor: Actor, shares: Iterable[RecordShare]) -> set[UUID]:
    """Those of the shares the actor could have given himself; two statements an object."""
    asked: dict[tuple[str, str], dict[UUID, UUID]] = defaultdict(dict)
    for each in shares:
        asked[each.object, Verb.SHARE][each.id] = each.record
        if each.level == Level.WRITE:
            asked[each.object, Verb.UPDATE][each.id] = each.record
    closed: set[UUID] = set()
    for (key, verb), records in asked.items():
        spec = registry.objects().get(key)
        locked = gate.lock(actor, spec, list(set(records.values())), verb) if spec is not None else {}
        closed |= {share for share, record in records.items() if locked.get(record) is None}
    return {share for records in asked.values() for share in records} - closed


def keep_reading(tx: Tx, person: UUID, records: Iterable[tuple[str, UUID]]) -> int:
    """Open records (object, id) to who had them, as far as the actor may share them; how many."""
    by_object: dict[str, list[UUID]] = defaultdict(list)
    for key, record in records:
        by_object[key].append(record)
    wanted: list[tuple[str, UUID]] = []
    for key, ids in by_object.items():
        spec = registry.get(key)
        open_ = gate.lock(tx.actor, spec, ids, Verb.SHARE) if spec.shareable else {}
        wanted += [(key, each) for each in ids if open_.get(each) is not None]
    has = RecordShare._base_manager.filter(record__in=[each for _, each in wanted], to_user=person, deleted_at=None)
    present = set(has.values_list("object", "record"))
    made = [each for each in wanted if each not in present]
    for key, record in made:
        tx.add("record_share", {"object": key, "record": record, "to_user": person, "level": Level.READ.value})
    return len(made)
