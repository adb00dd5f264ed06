"""The register of personal data: every field that tells of persons, and what is said, or suggested, of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.erasing.extent import besides_persons, personal
from haoke.core.erasing.known import REACHED
from haoke.core.fields import SYSTEM_COLUMNS
from haoke.core.metadata import derived
from haoke.core.records import storage
from haoke.core.sql import Sql
from haoke.core.text import T, current_language, say
from haoke.privacy import choices

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from haoke.core.fields import FieldDef
    from haoke.core.fieldtypes.base import Choice
    from haoke.core.spec import ObjectSpec

#: What an entry of the register says: by somebody, by what we suggest, or by nobody yet.
SET, SUGGESTED, MISSING = "set", "suggested", "missing"
ONLY: Final = T("{field}: {value}", "{field}：{value}")
_GROUPS: Final = {"data": 0, "sales": 1, "settings": 3}


@dataclass(frozen=True, slots=True)
class Kept:
    """Why a field is kept, by what right, and for how long; `months` None: as long as the purpose lasts.

    `origin`: set, suggested, or missing (nothing is said of it, nothing happens to it) · `record`: the entry itself.
    """

    field: str
    origin: str
    purposes: tuple[str, ...] = ()
    basis: str | None = None
    months: int | None = None
    after: str = choices.LAST_CONTACT
    date_field: str | None = None
    then: str = choices.KEEP
    note: str | None = None
    record: UUID | None = None


def title_of_person(spec: ObjectSpec) -> str | None:
    """The field that says who a person is; None where records are nobody, or colleagues with an account."""
    return spec.title if spec.person is not None and not _colleague(spec) else None


def _colleague(spec: ObjectSpec) -> bool:
    return spec.person is not None and spec.group == "settings" and not spec.person.beside


@derived
def emptied(spec: ObjectSpec) -> tuple[str, ...]:
    """Fields that an erasure of a person empties in records of the object that are his, tied to him or about him."""
    return personal(spec) if spec.person is not None else besides_persons(spec)


@derived
def personal_fields(spec: ObjectSpec) -> tuple[str, ...]:
    """Fields of an object that tell of persons: those, and wherever else there is a number, an address or a mark."""
    fields = registry.fields(spec.key)
    found = emptied(spec)
    return tuple(
        name
        for name, each in fields.items()
        if name not in SYSTEM_COLUMNS and (name in found or each.personal or each.type.kind in REACHED)
    )


def may_be_blank(field: FieldDef) -> bool:
    """Whether nothing may stand in the field."""
    return field.null and not field.required


def kept(spec: ObjectSpec) -> list[Kept]:
    """What is said of each field of an object that tells of persons."""
    said = _entries().get(spec.key, {})
    return [said.get(name) or _suggested(spec, registry.field(spec.key, name)) for name in personal_fields(spec)]


@derived
def _entries() -> Mapping[str, Mapping[str, Kept]]:
    rows = storage.fetch(Sql("SELECT * FROM privacy_personalfield WHERE deleted_at IS NULL"))
    found: dict[str, dict[str, Kept]] = {}
    for row in rows:
        found.setdefault(row["object"], {})[row["field"]] = Kept(
            row["field"], SET, tuple(row["purposes"] or ()), row["basis"], row["months"], row["after"],
            row["date_field"], row["then"], row["note"], row["id"],
        )  # fmt: skip
    return found


#: Purposes, legal basis, months, after what, and what happens then.
_COLLEAGUE: Final = (("employment",), "contract", None, choices.LAST_CONTACT, choices.KEEP)
_REQUEST: Final = (("rights",), "duty", 36, choices.CREATED, choices.ERASE)
_NAME: Final = (("contract", "service"), "contract", 36, choices.LAST_CONTACT, choices.ERASE)
_DAY: Final = (("marketing",), "consent", 24, choices.LAST_CONTACT, choices.BLANK)
_PLACE: Final = (("service",), "consent", 24, choices.LAST_CONTACT, choices.BLANK)
_WITH_HIM: Final = (("contract", "service"), "contract", None, choices.LAST_CONTACT, choices.ALONG)
_BESIDE: Final = (("service",), "contract", None, choices.LAST_CONTACT, choices.ALONG)
_OTHER: Final = (("service",), "contract", None, choices.LAST_CONTACT, choices.KEEP)


def _suggested(spec: ObjectSpec, field: FieldDef) -> Kept:
    """What Haoke is shipped with, by the kind of field; of a field made here nobody but its company can say."""
    if field.custom:
        return Kept(field.name, MISSING, then=choices.ALONG if field.name in emptied(spec) else choices.KEEP)
    purposes, basis, months, after, then = _usual(spec, field)
    return Kept(field.name, SUGGESTED, purposes, basis, months, after, None, then)


def _usual(spec: ObjectSpec, field: FieldDef) -> tuple[tuple[str, ...], str, int | None, str, str]:
    if _colleague(spec):
        return _COLLEAGUE
    if spec.person is None:
        return _BESIDE if field.name in emptied(spec) else _OTHER
    if field.name == spec.title:
        return _REQUEST if spec.person.beside else _NAME
    by_kind = {"date": _DAY, "decimal": _PLACE}
    return by_kind.get(field.type.kind, _WITH_HIM) if may_be_blank(field) else _WITH_HIM


def objects() -> list[ObjectSpec]:
    """Objects with fields that tell of persons: those that are persons first, settings last."""
    found = [spec for spec in registry.objects().values() if personal_fields(spec)]
    return sorted(found, key=_place)


def _place(spec: ObjectSpec) -> tuple[bool, int, bool]:
    sometimes = spec.person is not None and bool(spec.person.field)
    return (spec.person is None, _GROUPS.get(spec.group, 2), sometimes)


def register() -> dict[str, Any]:
    """{objects: [{object, label, only, fields}], missing} of all fields that tell of persons, as JSON."""
    listed = [_object(spec) for spec in objects()]
    missing = sum(each["origin"] == MISSING for one in listed for each in one["fields"])
    options = {"purposes": choices.FIELD_PURPOSES, "bases": choices.BASES, "after": choices.SINCE, "then": choices.THEN}
    return {
        "objects": listed, "missing": missing,
        "choices": {name: [_option(each) for each in values] for name, values in options.items()},
    }  # fmt: skip


def _object(spec: ObjectSpec) -> dict[str, Any]:
    dates = [
        {"value": name, "label": say(each.label)}
        for name, each in registry.fields(spec.key).items()
        if each.type.kind in ("date", "datetime") and name != "deleted_at"
    ]
    return {
        "object": spec.key, "label": say(spec.label), "icon": spec.icon, "only": only(spec), "dates": dates,
        "fields": [_field(spec, each) for each in kept(spec)],
    }  # fmt: skip


def only(spec: ObjectSpec) -> str | None:
    """Which of its records are persons, in words; None: all, or none."""
    if spec.person is None or not spec.person.field or _colleague(spec):
        return None
    field = registry.field(spec.key, spec.person.field)
    value = field.type.format(spec.person.value, current_language())
    return say(ONLY.fill(field=field.label, value=value))


def _field(spec: ObjectSpec, one: Kept) -> dict[str, Any]:
    field = registry.field(spec.key, one.field)
    return {
        "field": one.field, "label": say(field.label), "kind": field.type.kind, "custom": field.custom,
        "origin": one.origin, "purposes": list(one.purposes), "basis": one.basis, "months": one.months,
        "after": one.after, "date_field": one.date_field, "then": one.then, "note": one.note,
        "record": str(one.record) if one.record else None, "may": may(spec, field),
    }  # fmt: skip


def may(spec: ObjectSpec, field: FieldDef) -> list[str]:
    """What can happen to the field when its time is over: a person is erased as a whole, by his name."""
    title = title_of_person(spec)
    named = field.name == title
    able = {
        choices.ERASE: named,
        choices.BLANK: may_be_blank(field),
        choices.ALONG: not named and field.name in emptied(spec),
        choices.KEEP: named or title is None,
    }
    return [each.value for each in choices.THEN if able[each.value]]


def _option(choice: Choice) -> dict[str, str]:
    return {"value": choice.value, "label": say(choice.label)}
