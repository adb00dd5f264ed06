"""Where records of one object are named by others, derived from the registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.metadata import derived
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from haoke.core.spec import ObjectSpec

ONE, MANY, TIED, TEXT = "one", "many", "tied", "text"


@dataclass(frozen=True, slots=True)
class Pointer:
    """A `column` of `spec`'s table, of its `field`, that names records of one object.

    `kind`: one id, many ids, an id tied by the object's key in the column `object`, or a document of a setting that may
    name one.
    """

    spec: ObjectSpec
    field: str
    column: str
    kind: str
    object: str = ""

    def names(self, key: str, record: UUID, alias: str = "r") -> Sql:
        """Condition: the row of `alias` names the record (of object `key`) here."""
        place = f"{alias}.{ident(self.column)}"
        if self.kind == MANY:
            return Sql(f"{place} @> ARRAY[%s]::uuid[]", (record,))
        if self.kind == TEXT:
            return Sql(f"strpos({place}::text, %s) > 0", (str(record),))
        if self.kind == TIED:
            # What is no longer tied is not looked for, so that the index of what is serves.
            return Sql(
                f"{place} = %s AND {alias}.{ident(self.object)} = %s AND {alias}.deleted_at IS NULL", (record, key)
            )
        return Sql(f"{place} = %s", (record,))

    def renamed(self, into: UUID, gone: UUID) -> Sql:
        """What the column holds once `gone` is called `into`."""
        place = ident(self.column)
        if self.kind == MANY:
            one = f"CASE WHEN {place} @> ARRAY[%s]::uuid[] THEN array_remove({place}, %s)"
            return Sql(f"{one} ELSE array_replace({place}, %s, %s) END", (into, gone, gone, into))
        if self.kind == TEXT:
            return Sql(f"replace({place}::text, %s, %s)::jsonb", (str(gone), str(into)))
        return Sql("%s", (into,))


@derived
def pointers(key: str) -> tuple[Pointer, ...]:
    """Every way in which a record of any object may name one of this object."""
    return tuple(_pointers(key))


def _pointers(key: str) -> Iterator[Pointer]:
    for spec in registry.objects().values():
        fields = registry.fields(spec.key)
        for name, each in fields.items():
            if each.type.meta().get("target") == key and each.type.kind in ("reference", "multireference"):
                yield Pointer(spec, name, each.columns[0], ONE if each.type.kind == "reference" else MANY)
            elif each.type.kind == "json" and spec.group == "settings" and name not in spec.locked:
                yield Pointer(spec, name, each.columns[0], TEXT)
        if tie := tied(spec):
            yield Pointer(spec, tie[1], fields[tie[1]].columns[0], TIED, fields[tie[0]].columns[0])


def tied(spec: ObjectSpec) -> tuple[str, str] | None:
    """(object, record) fields by which rows of the object name one record of any object."""
    whole = tying(spec)
    link = whole.links if whole else None
    found = spec.about or (link and (link.object, link.record)) or spec.regards or ("object", "record")
    return found if set(found) <= registry.fields(spec.key).keys() else None


def tying(spec: ObjectSpec) -> ObjectSpec | None:
    """The object whose records the rows of this one tie to others."""
    return next((each for each in registry.objects().values() if each.links and each.links.model is spec.model), None)
