"""The registry as plain targets for guessing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.metadata import derived
from haoke.core.records.judging import HISTORY
from haoke.core.text import say
from haoke.core.transfer import asides, beside
from haoke.core.transfer.guessing.targets import FieldTarget, ObjectTarget, Option
from haoke.core.transfer.guessing.words import flat, tokens

if TYPE_CHECKING:
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

#: Fields of the write path that a file may still speak of.
_KEPT = frozenset({"number"})
#: What other systems call the fields every record has.
_COMMON: Mapping[str, tuple[str, ...]] = {
    "number": ("id", "record id", "number", "编号"),
    "owner": ("owner", "负责人"),
    "department": ("department", "部门"),
    "created_at": ("created on", "created date", "date created", "create time", "创建日期", "录入时间", "录入日期"),
    "created_by": ("author", "entered by", "录入人", "录入员"),
}


@derived
def targets() -> Mapping[str, ObjectTarget]:
    """Every object of the registry a file may be about."""
    return {key: _object(spec) for key, spec in registry.objects().items() if not spec.internal}


def known_header(text: str) -> bool:
    """Whether a text is the name of some field of some object."""
    return flat(" ".join(tokens(text))) in _headers()


@derived
def _headers() -> frozenset[str]:
    fields = (field.names for item in targets().values() for field in item.fields.values())
    said = (each.names for item in targets().values() for each in item.asides)
    return frozenset[str]().union(*fields, *said)


def _object(spec: ObjectSpec) -> ObjectTarget:
    fields = {
        name: _field(spec, item)
        for name, item in registry.fields(spec.key).items()
        if name in _KEPT | HISTORY or name in spec.locked or not item.readonly
    }
    return ObjectTarget(
        key=spec.key,
        labels=_both(spec.label, spec.label_plural, spec.plural),
        title=spec.title,
        fields=fields,
        match=tuple((item,) if isinstance(item, str) else tuple(item) for item in spec.match),
        links=spec.links is not None,
        settings=spec.group == "settings",
        person=spec.search_kinds.get(spec.title) == SearchKind.NAME,
        firm=next((name for name, kind in spec.search_kinds.items() if kind == SearchKind.COMPANY), ""),
        importable=bool(spec.match),
        part=bool(spec.parent),
        beside=spec.beside and (_target(spec, spec.beside[0]), frozenset(spec.beside[1])),
        asides=asides.of(spec),
        kept=frozenset(
            flat(label)
            for text in (
                *(item.label for name, item in registry.fields(spec.key).items() if name not in fields),
                *beside.LABELS,
            )
            for label in _both(text)
        ),
    )


def _field(spec: ObjectSpec, item: FieldDef) -> FieldTarget:
    meta = item.type.meta()
    return FieldTarget(
        name=item.name,
        kind=item.type.kind,
        labels=(*_both(item.label), *spec.aliases.get(item.name, _common(spec, item.name))),
        required=item.required,
        readonly=item.name == "number",
        target=meta.get("target"),
        options=tuple(_option(spec, item.name, choice) for choice in meta.get("choices", ())),
        system=item.name in _KEPT,
    )


def _common(spec: ObjectSpec, name: str) -> Iterable[str]:
    """What a field of every record is called, as far as the object calls no field of its own so."""
    own = {flat(alias) for aliases in spec.aliases.values() for alias in aliases}
    return (label for label in _COMMON.get(name, ()) if flat(label) not in own)


def _option(spec: ObjectSpec, name: str, choice: Any) -> Option:
    value, label = (choice["value"], choice["label"]) if isinstance(choice, Mapping) else (choice.value, choice.label)
    return Option(value, _both(label), spec.aliases.get(f"{name}/{value}", ()))


def _target(spec: ObjectSpec, name: str) -> str:
    return str(registry.field(spec.key, name).type.meta()["target"])


def _both(*texts: Any) -> tuple[str, ...]:
    """Each text in Chinese and in English."""
    return tuple(dict.fromkeys(said for text in texts for said in _languages(text)))


def _languages(text: Any) -> Iterable[str]:
    return (say(text, "zh"), say(text, "en"))
