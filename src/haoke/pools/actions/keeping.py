"""Giving a record back to a pool, and keeping one from the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.db import connection
from pydantic import BaseModel, Field

from haoke.core import registry
from haoke.core.errors import Conflict, Invalid
from haoke.core.text import T
from haoke.pools.actions.parts import pass_on
from haoke.pools.models import Pool
from haoke.pools.queries import quotas

if TYPE_CHECKING:
    from haoke.core.records import Tx
    from haoke.core.records.model import Record

NO_POOL = T("There is no pool in use for it; ask an administrator", "没有启用的公海，请联系管理员")
WHICH = T("Choose a pool of {object}", "请选择{object}的公海")
NOBODYS = T("Nobody has it", "该记录没有负责人")
LOCKED_ENOUGH = T("{has} of at most {most} are locked; unlock one first", "已锁定 {has} 条，上限 {most} 条，请先解锁")


class Return(BaseModel):
    """Why it is given back; into which pool, if there are several."""

    reason: Annotated[
        str, Field(title=T("Reason", "原因"), min_length=1, max_length=500, json_schema_extra={"kind": "longtext"})
    ]
    pool: UUID | None = None


def return_to_pool(tx: Tx, record: Record, data: Return) -> None:
    """Nobody has it from now on; it stands in the pool."""
    key = registry.by_model(type(record)).key
    if record.owner_id is None:
        raise Conflict(NOBODYS, code="unowned")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('haoke.obtained', 'returned', true), set_config('haoke.ownership_reason', %s, true)",
            [data.reason],
        )
        owner = record.owner_id
        tx.set(key, record, {"owner": None, "pool": _pool(key, data.pool)})
        pass_on(tx, key, [(record.pk, owner, None)])
        cursor.execute("SELECT set_config('haoke.obtained', '', true), set_config('haoke.ownership_reason', '', true)")


def _pool(key: str, wanted: UUID | None) -> UUID:
    found = Pool._base_manager.filter(object=key, active=True, deleted_at=None).order_by("-collects", "order", "id")
    ids = list(found.values_list("id", flat=True))
    if not ids:
        raise Conflict(NO_POOL, code="no_pool")
    if wanted is not None and wanted not in ids:
        raise Invalid.at("pool", "not_found", WHICH.fill(object=registry.get(key).label_plural))
    return wanted or ids[0]


def lock_record(tx: Tx, record: Any, _: None) -> None:
    """No rule takes it away; its owner's quota of locked ones is used."""
    key = registry.by_model(type(record)).key
    if record.owner_id is None:
        raise Conflict(NOBODYS, code="unowned")
    if record.locked:
        return
    quotas.wait_for([record.owner_id], key)
    standing = quotas.standing(record.owner_id, key, "locked")
    if standing and standing["has"] >= standing["most"]:
        raise Conflict(LOCKED_ENOUGH.fill(**standing), code="quota")
    tx.set(key, record, {"locked": True})


def unlock_record(tx: Tx, record: Any, _: None) -> None:
    """The rules apply to it again."""
    tx.set(registry.by_model(type(record)).key, record, {"locked": False})
