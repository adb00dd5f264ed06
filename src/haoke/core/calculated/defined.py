"""The calculations there are, as of one metadata version: parsed, typed, each after those it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core import criteria, registry
from haoke.core.access.actor import system
from haoke.core.calculated.amounts import common
from haoke.core.calculated.fitting import fitted
from haoke.core.criteria import And, Leaf, Node, Not, Or
from haoke.core.errors import BadRequest, Missing
from haoke.core.expressions import BadExpression, Field, Type, amounts, evaluate, fields, parse, zoned
from haoke.core.expressions import Node as Tree
from haoke.core.expressions.refusals import NO_VALUE, UNKNOWN_FIELD
from haoke.core.metadata import current, derived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

    Readable = Callable[[ObjectSpec], Mapping[str, FieldDef]]

#: What a field of a kind is in an expression.
TYPES: Final = {
    **dict.fromkeys(("integer", "decimal", "percent", "rating"), Type.NUMBER),
    **dict.fromkeys(("text", "longtext", "email", "url", "choice", "autonumber"), Type.TEXT),
    **dict.fromkeys(("reference", "user", "department"), Type.RECORD),
    "boolean": Type.BOOLEAN, "date": Type.DATE, "datetime": Type.MOMENT, "money": Type.MONEY,
}  # fmt: skip
#: What the write path itself keeps, after everything has been worked out.
_KEPT: Final = frozenset({"id", "version", "updated_at", "deleted_at"})
#: (object, field).
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rollup:
    """`how` ("count", "sum", "min", "max") over `of` of records of `child` that point here by `by` and meet `where`."""

    child: str
    by: str
    how: str
    of: str | None
    where: Node | None


@dataclass(frozen=True, slots=True)
class Calculation:
    """How the field `name` of `object` is worked out; `rests`: every field it looks at, wherever that is."""

    object: str
    name: str
    how: Tree | Rollup
    rests: frozenset[Place]


def all_fields(spec: ObjectSpec) -> Mapping[str, FieldDef]:
    """What a calculation may look at when nobody's rights are asked."""
    return registry.fields(spec.key)


def lookup(spec: ObjectSpec, readable: Readable, beyond: Readable | None = None) -> Callable[[str, int], Field]:
    """Tells the fields an expression about `spec` may name: by name or label, one reference away at most.

    `beyond`: the fields of an object a reference leads to, where they are fewer than of the object itself.
    """

    def find(name: str, at: int) -> Field:
        here, _, there = name.partition(".")
        field = named(readable(spec), here)
        if field is None:
            raise BadExpression(at, "unknown_field", UNKNOWN_FIELD.fill(name=here[:60]))
        if not there:
            return _typed(field, field.name, at)
        target = field.type.meta().get("target")
        inner = named((beyond or readable)(registry.get(target)), there) if target else None
        if inner is None:
            raise BadExpression(at, "unknown_field", UNKNOWN_FIELD.fill(name=name[:60]))
        return _typed(inner, f"{field.name}.{inner.name}", at)

    return find


def named(fields: Mapping[str, FieldDef], word: str) -> FieldDef | None:
    """The field of that name, else the one of that label in either language."""
    found = fields.get(word)
    if found is not None:
        return found
    return next(
        (each for each in fields.values() if word in (str.__str__(each.label), getattr(each.label, "zh", ""))), None
    )


def _typed(field: FieldDef, name: str, at: int) -> Field:
    found = TYPES.get(field.type.kind)
    if found is None or field.name in _KEPT:
        raise BadExpression(at, "no_value", NO_VALUE.fill(name=name))
    choices = (
        frozenset(each.value for each in field.type.meta().get("choices", ()))
        if field.type.kind == "choice"
        else frozenset()
    )
    return Field(name, found, at, choices)


@derived
def calculations(key: str) -> tuple[Calculation, ...]:
    """Those of an object, each after what it rests on; one that names what is gone says nothing and keeps its value."""
    if key not in registry.objects():
        return ()  # its object lies in the bin
    made = {}
    for definition in current().fields.get(key, ()):
        options = definition.options
        if definition.name in registry.fields(key) and (options.get("formula") or options.get("rollup")):
            try:
                made[definition.name] = calculation(key, definition.name, options, all_fields)
            except (BadExpression, BadRequest, Missing, KeyError):
                continue
    return tuple(_in_order(made))


def _in_order(made: Mapping[str, Calculation]) -> Iterator[Calculation]:
    done: set[str] = set()

    def visit(each: Calculation) -> Iterator[Calculation]:
        if each.name not in done:
            done.add(each.name)
            for key, name in sorted(each.rests):
                if key == each.object and name in made:
                    yield from visit(made[name])
            yield each

    for each in made.values():
        yield from visit(each)


def calculation(key: str, name: str, options: Mapping[str, Any], readable: Readable) -> Calculation:
    """What checked options say; raises BadExpression, BadRequest, Missing, KeyError where they say nothing any more."""
    spec = registry.get(key)
    if options.get("rollup"):
        found = rollup(spec, options["rollup"])
        rests = {
            (found.child, found.by),
            *((found.child, each) for each in (found.of, *looked_at(found.where)) if each),
        }
        return Calculation(key, name, found, frozenset(rests))
    tree = parse(options["formula"], lookup(spec, readable))
    return Calculation(key, name, tree, frozenset(_places(spec, fields(tree))))


def rollup(spec: ObjectSpec, given: Mapping[str, Any]) -> Rollup:
    """A roll-up as it is stored."""
    relation = registry.relations(spec.key)[given["from"]]
    child = registry.get(relation.child)
    where = criteria.parse(given["where"], child, system()) if given.get("where") else None
    of = registry.field(child.key, given["of"]).name if given.get("of") else None
    return Rollup(child.key, relation.field or "", given["how"], of, where)


def looked_at(node: Node | None) -> Iterator[str]:
    """Fields a condition looks at."""
    match node:
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from looked_at(each)
        case Not(inner):
            yield from looked_at(inner)
        case Leaf(field):
            yield field


def _places(spec: ObjectSpec, names: Iterable[str]) -> Iterator[Place]:
    for name in names:
        here, _, there = name.partition(".")
        yield spec.key, here
        if there:
            yield registry.field(spec.key, here).type.meta()["target"], there


@derived
def kept(key: str) -> tuple[Calculation, ...]:
    """Those that look at other records, or at what does: kept after the write, by what is in the Log."""
    found: dict[str, Calculation] = {}
    for each in calculations(key):
        if isinstance(each.how, Rollup) or any(where != key or name in found for where, name in each.rests):
            found[each.name] = each
    return tuple(found.values())


@derived
def own(key: str) -> tuple[Calculation, ...]:
    """Those that look at the record alone: worked out with every write of it."""
    others = kept(key)
    return tuple(each for each in calculations(key) if each not in others)


def worked_out(key: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """{field: value} of what rests on the record alone."""
    found: dict[str, Any] = {}
    for each in own(key):
        assert not isinstance(each.how, Rollup)  # noqa: S101 (for the type checker: roll-ups are none of `own`)
        kind, counted = registry.field(key, each.name).type, common(each.how, {**values, **found})
        made = evaluate(each.how, counted.values) if counted.known else None
        fit = fitted(made, kind, counted.currency)
        found[each.name] = counted.money(fit) if kind.kind == "money" else fit
    return found


def revalued(each: Calculation) -> bool:
    """Whether it may be another one when rates are: it sums up amounts, or counts with several, maybe of currencies."""
    if isinstance(each.how, Rollup):
        return any(map(_is_amount, each.rests))
    return len(amounts(each.how)) > 1


def in_base(each: Calculation) -> bool:
    """Whether it may be another one when the company's currency is."""
    return revalued(each) or _is_amount((each.object, each.name))


def in_zone(each: Calculation) -> bool:
    """Whether it may be another one when the company's time zone is."""
    return not isinstance(each.how, Rollup) and zoned(each.how)


def _is_amount(place: Place) -> bool:
    key, name = place
    found = registry.fields(key).get(name) if key in registry.objects() else None
    return found is not None and found.type.kind == "money"
