"""All objects and their fields: those of the apps and those administrators made, as of one metadata version."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from haoke.core import fieldtypes
from haoke.core.custom import specs
from haoke.core.custom.kinds import columns_of
from haoke.core.errors import Missing
from haoke.core.fields import SYSTEM_COLUMNS, FieldDef
from haoke.core.metadata import current, derived
from haoke.core.sql import Sql, ident
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from haoke.core.custom.definitions import FieldDefinition
    from haoke.core.modules.declared import Module
    from haoke.core.spec import Link, ObjectSpec

#: Its objects are for administrators only.
CORE = "haoke.core"
#: Columns that are no fields: the document of run-time fields and the bin's mark.
_HIDDEN = frozenset({"custom", "deleted_at"})


@dataclass(frozen=True, slots=True)
class Relation:
    """Records of `child` that belong to one record: by its reference `field`, or by a `link` object."""

    name: str
    child: str
    field: str | None = None
    link: Link | None = None

    def on(self, parent: ObjectSpec, parent_alias: str, child_alias: str) -> Sql:
        """Condition tying a row of the child table to the row of the parent table."""
        if self.link is None:
            return Sql(f"{child_alias}.{ident(f'{self.field}_id')} = {parent_alias}.id")
        table, child = ident(self.link.model._meta.db_table), ident(self.link.child + "_id")
        return Sql(
            f"EXISTS (SELECT 1 FROM {table} l WHERE l.deleted_at IS NULL AND l.{child} = {child_alias}.id"
            f" AND l.{ident(self.link.object)} = %s AND l.{ident(self.link.record)} = {parent_alias}.id)",
            (parent.key,),
        )


@cache
def shipped() -> Mapping[str, ObjectSpec]:
    """{key: spec} of all installed apps, in the order of the apps, the core's own last."""
    found: dict[str, ObjectSpec] = {}
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name == CORE):
        name = f"{config.name}.objects"
        if config.name.startswith("haoke.") and find_spec(name):
            for spec in importlib.import_module(name).OBJECTS:
                if spec.key in found:
                    raise ValueError(f"object {spec.key} is declared twice")
                found[spec.key] = spec
    return found


@cache
def modules() -> Mapping[str, Module]:
    """{key: module} of all installed apps."""
    return {module.key: module for module in brought("MODULES")}


def brought(name: str) -> Iterator[Any]:
    """What installed apps have under this name in their `objects`."""
    for config in apps.get_app_configs():
        module = f"{config.name}.objects"
        if config.name.startswith("haoke.") and find_spec(module):
            yield from getattr(importlib.import_module(module), name, ())


def off_modules() -> frozenset[str]:
    """Keys of the modules that are switched off."""
    return current().off


@derived
def off() -> frozenset[str]:
    """Keys of the objects nobody meets at present, because their module is switched off."""
    return frozenset(key for module in modules().values() if module.key in off_modules() for key in module.objects)


@derived
def off_fields(key: str) -> frozenset[str]:
    """Fields of an object that lead to such objects."""
    return frozenset(name for name, field in fields(key).items() if off() and field.type.meta().get("target") in off())


@derived
def objects() -> Mapping[str, ObjectSpec]:
    """{key: spec}: those of the apps in their order, then the run-time ones."""
    made = current()
    found = dict(shipped())
    for key in found.keys() & made.numbers.keys():
        found[key] = replace(found[key], number=made.numbers[key])
    for definition in made.objects:
        found[definition.key] = specs.spec_of(definition, made.fields.get(definition.key, ()))
    for key in found.keys() & made.fields.keys():
        found[key] = specs.extended(found[key], specs.placeable(made.fields[key], found))
    return found


def get(key: str) -> ObjectSpec:
    """The object of that key; raises Missing."""
    try:
        return objects()[key]
    except KeyError:
        raise Missing from None


@derived
def _by_model() -> Mapping[type[models.Model], ObjectSpec]:
    return {spec.model: spec for spec in objects().values()}


def by_model(model: type[models.Model]) -> ObjectSpec:
    """The object stored in that model."""
    return _by_model()[model]


def target_key(model: type[models.Model]) -> str | None:
    """Key of the object a foreign key to `model` points at."""
    spec = _by_model().get(model)
    return spec.key if spec else None


@derived
def columns(key: str) -> tuple[models.Field[Any, Any], ...]:
    """The Django fields an object is stored in: its model's, then those of run-time fields."""
    return (*get(key).model._meta.concrete_fields, *(column for _, made in _custom(key) for column in made))


@derived
def _custom(key: str) -> tuple[tuple[FieldDefinition, Sequence[models.Field[Any, Any]]], ...]:
    """Run-time fields of an object with their columns, the main one first."""
    spec = get(key)
    return tuple(
        (definition, columns_of(definition, spec.model, _model_of))
        for definition in specs.placeable(current().fields.get(key, ()), objects())
    )


def _model_of(key: str) -> type[models.Model]:
    return get(key).model


@derived
def fields(key: str) -> Mapping[str, FieldDef]:
    """{name: field} of an object: model fields in order, secrets left out, then run-time fields in theirs."""
    spec = get(key)
    shipped_with = (_field(spec, column) for column in spec.model._meta.concrete_fields)
    found = {field.name: field for field in shipped_with if field is not None}
    return found | {definition.name: _made(spec, definition, made[0]) for definition, made in _custom(key)}


def field(key: str, name: str) -> FieldDef:
    """One field; raises Missing."""
    try:
        return fields(key)[name]
    except KeyError:
        raise Missing from None


def _field(spec: ObjectSpec, column: models.Field[Any, Any]) -> FieldDef | None:
    if column.name in _HIDDEN or column.name in spec.secret or getattr(column, "part_of", None):
        return None
    kind = fieldtypes.of(column)
    system = column.name in SYSTEM_COLUMNS
    return FieldDef(
        name=column.name,
        type=kind,
        label=_text(column.verbose_name),
        help=_text(column.help_text),
        columns=tuple(f"{column.column}{part}" for part in kind.parts),
        required=not (system or column.null or column.blank or column.has_default()),
        readonly=system or not column.editable or column.name in spec.locked,
        personal=column.name in spec.personal,
        unique=column.unique,
        null=column.null,
        default=None if column.primary_key or not column.has_default() else column.get_default(),
        sort=getattr(column, "sort_column", None),
    )


def _made(spec: ObjectSpec, definition: FieldDefinition, column: models.Field[Any, Any]) -> FieldDef:
    field = _field(spec, column)
    if field is None:
        raise ValueError(f"{definition.object}.{definition.name} hides a field")
    return replace(
        field, required=definition.required, unique=definition.unique, custom=True,
        readonly=field.readonly or definition.calculated,
    )  # fmt: skip


def _text(label: object) -> T | str:
    return label if isinstance(label, T) else str(label)


@derived
def relations(key: str) -> Mapping[str, Relation]:
    """{name: relation} of the objects that point at `key`, by their plural; plural_by_field when they do so twice."""
    found: dict[str, Relation] = {}
    target = get(key)
    for spec in objects().values():
        if spec.links is not None and target.timeline:
            found[spec.plural] = Relation(spec.plural, spec.key, link=spec.links)
        names = [
            f.name
            for f in fields(spec.key).values()
            if f.type.meta().get("target") == key and f.type.kind == "reference"
        ]
        for name in names:
            label = spec.plural if len(names) == 1 else f"{spec.plural}_by_{name}"
            found[label] = Relation(label, spec.key, field=name)
    return found
