"""Checking in at a customer's and out again; the server judges how far away that was, never the phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from pydantic import BaseModel, Field

from haoke.core import registry
from haoke.core.errors import Conflict, Denied, Invalid, Missing
from haoke.core.text import T
from haoke.identity.queries import visit_radius
from haoke.inbox.models import Activity, Position
from haoke.inbox.visits import places

if TYPE_CHECKING:
    from haoke.core.records import Tx
    from haoke.inbox.visits.places import Place, Point

IN, OUT = "in", "out"
NO_VISIT = T("Only a visit is checked into", "只有拜访可以签到")
HALF = T("Give latitude and longitude, or neither", "纬度与经度须同时填写或都不填")
TWICE = T("You have checked in here already", "已经签到过了")
NOT_IN = T("Check in first", "请先签到")
LEFT = T("You have checked out already", "已经签退过了")
FAR = T("You are about {n} m from the customer: say why", "您距离客户约 {n} 米，请填写原因")
#: Fields of an activity that only these steps set.
VISITED = ("checked_in", "checked_out", "distance", "far_reason", "marks", "photo", "photo_hash", "sent_at")
#: What was recorded without a network is taken that long; a phone's clock may be ahead by a little.
OLDEST: Final = timedelta(hours=72)
_AHEAD: Final = timedelta(minutes=2)
TO_COME = T(
    "This was recorded at a time that is still to come; check the phone's clock", "记录时间晚于当前时间，请检查手机时钟"
)
TOO_OLD = T("This was recorded more than {n} hours ago and is not taken any more", "记录已超过 {n} 小时，不再接受补传")
BEFORE_IN = T("You checked in after that", "签退时间早于签到时间")
#: A device that served somebody else as lately as that is shared.
_LATELY: Final = timedelta(days=30)


def _number(title: T, least: float, most: float) -> Any:
    extra = {"kind": "decimal"}
    return Field(None, title=title, ge=least, le=most, allow_inf_nan=False, json_schema_extra=dict(extra))


class Here(BaseModel):
    """Where a phone says it is, in WGS-84, metres of accuracy; nothing: the visitor did not want to say.

    `device`: what the browser calls itself, kept as a digest · `at`: when it was recorded, if there was no network.
    """

    latitude: float | None = _number(T("Latitude", "纬度"), -90, 90)
    longitude: float | None = _number(T("Longitude", "经度"), -180, 180)
    accuracy: float | None = _number(T("Metres of accuracy", "定位精度（米）"), 0, 1_000_000)
    device: str = Field("", max_length=64, title=T("Device", "设备"))
    at: datetime | None = Field(None, title=T("Recorded at", "记录时间"))

    @property
    def point(self) -> Point | None:
        """(latitude, longitude) as they are kept; raises Invalid for half of it."""
        if (self.latitude is None) != (self.longitude is None):
            raise Invalid.at("latitude", "half_a_position", HALF)
        if self.latitude is None or self.longitude is None:
            return None
        return round(self.latitude, 6), round(self.longitude, 6)


class CheckIn(Here):
    """`reason`: why so far from the customer; `photo`: an uploaded file, `photo_hash` the SHA-256 of the picture before
    anything was written on it; `fix`: here is where the customer is."""

    reason: str = Field("", max_length=300, title=T("Why far away", "位置异常原因"))
    photo: UUID | None = None
    photo_hash: str | None = Field(None, pattern="^[0-9a-f]{64}$")
    fix: bool = Field(default=False, title=T("The customer is here", "此处即客户位置"))


class CheckOut(Here):
    """How the visit went."""

    body: str | None = Field(None, max_length=20_000)


def check_in(tx: Tx, record: Activity, data: CheckIn) -> dict[str, Any]:
    """Begin a visit: {distance, far, marks, fixed}; raises Invalid when far away without a reason, Conflict."""
    if record.kind != "visit":
        raise Invalid.at("kind", "no_visit", NO_VISIT)
    if record.checked_in:
        raise Conflict(TWICE, code="checked_in")
    when, point, place = _when(tx, data), data.point, _place(tx, record)
    fixed = data.fix and _fix(tx, place, point)
    distance = 0 if fixed else _distance(point, place)
    far = distance is not None and distance > visit_radius()
    if far and not data.reason.strip():
        raise Invalid.at("reason", "far_away", FAR.fill(n=distance))
    marks = _marks(tx, record, data, far=far) + (["fixed"] if fixed else [])
    tx.set("activity", record, {
        "checked_in": when, "distance": distance, "far_reason": data.reason.strip() or None, "marks": marks or None,
        "photo": {"id": str(data.photo)} if data.photo else None, "photo_hash": data.photo and data.photo_hash,
        "sent_at": tx.now if data.at else None,
    })  # fmt: skip
    _keep(tx, record, IN, data, when)
    return {"distance": distance, "far": far, "marks": marks, "fixed": fixed}


def check_out(tx: Tx, record: Activity, data: CheckOut) -> dict[str, Any]:
    """End a visit: it is done, its minutes are counted; {minutes}. Raises Conflict, Invalid."""
    if not record.checked_in:
        raise Conflict(NOT_IN, code="not_checked_in")
    if record.checked_out:
        raise Conflict(LEFT, code="checked_out")
    when, distance = _when(tx, data), _distance(data.point, _place(tx, record))
    if when < record.checked_in:
        raise Invalid.at("at", "order", BEFORE_IN)
    away = ["left_elsewhere"] if distance is not None and distance > visit_radius() else []
    marks = list(dict.fromkeys([*(record.marks or ()), *_marks(tx, record, data, far=False), *away]))
    minutes = round((when - record.checked_in).total_seconds() / 60)
    sent = {"sent_at": tx.now} if data.at else {}
    tx.set("activity", record, {"checked_out": when, "duration": minutes, "marks": marks or None} | sent)
    tx.update("activity", record, {"done": True, "done_at": when} | ({"body": data.body} if data.body else {}))
    _keep(tx, record, OUT, data, when)
    return {"minutes": minutes}


def _when(tx: Tx, data: Here) -> datetime:
    """When it was: now, or when it was recorded without a network; raises Invalid for what is to come or too old."""
    if data.at is None:
        return tx.now
    at = data.at if data.at.tzinfo else data.at.replace(tzinfo=UTC)
    if at > tx.now + _AHEAD:
        raise Invalid.at("at", "future", TO_COME)
    if at < tx.now - OLDEST:
        raise Invalid.at("at", "too_old", TOO_OLD.fill(n=round(OLDEST.total_seconds() / 3600)))
    return min(at, tx.now)


def _place(tx: Tx, record: Activity) -> Place | None:
    return places.place_of(tx.actor, places.tied(record.id))


def _distance(point: Point | None, place: Place | None) -> int | None:
    return round(places.apart(point, place.at)) if point and place and place.at else None


def _fix(tx: Tx, place: Place | None, point: Point | None) -> bool:
    """Write down where the customer is, if nobody did; not for whoever may not change the customer."""
    if place is None or point is None or place.at or not places.readable(tx.actor, registry.get(place.object)):
        return False
    try:
        tx.update(place.object, place.record, dict(zip(places.FIELDS, map(str, point), strict=True)))
    except (Denied, Missing):
        return False
    return True


def _marks(tx: Tx, record: Activity, data: Here, *, far: bool) -> list[str]:
    """What a superior may want to look at."""
    found = (["far"] if far else []) + (["sent_later"] if data.at else [])
    if record.owner_id not in (None, tx.actor.id):
        found.append("by_other")
    point = data.point
    if point is None:
        return [*found, "no_position"]
    others = Position.objects.exclude(activity=record.id)
    if others.filter(user=tx.actor.id, latitude=str(point[0]), longitude=str(point[1])).exists():
        found.append("same_position")
    lately = others.filter(device=_digest(data.device)).exclude(user=tx.actor.id)
    if data.device and lately.filter(at__gt=tx.now - _LATELY).exists():
        found.append("shared_device")
    return found


def _keep(tx: Tx, record: Activity, way: str, data: Here, when: datetime) -> None:
    if (point := data.point) is None:
        return
    Position.objects.create(
        activity=record.id, user=tx.actor.id, way=way, latitude=str(point[0]), longitude=str(point[1]),
        accuracy=None if data.accuracy is None else round(data.accuracy), datum=places.DATUM,
        device=_digest(data.device) if data.device else "", at=when,
    )  # fmt: skip


def _digest(device: str) -> str:
    return blake2b(device.encode(), digest_size=16).hexdigest()
