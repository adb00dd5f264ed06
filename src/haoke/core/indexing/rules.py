"""What a fast field must be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.indexing.models import FastField
from haoke.core.indexing.shapes import fits
from haoke.core.spec import RuleBroken
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.spec import Change

#: Every index is written with every record.
MOST: Final = 12
NO_OBJECT = T("There is no such object that you may read", "没有您可以查看的此对象")
NO_FIELD = T("“{object}” has no field “{field}”", "“{object}”没有字段“{field}”")
NOT_FIT = T(
    "Fields of this kind cannot be made fast: long texts, addresses and files have no index",
    "此类字段不能加速：长文本、地址和文件无法建立索引",
)
TOO_MANY = T(
    "An object has at most {most} fast fields, because each makes saving slower; take one away first",
    "每个对象最多 {most} 个加速字段（每个都会使保存变慢），请先取消其他字段的加速",
)


def can_be_fast(change: Change) -> None:
    """An object and a field of it that its author reads and an index can hold."""
    if not change.changed & {"object", "field"}:
        return
    after = change.after
    spec = registry.objects().get(after["object"])
    if spec is None or spec.internal or access.scope_of(change.actor, spec, Verb.READ) is Scope.NONE:
        raise RuleBroken.at("object", "no_object", NO_OBJECT)
    field = access.readable(change.actor, spec).get(after["field"])
    if field is None:
        raise RuleBroken.at("field", "no_field", NO_FIELD.fill(object=spec.label, field=after["field"]))
    if not fits(field):
        raise RuleBroken.at("field", "not_fit", NOT_FIT)
    if FastField._base_manager.filter(object=spec.key, deleted_at=None).count() >= MOST:
        raise RuleBroken.at("field", "too_many", TOO_MANY.fill(most=MOST))
