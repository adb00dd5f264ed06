"""From the names in a condition to fields and relations the actor may use; nothing else reaches SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.errors import BadValue, Refused
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.registry import Relation
    from haoke.core.spec import ObjectSpec

UNKNOWN = T("There is no field “{field}” here that you may use", "这里没有您可以使用的字段“{field}”")
MASKED = T(
    "“{field}” is masked for you, so it cannot be used to filter, sort, group or add up",
    "“{field}”对您已脱敏，不能用于筛选、排序、分组或合计",
)
NO_REFERENCE = T("“{field}” does not lead to other records", "“{field}”不是关联字段，不能再取下级字段")
NO_OBJECT = T("You may not read the records “{field}” leads to", "您无权查看“{field}”所关联的记录")
NO_RELATION = T("There are no related records “{name}” that you may use", "没有您可以使用的相关记录“{name}”")
SHOWN = 40  # characters of an input that a message repeats


@dataclass(frozen=True, slots=True)
class Path:
    """A field of the object itself, or of the record its reference `via` points at (an object `target`)."""

    field: FieldDef
    via: FieldDef | None = None
    target: ObjectSpec | None = None


def usable(actor: Actor, spec: ObjectSpec, name: str, *, reckoned: bool = False) -> FieldDef:
    """A field whose values the actor may see in full, `reckoned` ones included; raises BadValue."""
    field = access.readable(actor, spec).get(name)
    if field is None:
        found = access.reckoned(actor, spec).get(name) if reckoned else None
        if found is not None:
            return found
        raise BadValue("unknown_field", UNKNOWN.fill(field=shown(name)))
    if access.field_right(actor, spec, name) < FieldRight.READ:
        raise BadValue("masked_field", MASKED.fill(field=field.label))
    return field


def path(actor: Actor, spec: ObjectSpec, text: str, *, reckoned: bool = False) -> Path:
    """The field behind "name" or "reference.name"; raises BadValue."""
    head, dot, tail = text.partition(".")
    field = usable(actor, spec, head, reckoned=reckoned)
    if not dot:
        return Path(field)
    target = field.type.meta().get("target")
    if target is None or len(field.columns) != 1 or field.type.kind in ("multireference", "file"):
        raise BadValue("no_reference", NO_REFERENCE.fill(field=field.label))
    other = registry.get(target)
    if not may_read(actor, other):
        raise BadValue("no_object", NO_OBJECT.fill(field=field.label))
    return Path(usable(actor, other, tail, reckoned=reckoned), field, other)


def relation(actor: Actor, spec: ObjectSpec, name: str) -> Relation:
    """The relation of that name, when the actor may read its records and the field that ties them; raises BadValue."""
    found = registry.relations(spec.key).get(name)
    if found is None or not may_read(actor, registry.get(found.child)):
        raise BadValue("unknown_relation", NO_RELATION.fill(name=shown(name)))
    if found.field is not None:
        usable(actor, registry.get(found.child), found.field)
    return found


def may_read(actor: Actor, spec: ObjectSpec) -> bool:
    """Whether the actor may read any record of the object at all."""
    try:
        access.require(actor, spec, Verb.READ)
    except Refused:
        return False
    return True


def shown(raw: object) -> str:
    """A short form of any input that is safe in a message."""
    text = raw.encode(errors="replace").decode() if isinstance(raw, str) else type(raw).__name__
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
