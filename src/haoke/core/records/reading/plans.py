"""From rows of a cursor to API records: worked out once for each set of fields, then run for every row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.core import access
from haoke.core.access.actor import FieldRight
from haoke.core.criteria.paths import UNKNOWN, shown
from haoke.core.criteria.refusals import refusal
from haoke.core.fieldtypes.base import FieldType
from haoke.core.metadata import derived
from haoke.core.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

WHOLE, FULL = len("2026-11-22 05:43:17"), len("2026-11-22 05:43:17.123456")
Convert = Callable[[Any], Any]

#: Fields every record carries, whatever was asked for.
ALWAYS = ("id", "number", "version")
#: Kinds whose output is a Ref, or a list of them.
ONE = frozenset({"reference", "user", "department"})
MANY = frozenset({"multireference"})
#: What PostgreSQL writes out itself, at a tenth of what a Python object and its text cost.
AS_TEXT = {"uuid": "::text", "uuid[]": "::text[]", "timestamptz": "::text", "date": "::text"}


@dataclass(frozen=True, slots=True)
class Plan:
    """How rows of one shape become records: single columns first, then the spans of fields of several columns."""

    fields: tuple[FieldDef, ...]
    select: str
    names: tuple[str, ...]
    converts: tuple[tuple[str, Convert], ...]
    spans: tuple[tuple[str, int, int, Convert], ...]
    one: tuple[tuple[str, str], ...]
    many: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]

    @property
    def width(self) -> int:
        return len(self.columns)

    def records(self, rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
        """Records of the rows; references are still bare ids."""
        made = []
        for row in rows:
            item = dict(zip(self.names, row, strict=False))
            for name, convert in self.converts:
                if item[name] is not None:
                    item[name] = convert(item[name])
            for name, start, end, convert in self.spans:
                item[name] = None if row[start] is None else convert(row[start:end])
            made.append(item)
        return made


@dataclass(slots=True)
class _Draft:
    """A plan being worked out."""

    columns: list[str]
    names: list[str]
    converts: list[tuple[str, Convert]]
    one: list[tuple[str, str]]
    many: list[tuple[str, str]]


KEPT = 1000  # plans; past it they are worked out anew, so that made-up field lists cannot fill the memory


@derived
def _plans() -> dict[tuple[str, tuple[str, ...], frozenset[str]], Plan]:
    return {}


def plan_for(actor: Actor, spec: ObjectSpec, names: Sequence[str] | None) -> Plan:
    """The plan for the fields asked for (None: all) as this actor may see them; raises BadRequest."""
    readable = access.readable(actor, spec)
    reckoned = access.reckoned(actor, spec) if names and not readable.keys() >= set(names) else {}
    readable = reckoned | readable
    for name in names or ():
        if name not in readable:
            raise refusal("fields", "unknown_field", UNKNOWN.fill(field=shown(name)))
    asked = (*(name for name in ALWAYS if name in readable), *(readable if names is None else names))
    wanted = tuple(dict.fromkeys(asked))
    masked = frozenset(
        name for name in wanted if name not in reckoned and access.field_right(actor, spec, name) is FieldRight.MASKED
    )
    fields = tuple(readable[name] for name in wanted)
    key = (spec.key, wanted, masked)
    plans = _plans()
    plan = plans.get(key)
    if plan is None or plan.fields != fields:
        if len(plans) >= KEPT:
            plans.clear()
        plan = plans[key] = work_out(fields, masked)
    return plan


def work_out(fields: tuple[FieldDef, ...], masked: frozenset[str] = frozenset(), alias: str = "r") -> Plan:
    """The plan of some fields on table `alias`, `masked` ones of them only hinted at."""
    draft = _Draft([], [], [], [], [])
    wide = [field for field in fields if len(field.columns) > 1]
    for field in fields:
        if len(field.columns) == 1:
            _single(draft, field, alias, masked=field.name in masked)
    spans = []
    for field in wide:
        start = len(draft.columns)
        draft.columns.extend(f"{alias}.{ident(column)}" for column in field.columns)
        spans.append(
            (field.name, start, len(draft.columns), _masking(field.type) if field.name in masked else field.type.output)
        )
    return Plan(
        fields, ", ".join(draft.columns), tuple(draft.names), tuple(draft.converts), tuple(spans),
        tuple(draft.one), tuple(draft.many), tuple(draft.columns),
    )  # fmt: skip


def _single(draft: _Draft, field: FieldDef, alias: str, *, masked: bool) -> None:
    kind, column = field.type, field.column(alias).text
    draft.names.append(field.name)
    cast = "" if masked else AS_TEXT.get(kind.sql_type, "")
    draft.columns.append(column + cast)
    if masked:
        draft.converts.append((field.name, _wrapped(_masking(kind))))
    elif kind.kind in ONE:
        draft.one.append((field.name, kind.meta()["target"]))
    elif kind.kind in MANY:
        draft.many.append((field.name, kind.meta()["target"]))
    elif kind.sql_type == "timestamptz":
        draft.converts.append((field.name, moment))
    elif not cast and not is_plain(kind):
        draft.converts.append((field.name, _wrapped(kind.output)))


def is_plain(kind: FieldType) -> bool:
    """Whether what is stored is already what is shown."""
    made = type(kind)
    return (made.output, made.load, made.dump) == (
        FieldType.output,
        FieldType.load,
        FieldType.dump,
    ) and kind.sql_type != "jsonb"


def moment(text: str) -> str:
    """ISO form, in UTC, of what PostgreSQL writes for a timestamptz in a UTC session: microseconds all or none."""
    text = text[:-3]
    if WHOLE < len(text) < FULL:
        text = text.ljust(FULL, "0")
    return f"{text[:10]}T{text[11:]}Z"


def _wrapped(convert: Callable[[Sequence[Any]], Any]) -> Convert:
    return lambda stored: convert((stored,))


def _masking(kind: FieldType) -> Callable[[Sequence[Any]], Any]:
    return lambda columns: {"masked": kind.mask(kind.load(columns))}
