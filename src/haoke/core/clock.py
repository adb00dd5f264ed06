"""The present moment and the company's time zone; both can be set for a block, in tests and for re-computing."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

_moment: ContextVar[dt.datetime | None] = ContextVar("haoke_now", default=None)
_zone: ContextVar[ZoneInfo | None] = ContextVar("haoke_zone", default=None)
_fiscal: ContextVar[int] = ContextVar("haoke_fiscal_start", default=1)
DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return _moment.get() or dt.datetime.now(dt.UTC)


def timezone() -> ZoneInfo:
    """The company's time zone."""
    return _zone.get() or DEFAULT_ZONE


def today() -> dt.date:
    """The date it is in the company's time zone."""
    return now().astimezone(timezone()).date()


@contextmanager
def frozen(at: dt.datetime) -> Iterator[None]:
    """Make `now()` answer `at` (aware) inside the block."""
    token = _moment.set(at.astimezone(dt.UTC))
    try:
        yield
    finally:
        _moment.reset(token)


@contextmanager
def in_zone(name: str) -> Iterator[None]:
    """Make the IANA zone `name` the company's inside the block; ZoneInfoNotFoundError for an unknown one."""
    token = _zone.set(ZoneInfo(name))
    try:
        yield
    finally:
        _zone.reset(token)


def fiscal_start() -> int:
    """The month (1 to 12) the company's business year begins with."""
    return _fiscal.get()


@contextmanager
def in_fiscal_year(month: int) -> Iterator[None]:
    """Make business years begin with `month` inside the block."""
    token = _fiscal.set(month)
    try:
        yield
    finally:
        _fiscal.reset(token)
