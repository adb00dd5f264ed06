"""Which value survives in each field: chosen by hand, by a rule, or the survivor's own unless it is empty."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight
from haoke.core.errors import Invalid, Problem
from haoke.core.fields import SYSTEM_COLUMNS
from haoke.core.records import gate, storage
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec


class MergeRule(StrEnum):
    """Whose values win where both have one: those of the record changed last, made first, or with the most values."""

    NEWEST = "newest"
    OLDEST = "oldest"
    COMPLETE = "complete"


class Take(StrEnum):
    """Whose value of a field survives: the survivor's own, the other's, or of lists both."""

    KEEP = "keep"
    OTHER = "other"
    BOTH = "both"


#: Kinds of lists that are united where nothing else is said, and texts that can be put one after the other.
UNITED = frozenset({"tags", "multichoice", "multireference"})
JOINED = UNITED | {"longtext"}
#: Whose a record is changes only where it is said.
_BY_HAND = frozenset({"owner"})
NOT_CHOSEN = T("You may not choose this; the surviving record keeps its own", "您无权选择此项，保留目标记录的内容")
NOT_BOTH = T("Of this only one value can be kept", "此项只能保留一个值")
UNKNOWN = T("There is no such field", "没有此字段")


@dataclass(frozen=True, slots=True)
class Choice:
    """One field on both sides: the values, whether the actor may choose, whether both could be kept, what is taken."""

    field: FieldDef
    keep: Any
    other: Any
    open: bool
    both: bool
    take: Take

    @property
    def differs(self) -> bool:
        return bool(self.keep != self.other)

    @property
    def value(self) -> Any:
        """The value that survives."""
        if self.take is Take.BOTH:
            return _united(self.field.type.kind, self.keep, self.other)
        return self.other if self.take is Take.OTHER else self.keep


def choices(
    actor: Actor, spec: ObjectSpec, rows: tuple[Row, Row], take: Mapping[str, str], rule: str | None
) -> list[Choice]:
    """All fields the actor reads, of (survivor, other); raises Invalid for what cannot be chosen so."""
    keep, other = (storage.values(spec, row) for row in rows)
    fields = {
        name: each
        for name, each in access.readable(actor, spec).items()
        if name not in SYSTEM_COLUMNS and name != "department"
    }
    may = access.writable(actor, spec) - _hidden(actor, spec, fields, (keep, other))
    favour = _favoured(rule, rows, {name: (keep[name], other[name]) for name in may & fields.keys()}, fields)
    found = [
        _choice(each, keep[name], other[name], favour, given=take.get(name), may=name in may)
        for name, each in fields.items()
    ]
    _refuse(take, {each.field.name: each for each in found})
    return found


def values(spec: ObjectSpec, rows: tuple[Row, Row], chosen: list[Choice]) -> dict[str, Any]:
    """What is to be set of the survivor; it points neither at itself nor at the one that goes."""
    found = {each.field.name: each.value for each in chosen if each.value != each.keep}
    both = {row["id"] for row in rows}
    for name, each in registry.fields(spec.key).items():
        if each.type.meta().get("target") == spec.key:
            present = found.get(name, storage.values(spec, rows[0])[name])
            if (apart := _apart(present, both)) != present:
                found[name] = apart
    return found


def _apart(value: Any, pair: set[Any]) -> Any:
    if isinstance(value, list | tuple):
        return [each for each in value if each not in pair]
    return None if value in pair else value


def _hidden(
    actor: Actor, spec: ObjectSpec, fields: Mapping[str, FieldDef], sides: tuple[Mapping[str, Any], ...]
) -> set[str]:
    """References of which one side points at something the actor does not see: he could not set it either."""
    pointed = [each for side in sides for each in gate.pointed(spec, dict(side), fields.keys())]
    missing = gate.unseen(actor, {(key, record) for _, key, record in pointed})
    return {name for name, key, record in pointed if (key, record) in missing} | {
        name for name in fields if access.field_right(actor, spec, name) is not FieldRight.WRITE
    }


def _favoured(
    rule: str | None, rows: tuple[Row, Row], pairs: Mapping[str, tuple[Any, Any]], fields: Mapping[str, FieldDef]
) -> Take:
    """Whose values win where both have one."""
    keep, other = rows
    if rule == MergeRule.NEWEST:
        return Take.OTHER if other["updated_at"] > keep["updated_at"] else Take.KEEP
    if rule == MergeRule.OLDEST:
        return Take.OTHER if other["created_at"] < keep["created_at"] else Take.KEEP
    if rule == MergeRule.COMPLETE:
        filled = [sum(not fields[name].type.is_empty(pair[side]) for name, pair in pairs.items()) for side in (0, 1)]
        return Take.OTHER if filled[1] > filled[0] else Take.KEEP
    return Take.KEEP


def _choice(field: FieldDef, keep: Any, other: Any, favour: Take, *, given: str | None, may: bool) -> Choice:
    kind = field.type
    both = may and kind.kind in JOINED and not (kind.is_empty(keep) or kind.is_empty(other))
    if not may:
        take = Take.KEEP
    elif given is not None:
        take = Take(given)
    elif kind.is_empty(other) or field.name in _BY_HAND:
        take = Take.KEEP
    elif kind.is_empty(keep):
        take = Take.OTHER
    else:
        take = Take.BOTH if kind.kind in UNITED else favour
    return Choice(field, keep, other, may, both, take)


def _refuse(take: Mapping[str, str], known: Mapping[str, Choice]) -> None:
    problems = [problem for name, wanted in take.items() if (problem := _problem(name, wanted, known.get(name)))]
    if problems:
        raise Invalid(problems=problems)


def _problem(name: str, wanted: str, found: Choice | None) -> Problem | None:
    if found is None:
        return Problem(name, "unknown_field", UNKNOWN)
    if not found.open and wanted != Take.KEEP:
        return Problem(name, "readonly", NOT_CHOSEN)
    if wanted == Take.BOTH and found.field.type.kind not in JOINED:
        return Problem(name, "not_both", NOT_BOTH)
    return None


def _united(kind: str, keep: Any, other: Any) -> Any:
    if kind in UNITED:
        return list(dict.fromkeys([*(keep or ()), *(other or ())]))
    return "\n\n".join(text for text in dict.fromkeys((keep, other)) if text)
