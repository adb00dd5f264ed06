"""How far the indexes of an object's fast fields are, as anybody with the application's rights can see it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.indexing.making import THERE
from haoke.core.indexing.models import FastField, IndexWork
from haoke.core.indexing.shapes import fits, indexes
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from haoke.core.spec import ObjectSpec

#: What every table has an index for, besides that of its title.
FAST_ALREADY = ("updated_at", "owner", "department")
#: Set for the children of a supervisor that has the owner's login.
OWNER_WORKS = "HAOKE_OWNER_WORKS"


def states(spec: ObjectSpec) -> dict[str, Any]:
    """`{items: [{id, version, field, state, share, message}], able: [field], maker}`.

    `state`: "waiting", "making" (`share` in percent), "ready" or "failed"; `maker`: whether a process makes indexes.
    """
    there = {name for name, valid in rows(Sql(THERE)) if valid}
    work = {each.name: each for each in IndexWork.objects.all()}
    fast = FastField._base_manager.filter(object=spec.key, deleted_at=None).order_by("created_at")
    fields = registry.fields(spec.key)
    items = [
        {"id": str(each.id), "version": each.version, "field": each.field, **_state(names, there, work)}
        for each in fast
        if each.field in fields
        for names in [[index.name for index in indexes(spec, fields[each.field])]]
    ]
    able = [name for name, field in fields.items() if fits(field) and name not in (spec.title, *FAST_ALREADY)]
    return {"items": items, "able": able, "maker": os.environ.get(OWNER_WORKS) == "1"}


def _state(names: list[str], there: set[str], work: dict[str, IndexWork]) -> dict[str, Any]:
    if there.issuperset(names):
        return {"state": "ready", "share": 100, "message": ""}
    noted = [work[name] for name in names if name in work]
    failed = next((each for each in noted if each.failed), None)
    if failed:
        return {"state": "failed", "share": 0, "message": failed.message}
    share = sum(100 if name in there else work[name].share if name in work else 0 for name in names) // len(names)
    return {"state": "making" if noted else "waiting", "share": share, "message": ""}
