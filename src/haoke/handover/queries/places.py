"""Whose place somebody else can take: positions, rules, routes and lists of the configuration that name a person."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.metadata import derived
from haoke.core.records.reading.running import rows
from haoke.core.records.storage import table
from haoke.core.sql import TRUE, Sql, all_of, join
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

_USER: Final = "user"
_SEVERAL: Final = "multireference"
_DOCUMENT: Final = "json"
#: What holds for a time is history afterwards and goes on naming whom it named.
_UNTIL: Final = "until"


@derived
def places() -> tuple[tuple[ObjectSpec, FieldDef], ...]:
    """Fields in which somebody may be put in another's place: of configuration, and of what people arrange."""
    return tuple(
        (spec, field)
        for key, spec in registry.objects().items()
        if key not in registry.off() and not (spec.internal or spec.about or spec.parent)
        for field in _fields(spec)
    )


def _fields(spec: ObjectSpec) -> Iterator[FieldDef]:
    settings = spec.group == "settings" and not spec.own
    for name, field in registry.fields(spec.key).items():
        if field.readonly or name == "owner" or name in spec.locked:
            continue
        names = field.type.meta().get("target") == _USER
        if (names and (settings or spec.own)) or (settings and field.type.kind == _DOCUMENT):
            yield field


def standing(actor: Actor, person: UUID) -> dict[tuple[str, str], list[UUID]]:
    """{(object, field): records} that name a person and that the actor may change; one query."""
    may = [at for at, (spec, _) in enumerate(places()) if access.scope_of(actor, spec, Verb.UPDATE) is not Scope.NONE]
    if not may:
        return {}
    found: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for at, record, document in rows(join(" UNION ALL ", [_asked(actor, at, person) for at in may])):
        spec, field = places()[at]
        if document is None or _names(orjson.loads(document), person):
            found[spec.key, field.name].append(record)
    return dict(found)


def _asked(actor: Actor, at: int, person: UUID) -> Sql:
    spec, field = places()[at]
    document = field.type.kind == _DOCUMENT
    kept = field.column("r") + Sql("::text") if document else Sql("NULL::text")
    meant = all_of([naming(field, person), _valid(spec), access.visible_to(actor, spec, Verb.UPDATE)])
    return Sql(f"SELECT {at}, r.id, ") + kept + Sql(f" FROM {table(spec.model)} r WHERE ") + meant


def _valid(spec: ObjectSpec) -> Sql:
    until = registry.fields(spec.key).get(_UNTIL)
    return until.column("r").wrap("coalesce(", " > now(), TRUE)") if until else TRUE


def naming(field: FieldDef, person: UUID) -> Sql:
    """Condition on r: the field names the person (of documents: perhaps)."""
    column = field.column("r")
    if field.type.kind == _DOCUMENT:
        return column + Sql("::text LIKE %s", (f"%{person}%",))
    return column + Sql(" @> ARRAY[%s::uuid]" if field.type.kind == _SEVERAL else " = %s", (person,))


def lines(found: Mapping[tuple[str, str], Sequence[UUID]]) -> list[dict[str, Any]]:
    """[{object, plural, label, field, field_label, count, passes}] of what `standing` found."""
    return [line(*each, len(found[each[0].key, each[1].name]), passes=True) for each in places() if _in(each, found)]


def _in(each: tuple[ObjectSpec, FieldDef], found: Mapping[tuple[str, str], Sequence[UUID]]) -> bool:
    return (each[0].key, each[1].name) in found


def line(spec: ObjectSpec, field: FieldDef, count: int, *, passes: bool) -> dict[str, Any]:
    """How often a field of an object names somebody, and whether that can pass to his successor."""
    return {
        "object": spec.key, "plural": spec.plural, "label": say(spec.label_plural), "field": field.name,
        "field_label": say(field.label), "count": count, "passes": passes,
    }  # fmt: skip


def above(spec: ObjectSpec, person: UUID) -> dict[str, str | None]:
    """{field: whom} of what stands above a person himself: for a successor who stood below him."""
    if spec.key != _USER:
        return {}
    names = [field.name for other, field in places() if other.key == _USER and field.type.kind != _SEVERAL]
    columns = join(", ", [registry.field(_USER, name).column("r") for name in names])
    found = rows(columns.wrap("SELECT ", f" FROM {table(spec.model)} r WHERE r.id = ") + Sql("%s", (person,)))
    return {name: each and str(each) for row in found for name, each in zip(names, row, strict=True)}


# -- what a bulk change writes ---------------------------------------------------------------------------------
def instead(spec: ObjectSpec, given: Mapping[str, Any], present: Mapping[UUID, Mapping[str, Any]]) -> dict[UUID, Any]:
    """{record: new values} where `given["to"]` takes the place of `given["person"]` (`settings.EACH`)."""
    person, to = UUID(given["person"]), UUID(given["to"])
    fields = [field for other, field in places() if other.key == spec.key]
    made: dict[UUID, Any] = {}
    for record, values in present.items():
        changed = {field.name: put(values[field.name], person, to) for field in fields}
        # Whoever takes his superior's place has above him whom that one had.
        changed |= {name: given["above"].get(name) for name, value in changed.items() if value == record == to}
        made[record] = {name: value for name, value in changed.items() if value != values[name]}
    return made


def put(value: Any, person: UUID, to: UUID) -> Any:
    """The value with `to` for `person`, nobody twice; what conditions compare with stays."""
    if isinstance(value, dict):
        compares = "op" in value and "field" in value
        return value if compares else {name: put(each, person, to) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return _once([put(each, person, to) for each in value], to)
    if isinstance(value, UUID):
        return to if value == person else value
    return str(to) if value == str(person) else value


def _once(values: list[Any], to: UUID) -> list[Any]:
    """The list with the one who is put in only at his first place."""
    first = next((at for at, each in enumerate(values) if each in (to, str(to))), None)
    return [each for at, each in enumerate(values) if at == first or each not in (to, str(to))]


def _names(document: Any, person: UUID) -> bool:
    nobody = UUID(int=0)
    return bool(put(document, person, nobody) != document)
