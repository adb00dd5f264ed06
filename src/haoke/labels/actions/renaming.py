"""A tag gets another name on all records at once, or becomes one that is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import registry
from haoke.core.errors import Invalid
from haoke.core.fieldtypes import normal
from haoke.core.records import storage
from haoke.core.records.batch import Batch
from haoke.core.sql import Sql
from haoke.core.text import T
from haoke.labels.models import Tag
from haoke.labels.queries.reading import TAGS

if TYPE_CHECKING:
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec

RULED = T("A tag that a rule gives cannot become another", "由规则维护的标签不能合并")
_MOVE = """UPDATE labels_standing s SET value = %s
    WHERE s.object = %s AND s.field = %s AND s.value = %s AND NOT EXISTS (
    SELECT 1 FROM labels_standing o WHERE o.object = s.object AND o.record = s.record AND o.field = s.field
    AND o.value = %s)"""


class Renaming(BaseModel):
    """The new name, or that of the tag it becomes."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(max_length=60)


def rename_tag(tx: Tx, record: Tag, data: Renaming) -> dict[str, Any]:
    """{records}: how many have it; where a tag of the new name is there, this one becomes it and goes to the bin."""
    spec = registry.get(record.object)
    (name,) = registry.field(spec.key, TAGS).type.clean([data.name]) or ("",)
    old = record.name
    same = [
        each
        for each in Tag._base_manager.filter(object=spec.key, deleted_at=None).exclude(id=record.id)
        if normal.key(each.name) == normal.key(name)
    ]
    if same and (record.condition is not None or same[0].condition is not None):
        raise Invalid.at("name", "by_rule", RULED)
    name = same[0].name if same else name
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [name, spec.key, TAGS, old, name])
    count = _on_records(tx, spec, old, name)
    if same:
        tx.delete("tag", record.id)
    else:
        tx.update("tag", record.id, {"name": name})
    return {"records": count}


def _on_records(tx: Tx, spec: ObjectSpec, old: str, name: str) -> int:
    kind = registry.field(spec.key, TAGS).type
    query = f"SELECT id, tags FROM {storage.table(spec.model)} WHERE tags @> ARRAY[%s]::text[] ORDER BY id FOR UPDATE"
    rows = storage.fetch(Sql(query, (old,)))
    lines = [
        (row["id"], None, {TAGS: kind.clean([name if each == old else each for each in row[TAGS]])}) for row in rows
    ]
    return sum(verdict.taken for verdict in Batch(tx, spec, trusted=True).rows(lines))
