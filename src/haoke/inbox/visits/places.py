"""Where customers are, and how far apart two places lie; all in WGS-84, as phones give it."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, hypot, radians, sin
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight
from haoke.core.metadata import derived
from haoke.core.records import gate, storage
from haoke.core.sql import Sql
from haoke.inbox.models import ActivityLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

LATITUDE, LONGITUDE = FIELDS = ("latitude", "longitude")
DATUM: Final = "WGS-84"
#: Metres of the earth's mean radius.
_RADIUS: Final = 6_371_008.8

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A customer's record and where it is (None: nobody said yet)."""

    object: str
    record: UUID
    at: Point | None


def apart(one: Point, other: Point) -> float:
    """Metres between two points (latitude, longitude in degrees) along the ground."""
    (north, east), (to_north, to_east) = ([radians(each) for each in point] for point in (one, other))
    rise, run = sin((to_north - north) / 2), sin((to_east - east) / 2)
    return 2 * _RADIUS * asin(min(1.0, hypot(rise, run * (cos(north) * cos(to_north)) ** 0.5)))


@derived
def placed() -> frozenset[str]:
    """Keys of the objects whose records have a place."""
    return frozenset(key for key in registry.objects() if set(FIELDS) <= registry.fields(key).keys())


def readable(actor: Actor, spec: ObjectSpec) -> bool:
    """Whether the actor may know where records of the object are."""
    return all(access.field_right(actor, spec, name) >= FieldRight.READ for name in FIELDS)


def place_of(actor: Actor, related: Iterable[tuple[str, UUID]]) -> Place | None:
    """Where the customer is whom a visit is about, by its records or what these point at, as far as the actor sees
    them; the first that says it, else the first that could."""
    found = list(_places(actor, list(related)))
    return next((each for each in found if each.at), found[0] if found else None)


def tied(activity: UUID) -> list[tuple[str, UUID]]:
    """[(object, record)] an activity is about."""
    rows = ActivityLink._base_manager.filter(activity_id=activity, deleted_at=None).order_by("id")
    return list(rows.values_list("object", "record"))


def _places(actor: Actor, related: list[tuple[str, UUID]]) -> Iterator[Place]:
    pointed = [each for key, record in related if key not in placed() for each in _pointed(actor, key, record)]
    wanted = list(dict.fromkeys([*(each for each in related if each[0] in placed()), *pointed]))
    hidden = gate.unseen(actor, wanted)
    for key, record in wanted:
        if (key, record) not in hidden and (row := _row(key, record)) is not None:
            # Distances from chosen points would tell a position that is hidden.
            told = [row[name] for name in FIELDS if row[name] is not None and readable(actor, registry.get(key))]
            yield Place(key, record, (float(told[0]), float(told[1])) if len(told) == len(FIELDS) else None)


def _pointed(actor: Actor, key: str, record: UUID) -> Iterator[tuple[str, UUID]]:
    """What a record points at that has a place, through fields the actor may read."""
    row = None if gate.unseen(actor, [(key, record)]) else _row(key, record)
    if row is None:
        return
    for name, field in access.readable(actor, registry.get(key)).items():
        target = field.type.meta().get("target")
        if target in placed() and field.type.kind == "reference" and row[name]:
            yield target, row[name]


def _row(key: str, record: UUID) -> dict[str, Any] | None:
    spec = registry.get(key)
    found = storage.fetch(
        Sql(f"SELECT {storage.listed(storage.columns(spec))} FROM {storage.table(spec.model)} WHERE id = %s", (record,))
    )
    return storage.values(spec, found[0]) if found else None
