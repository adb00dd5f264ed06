"""All objects and their fields, derived once after the apps are loaded and read-only from then on."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from haoke.core import fieldtypes
from haoke.core.errors import Missing
from haoke.core.fields import SYSTEM_COLUMNS, FieldDef
from haoke.core.metadata import derived
from haoke.core.sql import Sql, ident
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.spec import Link, ObjectSpec

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


@derived
def objects() -> Mapping[str, ObjectSpec]:
    """{key: spec} of all installed apps, in the order of the apps."""
    found: dict[str, ObjectSpec] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.objects"
        if config.name.startswith("haoke.") and find_spec(name):
            for spec in importlib.import_module(name).OBJECTS:
                if spec.key in found:
                    raise ValueError(f"object {spec.key} is declared twice")
                found[spec.key] = spec
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
    """The Django fields an object is stored in, in the order of its table."""
    return tuple(get(key).model._meta.concrete_fields)


@derived
def fields(key: str) -> Mapping[str, FieldDef]:
    """{name: field} of an object: model fields in order, secrets left out."""
    spec = get(key)
    return {found.name: found for found in (_field(spec, column) for column in columns(key)) if found is not None}


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
