"""Values of steps: inputs of the API, or told from the record: {"copy": field}, {"in": n, "unit": …}, {{field}}."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, clock, registry
from haoke.core.access.actor import FieldRight
from haoke.core.errors import Problem
from haoke.core.fieldtypes import translated
from haoke.core.records.gate import REFERENCES, SEVERAL
from haoke.core.records.reading.naming import lookup
from haoke.core.text import T, current_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

PLACEHOLDER: Final = re.compile(r"\{\{\s*([a-z][a-z0-9_]{0,59})\s*\}\}")
UNITS: Final[dict[str, timedelta]] = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}
MOST_UNITS: Final = 3660
DATED: Final = ("date", "datetime")
NO_FIELD = T(
    "“{object}” has no field “{field}” that the rule's owner may read", "“{object}”没有规则负责人可查看的字段“{field}”"
)
NO_TIME = T(
    "A time from now is a whole number of minute, hour or day, at most {most}, for a date",
    "相对时间应为不超过 {most} 的整数分钟、小时或天，且只用于日期字段",
)


@dataclass(frozen=True, slots=True)
class Source:
    """The record values are told from, as `actor` may read it."""

    actor: Actor
    spec: ObjectSpec
    values: Mapping[str, Any]

    def value(self, name: str) -> Any:
        """A field's value; None of one the actor may not read (any more)."""
        return self.values[name] if readable(self.actor, self.spec, name) else None

    def text(self, name: str) -> str:
        """A field's value in words; empty for none."""
        value = self.value(name)
        return "" if value is None else _said(self.actor, registry.field(self.spec.key, name), value)


def readable(actor: Actor, spec: ObjectSpec, name: str) -> bool:
    """Whether there is such a field and the actor may read it in full."""
    return name in registry.fields(spec.key) and access.field_right(actor, spec, name) >= FieldRight.READ


def reached(actor: Actor, spec: ObjectSpec, path: str) -> tuple[ObjectSpec, str] | None:
    """The object and the field of it that a path of at most one reference leads to; None if the actor reads not all."""
    first, _, last = path.partition(".")
    if not readable(actor, spec, first):
        return None
    if not last:
        return spec, first
    kind = registry.field(spec.key, first).type
    target = registry.objects().get(kind.meta().get("target", "")) if kind.kind in REFERENCES else None
    return (target, last) if target is not None and readable(actor, target, last) else None


def copied(raw: Any) -> str | None:
    """The field that {"copy": field} names."""
    return raw["copy"] if isinstance(raw, dict) and raw.keys() == {"copy"} and isinstance(raw["copy"], str) else None


def is_ahead(raw: Any) -> bool:
    """Whether this is {"in": n, "unit": …}."""
    return isinstance(raw, dict) and raw.keys() == {"in", "unit"}


def is_told(raw: Any) -> bool:
    """Whether a value is known only when the rule runs."""
    return copied(raw) is not None or is_ahead(raw) or bool(_placeholders(raw))


def _placeholders(raw: Any) -> list[str]:
    return PLACEHOLDER.findall(raw) if isinstance(raw, str) else []


def problems(actor: Actor, spec: ObjectSpec, target: ObjectSpec, name: str, raw: Any) -> Iterator[Problem]:
    """What is wrong with one told value for field `name` of `target`, told from records of `spec`."""
    sources = [copied(raw)] if copied(raw) is not None else _placeholders(raw)
    for field in filter(None, sources):
        if not readable(actor, spec, field):
            yield Problem(name, "no_field", NO_FIELD.fill(object=spec.label, field=field))
    if is_ahead(raw) and not (_fits(raw) and registry.field(target.key, name).type.kind in DATED):
        yield Problem(name, "no_time", NO_TIME.fill(most=MOST_UNITS))


def _fits(raw: Mapping[str, Any]) -> bool:
    return type(raw["in"]) is int and abs(raw["in"]) <= MOST_UNITS and raw["unit"] in UNITS


def inputs(source: Source, target: ObjectSpec, given: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the write path takes them."""
    return {name: _input(source, registry.fields(target.key).get(name), raw) for name, raw in given.items()}


def _input(source: Source, field: FieldDef | None, raw: Any) -> Any:
    name = copied(raw)
    kind = field.type.kind if field else ""
    if name is not None:
        theirs = registry.fields(source.spec.key).get(name)
        alike = theirs is not None and (theirs.type.kind == kind or kind not in ("text", "longtext"))
        return source.value(name) if alike else source.text(name)
    if is_ahead(raw):
        return _moment(raw, kind)
    return PLACEHOLDER.sub(lambda found: source.text(found[1]), raw) if isinstance(raw, str) else raw


def _moment(raw: Mapping[str, Any], kind: str) -> date | datetime:
    then: datetime = clock.now() + raw["in"] * UNITS[raw["unit"]]
    return then.astimezone(clock.timezone()).date() if kind == "date" else then


def _said(actor: Actor, field: FieldDef, value: Any) -> str:
    if field.type.kind in (*REFERENCES, SEVERAL):
        target = field.type.meta()["target"]
        ids = [str(each) for each in (value if isinstance(value, list) else [value])]
        titles = lookup(actor, {target: ids})[target]
        return ", ".join(title for each in ids if (title := titles.get(each)))
    if field.type.kind == "translated":
        return translated.said(value, current_language())
    if field.type.kind == "datetime":
        return str(value.astimezone(clock.timezone()).strftime("%Y-%m-%d %H:%M"))
    return field.type.format(value, current_language())
