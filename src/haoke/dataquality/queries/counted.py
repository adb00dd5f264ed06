"""Which fields of an object count for the completeness of its records: as set, as shipped, or as its fields suggest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.metadata import derived
from haoke.core.records.storage import fetch
from haoke.core.spec import Weight
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

#: Kinds that say little of whether a record is kept well, or always have a value.
_LEFT: Final = frozenset(
    {"boolean", "json", "file", "longtext", "richtext", "tags", "user", "department", "autonumber", "rating"}
)
#: Kinds a condition can be about: a field with one of a few values.
SWITCHES: Final = frozenset({"choice", "boolean"})
MOST_WEIGHT: Final = 10
GOOD, FAIR = 80, 50
FRESH_DAYS, STALE_DAYS = 30, 90


@dataclass(frozen=True, slots=True)
class When:
    """That another field has one of a few values."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """A field that counts, and how much."""

    field: str
    weight: int
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """How records of an object are measured: `good` and `fair` are percents, the others days without a touch."""

    parts: tuple[Part, ...]
    good: int = GOOD
    fair: int = FAIR
    fresh_days: int = FRESH_DAYS
    stale_days: int = STALE_DAYS


def measurable(spec: ObjectSpec) -> bool:
    """Whether records of the object are business of their own, not parts of others or settings."""
    part = spec.parent or spec.about or spec.links or spec.own or spec.internal or spec.open
    return spec.timeline and not part and spec.group != "settings"


@derived
def measure(key: str) -> Measure | None:
    """How records of an object are measured; None: not at all."""
    spec = registry.get(key)
    if not measurable(spec):
        return None
    row = _settings().get(key)
    if row is not None and not row["active"]:
        return None
    given = row or next((each for each in registry.brought("COMPLETENESS") if each["object"] == key), None)
    if given is None:
        found = Measure(tuple(_suggested(spec)))
    else:
        bounds = {name: given[name] for name in ("good", "fair", "fresh_days", "stale_days") if name in given}
        found = Measure(tuple(_known(key, given["fields"])), **bounds)
    return found if found.parts else None


@derived
def _settings() -> Mapping[str, Mapping[str, Any]]:
    rows = fetch(Sql("SELECT * FROM dataquality_completeness WHERE deleted_at IS NULL"))
    return {row["object"]: row for row in rows}


def _known(key: str, raw: Any) -> Iterator[Part]:
    """The parts whose fields there are."""
    fields = registry.fields(key)
    for each in raw:
        when = When(**each["when"]) if each.get("when") else None
        if each["field"] in fields and (when is None or when.field in fields):
            yield Part(each["field"], each["weight"], when)


def _suggested(spec: ObjectSpec) -> Iterator[Part]:
    """What can be filled in and need not be: what it is found or matched by counts three, what leads on two."""
    matched = {name for each in spec.match for name in ([each] if isinstance(each, str) else each)}
    for name, field in registry.fields(spec.key).items():
        if counts(field):
            found = matched | {each for each, weight in spec.search.items() if weight >= Weight.HIGH}
            leads = field.type.kind in ("reference", "choice")
            yield Part(name, 3 if name in found else 2 if leads or name in spec.quick else 1)


def counts(field: FieldDef) -> bool:
    """Whether a field may count: people fill it in, and may leave it empty."""
    return not (field.readonly or field.required or field.default is not None or field.type.kind in _LEFT)
