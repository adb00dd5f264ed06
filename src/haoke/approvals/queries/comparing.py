"""What a case would change, as far as somebody may see it: values before and after, and what was asked before that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.api.meta import inputs
from haoke.core.errors import BadValue
from haoke.core.records.gate import REFERENCES, SEVERAL
from haoke.core.records.reading.naming import lookup
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from haoke.approvals.models import ApprovalCase
    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

#: Of every record, and nothing anybody decides about.
STAMPS: Final = frozenset({"id", "version", "created_at", "created_by", "updated_at", "updated_by", "number"})
MERGED: Final = T("Merged into it", "并入的记录")
#: Where the values of a line stand.
SIDES: Final = frozenset({"before", "after", "former"})


def seen_by(actor: Actor, spec: ObjectSpec, kept: Mapping[str, Any]) -> dict[str, Any]:
    """{before, after, input, former} of a case, as far as the actor's field rights show them.

    `input`: what was given for the action beside fields; `former`: the same of what was returned. Nothing of an object
    closed to the actor, and nothing once a person in it was erased.
    """
    if access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
        return dict.fromkeys(("before", "after", "input", "former"))
    fields, known = access.readable(actor, spec), registry.fields(spec.key)
    given: Mapping[str, Any] = kept.get("input") or {}
    former = kept.get("former")
    return {
        **{side: kept.get(side) and _shown(actor, spec, fields, kept[side]) for side in ("before", "after")},
        "input": {name: value for name, value in given.items() if name not in known},
        "former": former and seen_by(actor, spec, former),
    }


def _shown(actor: Actor, spec: ObjectSpec, fields: Mapping[str, FieldDef], values: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: _said(value) for name, value in values.items() if name in fields}
    for name, value in found.items():
        if access.field_right(actor, spec, name) is FieldRight.MASKED and value is not None:
            found[name] = {"masked": _hint(fields[name], value)}
    return found


def _said(value: Any) -> Any:
    """The value as somebody put it: an amount without what it is worth in the company's currency."""
    if isinstance(value, dict) and "amount" in value:
        return {part: value[part] for part in value if part != "base"}
    return value


def _hint(field: FieldDef, value: Any) -> str:
    try:
        return field.type.mask(field.type.clean(value))
    except BadValue:
        return "***"


def changes(actor: Actor, spec: ObjectSpec, action: str, seen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """[{field, label, kind, before, after}] of what differs, or of everything filled in when something is made or
    deleted, and of what the action was given besides; `former`: what was asked for before it was returned.
    """
    before, after = seen["before"] or {}, seen["after"] or {}
    former = seen.get("former") or {}
    asked = _asked(former)
    whole = not before or before == after
    found = []
    for name, field in registry.fields(spec.key).items():
        old, new, was = before.get(name), after.get(name), (former.get("after") or {}).get(name)
        again = (old != new or whole or name in asked) and bool(former) and was != new
        if name in STAMPS or (_blank(old) and _blank(new) and not again) or (old == new and not (whole or again)):
            continue
        line = {"field": name, "label": say(field.label), "kind": field.type.kind, "before": old, "after": new}
        found.append(line | {"target": field.type.meta().get("target")} | ({"former": was} if again else {}))
    return _named(actor, [*found, *_given(spec, action, seen, former)])


def _asked(former: Mapping[str, Any]) -> set[str]:
    """Names of the fields that were to be changed before it was returned."""
    before, after = former.get("before") or {}, former.get("after") or {}
    return {name for name, value in after.items() if before.get(name) != value}


def _blank(value: Any) -> bool:
    return value in (None, [], "")


def _given(spec: ObjectSpec, action: str, seen: Mapping[str, Any], former: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Lines of what an action was given that is in no field."""
    given, was = seen.get("input") or {}, former.get("input") or {}
    found = []
    for each in _inputs(spec, action):
        now, then = given.get(each["name"]), was.get(each["name"])
        if each["name"] in {**given, **was} and not (_blank(now) and _blank(then)):
            line = {"field": each["name"], "label": each["label"], "kind": each["kind"], "before": None, "after": now}
            found.append(line | {"target": each.get("target")} | ({"former": then} if former and then != now else {}))
    return found


def _inputs(spec: ObjectSpec, name: str) -> list[dict[str, Any]]:
    """Field metadata of what an action takes; none of what is no action."""
    if name == Verb.MERGE:
        return [{"name": "with", "label": say(MERGED), "kind": "reference", "target": spec.key}]
    action = spec.action(name)
    return inputs(spec, action.input) if action and action.input else []


def editable(actor: Actor, spec: ObjectSpec, case: ApprovalCase, given: Mapping[str, Any]) -> dict[str, Any]:
    """What an action was given, as its form begins with it."""
    targets = {each["name"]: each.get("target") for each in _inputs(spec, case.action)}
    rows = [
        {"field": name, "kind": "reference", "after": value, "target": targets.get(name)}
        for name, value in given.items()
    ]
    return {row["field"]: row["after"] for row in _named(actor, rows)}


def _named(actor: Actor, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with Refs in place of ids, as far as the actor may know their titles."""
    wanted: dict[str, set[str]] = {}
    for row in _pointing(found):
        wanted.setdefault(row["target"], set()).update(each for side in SIDES for each in _ids(row.get(side)))
    titles = lookup(actor, wanted)
    for row in _pointing(found):
        for side in SIDES & row.keys():
            refs = [{"id": each, "title": titles[row["target"]].get(each)} for each in _ids(row[side])]
            row[side] = refs if isinstance(row[side], list) else refs[0] if refs else None
    return found


def _pointing(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    kinds = {*REFERENCES, SEVERAL}
    return [row for row in found if row["kind"] in kinds and row["target"]]


def _ids(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    named = [each["id"] if isinstance(each, dict) and "id" in each else each for each in listed]
    return [each for each in named if isinstance(each, str)]
