"""Which objects can stand in pools, and which of its records do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from django.db import connection

from haoke.core import registry

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.spec import Change, ObjectSpec

#: The reference of a record to the pool it stands in.
PLACE: Final = "pool"
#: Fields of such an object that only actions set.
PLACED: Final = (PLACE, "locked", "protected_until")


def poolable(spec: ObjectSpec) -> bool:
    """Whether records of the object can stand in pools."""
    field = registry.fields(spec.key).get(PLACE)
    return field is not None and field.type.meta().get("target") == "pool" and PLACE in spec.locked


def stands_where_it_belongs(change: Change) -> None:
    """What somebody has stands in no pool; what nobody has any more, in the one that takes such records."""
    after = change.after
    passed = change.creating or "owner" in change.changed
    if after["owner"] is not None:
        after[PLACE] = None
        if passed and not change.creating:
            _released(change)
    elif passed and "pool" not in registry.off():
        if PLACE not in change.changed:
            after[PLACE] = _collecting(change.object)
        _released(change)


def _released(change: Change) -> None:
    """A lock and a protection belong to the owner they were given to."""
    change.after["locked"] = False
    if "protected_until" not in change.changed:
        change.after["protected_until"] = None


# One reading serves all rows of a transaction: an import has thousands.
_read: WeakKeyDictionary[Any, dict[str, UUID]] = WeakKeyDictionary()


def _collecting(key: str) -> UUID | None:
    """The pool that takes records of the object without an owner."""
    block = connection.atomic_blocks[-1] if connection.atomic_blocks else None
    known = _read.get(block) if block is not None else None
    if known is None:
        known = _load()
        if block is not None:
            _read[block] = known
    return known.get(key)


def _load() -> dict[str, UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (object) object, id FROM pools_pool WHERE deleted_at IS NULL AND active AND collects"
            ' ORDER BY object, "order", id'
        )
        return dict(cursor.fetchall())
