"""The company this installation belongs to: one record, read often and changed seldom."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import InterfaceError, OperationalError

from haoke.core import limits
from haoke.core.clock import in_fiscal_year, in_zone
from haoke.core.fieldtypes.currencies import based_on
from haoke.identity.models import Company

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from haoke.core.records import Tx

#: Seconds a process may go on with what it has read.
FRESH = 2.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What every request needs to know of the company; `started` is None until somebody chose how to begin."""

    name: str = ""
    currency: str = "CNY"
    language: str = "zh"
    time_zone: str = "Asia/Shanghai"
    started: str | None = None
    fiscal_start: int = 1
    logo: str | None = None
    visit_radius: int = 300
    position_days: int = 90
    answer_days: int = 15
    only_agreed: bool = False
    retention: bool = False
    cleaning_day: str = "sunday"


@dataclass(slots=True)
class _Kept:
    settings: Settings = Settings()
    until: float = 0.0


_kept = _Kept()


def settings() -> Settings:
    """The company's settings, at most `FRESH` seconds old; with them the limits of reading."""
    if time.monotonic() >= _kept.until:
        with suppress(OperationalError, InterfaceError):  # the database is away: what was true will do for a message
            _kept.settings = _read()
            limits.refresh()
        _kept.until = time.monotonic() + FRESH
    return _kept.settings


def now() -> Settings:
    """The settings as of this moment: another process may have begun the company just now."""
    forget()
    return settings()


def forget() -> None:
    """Read again at the next call."""
    _kept.until = 0.0


def _read() -> Settings:
    names = (
        "name", "currency", "language", "time_zone", "started", "fiscal_start", "logo", "visit_radius", "position_days",
        "answer_days", "only_agreed", "retention", "cleaning_day",
    )  # fmt: skip
    row = Company.objects.filter(deleted_at=None).order_by("created_at", "id").values_list(*names).first()
    if row is None:
        return Settings()
    name, currency, language, zone, started, fiscal_start, logo, *others = row
    return Settings(name or "", currency, language, zone, started, fiscal_start, (logo or {}).get("id"), *others)


def start(tx: Tx, values: Mapping[str, str], how: str) -> None:
    """Set the company's settings, making its record the first time; `how` it began ("demo" or "own") is for keeps."""
    found = Company.objects.filter(deleted_at=None).order_by("created_at", "id").first()
    record = tx.create("company", dict(values)) if found is None else tx.update("company", found, dict(values))
    tx.set("company", record, {"started": how})
    forget()


def logo() -> UUID | None:
    """The file of the logo as of now: whoever has just changed it looks at once."""
    found = Company.objects.filter(deleted_at=None).order_by("created_at", "id").values_list("logo", flat=True).first()
    return UUID(found["id"]) if found else None


def applied_preset() -> str | None:
    """Key of the industry preset last applied."""
    return Company.objects.filter(deleted_at=None).order_by("created_at", "id").values_list("preset", flat=True).first()


def remember_preset(tx: Tx, key: str) -> None:
    """Write down which industry preset was applied."""
    found = Company.objects.filter(deleted_at=None).order_by("created_at", "id").first()
    if found is not None:
        tx.set("company", found, {"preset": key})


@contextmanager
def ours() -> Iterator[None]:
    """Inside the block amounts without a currency, days and aggregates are the company's."""
    found = settings()
    with based_on(found.currency), in_zone(found.time_zone), in_fiscal_year(found.fiscal_start):
        yield
