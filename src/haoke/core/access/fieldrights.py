"""What an actor may do with each field of an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.access.actor import SYSTEM_ID, Actor, FieldRight, Scope, Verb
from haoke.core.access.scopes import ANY, scope_of
from haoke.core.metadata import derived

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

PERSONAL = "@personal"
#: Without these no client could name a record or write it back.
_ALWAYS = frozenset({"id", "version"})
#: Whose a record is: changed by whoever may assign it.
BY_ASSIGNING = frozenset({"owner", "department"})


def restricted(rights: Mapping[str, Mapping[str, FieldRight]], spec: ObjectSpec, field: FieldDef) -> FieldRight:
    """Right a table gives: WRITE unless the object's row or "*" names the field, or "@personal" for a personal one."""
    for row in (spec.key, ANY):
        named = rights.get(row, {})
        if field.name in named:
            return named[field.name]
        if field.personal and PERSONAL in named:
            return named[PERSONAL]
    return FieldRight.WRITE


def _right(actor: Actor, spec: ObjectSpec, field: FieldDef) -> FieldRight:
    if field.name in _ALWAYS:
        return FieldRight.READ
    if field.name in registry.off_fields(spec.key):
        return FieldRight.HIDDEN
    return FieldRight.WRITE if actor.admin else restricted(actor.fields, spec, field)


def field_right(actor: Actor, spec: ObjectSpec, field_name: str) -> FieldRight:
    """Hidden, masked, read or write; raises Missing for a field the object does not have."""
    return _right(actor, spec, registry.field(spec.key, field_name))


def readable(actor: Actor, spec: ObjectSpec) -> dict[str, FieldDef]:
    """{name: field} of all fields that are not hidden, in the object's order; masked ones included."""
    tables = [] if actor.admin else [actor.fields.get(row, {}) for row in (spec.key, ANY)]
    return dict(_shown(spec.key, actor.admin, *(tuple(table.items()) for table in tables)))


@derived
def _shown(key: str, admin: bool, *tables: tuple[tuple[str, FieldRight], ...]) -> dict[str, FieldDef]:
    """Of whoever has these tables for the object and for every object: asked dozens of times for one page."""
    spec, rights = registry.get(key), dict(zip((key, ANY), map(dict, tables), strict=False))
    who = Actor(SYSTEM_ID, admin=admin, fields=rights)
    return {name: field for name, field in registry.fields(key).items() if _right(who, spec, field) > FieldRight.HIDDEN}


def writable(actor: Actor, spec: ObjectSpec) -> set[str]:
    """Fields a form of this actor may set; owner and department only for who may assign."""
    closed = BY_ASSIGNING if scope_of(actor, spec, Verb.ASSIGN) is Scope.NONE else frozenset[str]()
    return {
        name
        for name, field in registry.fields(spec.key).items()
        if not field.readonly and name not in closed and _right(actor, spec, field) is FieldRight.WRITE
    }
