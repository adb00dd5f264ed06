"""What of a record cannot be right, and whether it is here twice: reckoned for its reader, as completeness is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from psycopg.sql import quote

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.fields import FieldDef, Lookup, Reckoned
from haoke.core.fieldtypes.base import Choice
from haoke.core.fieldtypes.choices import MultiChoiceType
from haoke.core.fieldtypes.numbers import IntegerType
from haoke.core.records import storage
from haoke.core.sql import Sql, all_of, join, literal
from haoke.core.text import T
from haoke.dataquality.models import DuplicatePair
from haoke.dataquality.queries.counted import measurable
from haoke.dataquality.queries.features import features

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

_SIDES: Final = (('"left"', '"right"'), ('"right"', '"left"'))
_BOTH: Final = (Verb.READ, Verb.MERGE)
INVALID, DOUBLES = "invalid_values", "open_duplicates"
_INVALID: Final = T("Invalid values", "无效内容")
_INVALID_HELP: Final = T(
    "Fields whose content cannot be right, as far as you see them", "内容有误的字段，仅含您可见的字段"
)
_DOUBLES: Final = T("Open duplicates", "待处理的疑似重复")
_DOUBLES_HELP: Final = T("Other records that are likely the same and that you may merge", "您可以合并的疑似重复记录数")


def doubtable(actor: Actor, spec: ObjectSpec) -> dict[str, FieldDef]:
    """{name: field} of those the actor sees in full that may keep what cannot be right."""
    found = registry.fields(spec.key) if measurable(spec) else {}
    return {
        name: field
        for name, field in found.items()
        if field.type.doubt(Sql("x")) is not None and access.field_right(actor, spec, name) >= FieldRight.READ
    }


def doubted(actor: Actor, spec: ObjectSpec) -> Mapping[str, FieldDef]:
    """Which fields of a record say what cannot be right, for lists to show and filter by."""
    fields = doubtable(actor, spec)
    if not fields:
        return {}
    kind = MultiChoiceType(tuple(Choice(name, field.label, "red") for name, field in fields.items()))
    of = partial(_wrong, fields)
    made = Reckoned(
        INVALID, kind, _INVALID, (INVALID,), _INVALID_HELP, readonly=True, seen=frozenset(fields), of=of
    )  # fmt: skip
    return {INVALID: made}


def doubts(fields: Mapping[str, FieldDef], alias: str) -> dict[str, Sql]:
    """{name: whether what the field keeps cannot be right}, never NULL."""
    found = {name: field.type.doubt(field.column(alias)) for name, field in fields.items()}
    return {name: doubt for name, doubt in found.items() if doubt is not None}


def _wrong(fields: Mapping[str, FieldDef], alias: str) -> Sql:
    """Names of the fields, NULL for none."""
    cases = (doubt.wrap("CASE WHEN ", f" THEN {quote(name)} END") for name, doubt in doubts(fields, alias).items())
    return join(", ", cases).wrap("nullif(array_remove(ARRAY[", "]::text[], NULL), '{}'::text[])")


def paired(actor: Actor, spec: ObjectSpec) -> Mapping[str, FieldDef]:
    """How many records are likely the same as one, of which the actor may merge both.

    `seen` is its SQL, which has his rights in it: nobody else's plan fits.
    """
    if not features(spec.key) or access.scope_of(actor, spec, Verb.MERGE) is Scope.NONE:
        return {}
    made = Reckoned(
        DOUBLES, IntegerType(0), _DOUBLES, (DOUBLES,), _DOUBLES_HELP, readonly=True,
        seen=frozenset({_pairs(actor, spec, "r").text}), of=partial(_pairs, actor, spec),
        lookups=partial(_looked_up, actor, spec),
    )  # fmt: skip
    return {DOUBLES: made}


def _pairs(actor: Actor, spec: ObjectSpec, alias: str) -> Sql:
    """How many of a row: pairs by either of their indexes."""
    sides = join(" UNION ALL ", (_open(spec, *sides, f" AND p.{sides[0]} = {alias}.id") for sides in _SIDES))
    source = f" p JOIN {storage.table(spec.model)} {alias}d ON {alias}d.id = p.other WHERE "
    return sides.wrap("(SELECT count(*) FROM (", f"){source}") + _mergeable(actor, spec, alias).wrap("", ")")


def _looked_up(actor: Actor, spec: ObjectSpec) -> Iterator[Lookup]:
    table = storage.table(spec.model)
    source = f" p JOIN {table} r ON r.id = p.record JOIN {table} rd ON rd.id = p.other WHERE "
    every = join(" UNION ALL ", (_open(spec, *sides) for sides in _SIDES)).wrap(
        "SELECT p.record, count(*) AS value FROM (", f"){source}"
    )
    every += _mergeable(actor, spec, "r").wrap("", " GROUP BY 1")
    yield Lookup(_pairs(actor, spec, "r").text, every.text, "0")


def _open(spec: ObjectSpec, record: str, other: str, narrowed: str = "") -> Sql:
    return Sql(
        f"SELECT p.{record} AS record, p.{other} AS other FROM dataquality_duplicatepair p"
        f" WHERE p.object = {quote(spec.key)} AND p.state = {quote(DuplicatePair.State.OPEN)}{narrowed}"
    )


def _mergeable(actor: Actor, spec: ObjectSpec, alias: str) -> Sql:
    """Lists select without parameters, so those of the rights stand in it as literals."""
    sides = (f"{alias}d", alias)
    return literal(all_of(access.visible_to(actor, spec, verb, side) for verb in _BOTH for side in sides))
