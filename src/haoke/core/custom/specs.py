"""Run-time definitions as what the registry is made of: models, specs and fields."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps as installed
from django.apps.registry import Apps

from haoke.core.custom import naming
from haoke.core.custom.kinds import KINDS, text_of
from haoke.core.fieldtypes import NameField
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.records.model import Record
from haoke.core.spec import ObjectSpec, Weight
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db import models

    from haoke.core.custom.definitions import FieldDefinition, ObjectDefinition

#: Kinds whose values may be the columns of a board.
BOARDS: Final = frozenset({"choice", "reference", "user", "department"})
BASIC: Final = T("Basics", "基本信息")


class _Beside(Apps):
    """Models that are none of any app's, but point at those of the apps."""

    def get_registered_model(self, app_label: str, model_name: str) -> type[models.Model]:
        """A model of ours or of an installed app; raises LookupError."""
        try:
            return super().get_registered_model(app_label, model_name)
        except LookupError:
            return installed.get_registered_model(app_label, model_name)


#: Columns a list has before anybody chooses them, besides name and owner.
FIRST: Final = 6
TALL: Final = frozenset({"longtext", "richtext", "file"})
_beside: Final = _Beside()
_models: dict[str, type[Record]] = {}
_making: Final = threading.Lock()


def model_of(key: str) -> type[Record]:
    """The model of a run-time object's table, made once a process; its run-time fields are no part of it."""
    with _making:
        if key not in _models:
            meta = type("Meta", (), {"apps": _beside, "app_label": "custom", "db_table": key, "managed": False})
            body = {
                "__module__": __name__,
                "Meta": meta,
                "name": NameField(T("Name", "名称"), max_length=200),
            }
            _models[key] = type(key, (Record,), body)
        return _models[key]


def spec_of(definition: ObjectDefinition, fields: Sequence[FieldDefinition]) -> ObjectSpec:
    """The declaration of a run-time object, without its fields."""
    numbered = ("number",) if definition.number else ()
    alike = tuple(field.name for field in fields if field.unique)
    return ObjectSpec(
        key=definition.key,
        plural=definition.plural,
        model=model_of(definition.key),
        label=text_of(definition.label),
        label_plural=text_of(naming.plurals(definition.label, definition.label_plural)),
        title="name",
        icon=definition.icon,
        number=definition.number,
        columns=_columns(definition, fields),
        sections={BASIC: ("name", *(field.name for field in fields if not field.section), "owner")},
        board=next((each.name for each in fields if each.name == definition.board and each.kind in BOARDS), None),
        search={"name": Weight.HIGH, **({"number": Weight.EXACT} if numbered else {})},
        search_kinds={"name": SearchKind.COMPANY},
        match=(*numbered, *alike, "name"),
        open=definition.open,
        timeline=definition.timeline,
    )


def _columns(definition: ObjectDefinition, fields: Sequence[FieldDefinition]) -> tuple[str, ...]:
    """Columns of the list: as chosen, or the first fields that fit a line; a field that was retired is none."""
    live = {field.name for field in fields}
    chosen = [name for name in definition.columns if name in live or not name.startswith("cf_")]
    first = [field.name for field in fields if field.kind not in TALL][:FIRST]
    return tuple(dict.fromkeys(["name", *(chosen or (*first, "owner"))]))


def extended(spec: ObjectSpec, fields: Sequence[FieldDefinition]) -> ObjectSpec:
    """The declaration with run-time fields placed, searched and marked as personal; a first choice gives a board."""
    sections: dict[T, tuple[str, ...]] = dict(spec.sections)
    for field in fields:
        if field.section:
            label = _section(sections, field.section)
            sections[label] = (*sections.get(label, ()), field.name)
    board = spec.board or next((field.name for field in fields if field.kind == "choice"), None)
    searched = [field for field in fields if field.searchable]
    return replace(
        spec,
        sections=sections,
        board=board,
        search={**spec.search, **{field.name: Weight.LOW for field in searched}},
        search_kinds={**spec.search_kinds, **{each.name: SearchKind.CODE for each in searched if _is_code(each)}},
        personal=(*spec.personal, *(field.name for field in fields if field.personal)),
    )  # fmt: skip


def _is_code(field: FieldDefinition) -> bool:
    return field.kind == "text" and field.unique


def _section(sections: Mapping[T, Any], wanted: Mapping[str, str]) -> T:
    """The section of that name in either language, or a new one."""
    names = set(wanted.values())
    known = (label for label in sections if names & {str.__str__(label), label.zh})
    return next(known, text_of(wanted))


def placeable(fields: Sequence[FieldDefinition], keys: Mapping[str, Any]) -> list[FieldDefinition]:
    """Those whose kind this version knows and whose target is there; the others wait, with what they hold."""
    return [
        field
        for field in fields
        if field.kind in KINDS and (field.options.get("target") is None or field.options["target"] in keys)
    ]
