"""What a client needs to know to draw every screen: objects, fields, labels, layouts and this person's rights."""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin
from uuid import UUID

from haoke.core import registry
from haoke.core.access import field_right, readable, reckoned, scope_of, writable
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.conditions.reading import now_in_force
from haoke.core.conditions.showing import shown
from haoke.core.erasing import ERASE
from haoke.core.limits import unmasking
from haoke.core.records import giving
from haoke.core.search import keys
from haoke.core.spec import Editor
from haoke.core.text import T, say
from haoke.core.views import layouts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from haoke.core.access.actor import Actor
    from haoke.core.conditions.judging import Rule
    from haoke.core.fields import FieldDef
    from haoke.core.spec import Action, ObjectSpec
    from haoke.core.views.layouts import Arranged

_OTHER = T("Other", "其他信息")
_SYSTEM = T("System", "系统信息")
ABOUT = T("About", "关联记录")


def meta(actor: Actor) -> list[dict[str, Any]]:
    """The objects this actor may read, with labels in the current language."""
    arranged, rules, given = layouts(actor), now_in_force(), giving.spoken_of(giving.FORM)
    return [
        described(actor, spec, arranged.get(spec.key), rules.get(spec.key, ())) | {"by_rules": spec.key in given}
        for spec in registry.objects().values()
        if not spec.internal and scope_of(actor, spec, Verb.READ) > Scope.NONE
    ]


def described(actor: Actor, spec: ObjectSpec, arranged: Arranged | None, rules: Sequence[Rule]) -> dict[str, Any]:
    """One object as this actor meets it, under that layout and those conditional rules."""
    return _object(actor, spec, arranged) | {"rules": shown(actor, spec, rules)}


def _section(spec: ObjectSpec) -> str | None:
    """Part of the settings the object's list stands in; None: in none of them."""
    if spec.parent or spec.section is None:
        return None
    return spec.section or ("other" if spec.group == "settings" else None)


def _actions(actor: Actor, spec: ObjectSpec) -> list[dict[str, Any]]:
    return [
        {
            "name": action.name,
            "label": say(action.label),
            "icon": action.icon,
            "danger": action.danger,
            "minor": action.minor,
            "bulk": action.bulk,
            "offered": _offered(spec, action),
            "input": inputs(spec, action.input) if action.input else [],
        }
        for action in spec.actions
        if scope_of(actor, spec, action.name) > Scope.NONE and (action.needed is None or action.needed(spec.key))
    ]


def _object(actor: Actor, spec: ObjectSpec, arranged: Arranged | None) -> dict[str, Any]:
    fields = readable(actor, spec)
    columns = spec.columns if arranged is None or arranged.columns is None else arranged.columns
    may_write = writable(actor, spec)
    return {
        "key": spec.key,
        "plural": spec.plural,
        "label": say(spec.label),
        "label_plural": say(spec.label_plural),
        "icon": spec.icon,
        "group": spec.group,
        "section": _section(spec),
        "title": spec.title,
        "columns": [name for name in columns if name in fields],
        "sections": _sections(spec, fields, arranged.sections if arranged else None),
        "quick": [name for name in (spec.quick or spec.columns) if name in fields],
        "board": spec.board if spec.board in fields else None,
        "board_action": spec.board_action,
        "sort": spec.default_sort,
        "timeline": spec.timeline,
        "ties": say(ABOUT) if spec.links else None,
        "rights": _rights(actor, spec),
        "actions": _actions(actor, spec),
        "related": _related(actor, spec),
        "fields": [
            *(_field(spec, field, actor, writes=name in may_write) for name, field in fields.items()),
            *(_reckoned(field) for name, field in reckoned(actor, spec).items() if name not in fields),
        ],
    }


def _rights(actor: Actor, spec: ObjectSpec) -> dict[str, bool]:
    """Which generic verbs reach any record of the object; merging takes changing and deleting, too."""
    found = {str(verb): scope_of(actor, spec, verb) > Scope.NONE for verb in Verb}
    return found | {"merge": spec.mergeable and found["merge"] and found["update"] and found["delete"]}


def _offered(spec: ObjectSpec, action: Action) -> dict[str, Any] | None:
    """Of which records screens offer an action; of persons only those that can be erased."""
    who = spec.person if action.name == ERASE.name else None
    offered = (who.field, (who.value,)) if who and who.field else action.offered
    return {"field": offered[0], "values": offered[1]} if offered else None


def _sections(
    spec: ObjectSpec, fields: dict[str, FieldDef], arranged: list[dict[str, Any]] | None
) -> list[dict[str, Any]]:
    """Sections as arranged for this person, else as shipped; a field without a place is left out of an arrangement
    unless a record cannot be without it."""
    own = arranged is not None
    shipped = ((label, names, 2) for label, names in spec.sections.items())
    layout = [(_heading(spec, each["label"]), each["fields"], each.get("columns", 2)) for each in arranged or ()]
    layout = layout if own else list(shipped)
    placed = {name for _, names, _ in layout for name in names}
    rest = [name for name in fields if name not in placed]
    more = [name for name in rest if not fields[name].readonly and (fields[name].required or not own)]
    system = [name for name in rest if fields[name].readonly and name not in ("id", "version")]
    layout += [(_OTHER, more, 2), (_SYSTEM, system, 2)]
    known = ((label, [name for name in names if name in fields], columns) for label, names, columns in layout)
    return [{"label": say(label), "fields": names, "columns": columns} for label, names, columns in known if names]


def _heading(spec: ObjectSpec, label: dict[str, str | None]) -> T:
    """A heading an administrator typed in one language or both; one that is shipped is known in both."""
    en, zh = ((label.get(language) or "").strip() for language in ("en", "zh"))
    shipped = {text: each for each in (*spec.sections, _OTHER, _SYSTEM) for text in (str.__str__(each), each.zh)}
    return T(en, zh) if en and zh else shipped.get(en or zh, T(en or zh, en or zh))


def _related(actor: Actor, spec: ObjectSpec) -> list[dict[str, Any]]:
    found = []
    for relation in registry.relations(spec.key).values():
        child = registry.get(relation.child)
        if child.internal or scope_of(actor, child, Verb.READ) is Scope.NONE:
            continue
        if relation.field is not None and relation.field not in readable(actor, child):
            continue
        label = child.reverse.get(relation.field or "", child.label_plural)
        found.append({"name": relation.name, "object": child.key, "field": relation.field, "label": say(label)})
    return found


def _field(spec: ObjectSpec, field: FieldDef, actor: Actor, *, writes: bool) -> dict[str, Any]:
    masked = field_right(actor, spec, field.name) is FieldRight.MASKED
    told = _told(field) | {
        "readonly": field.readonly or not writes,
        "closed": field.readonly,
        "editor": spec.editors.get(field.name),
        "keys": keys.of(spec.key, field.name),
        "unmask": spec.plural if masked and unmasking.may(actor, spec) else None,
    }
    if field.name == spec.title and spec.editors.get(field.name) is Editor.OBJECT:
        told["choices"] = _objects()
    if field.type.kind == "tags":
        told["of"] = spec.key
    closed = {"sortable": False, "filterable": False, "groupable": False, "operators": []} if masked else {}
    return told | {"masked": masked} | closed


def _objects() -> list[dict[str, str]]:
    """What a record that is called by an object's key is shown as."""
    every = registry.objects().values()
    return [
        {"value": each.key, "label": say(each.label_plural), "color": "gray"} for each in every if not each.internal
    ]


def _told(field: FieldDef) -> dict[str, Any]:
    """What is so of a field for everybody."""
    kind = field.type
    return {
        "name": field.name,
        "label": say(field.label),
        "help": say(field.help),
        "kind": kind.kind,
        "custom": field.custom,
        "required": field.required,
        "masked": False,
        "sortable": kind.sortable,
        "filterable": bool(kind.operators),
        "groupable": kind.groupable,
        "operators": [str(op) for op in kind.operators],
        "editor": None,
        "keys": [],
        **spoken(kind.meta()),
    }


def _reckoned(field: FieldDef) -> dict[str, Any]:
    """One that is reckoned while reading: in lists it is like any other, elsewhere there is none."""
    return _told(field) | {"readonly": True, "reckoned": True}


def spoken(value: Any) -> Any:
    """The structure with every text said in the current language."""
    if isinstance(value, dict):
        return {key: spoken(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [spoken(item) for item in value]
    return say(value) if isinstance(value, T) else value


_KINDS: dict[type, str] = {str: "text", bool: "boolean", int: "integer", UUID: "text"}


def inputs(spec: ObjectSpec, model: type[BaseModel]) -> list[dict[str, Any]]:
    """FieldMeta of an action's input: one named like a field of the object is entered like that field.

    `Field(title=T(…), description=T(…), json_schema_extra={"kind": …, "target": …})` says the rest; with "own" it
    begins with what the record has.
    """
    fields = registry.fields(spec.key)
    return [_input(name, info, fields.get(name)) for name, info in model.model_fields.items()]


def _input(name: str, info: FieldInfo, like: FieldDef | None) -> dict[str, Any]:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    bare = _bare(info.annotation)
    shape = like.type.meta() if like else {}
    kind = like.type.kind if like else _KINDS.get(bare, getattr(bare, "__name__", "text"))
    return {
        "name": name,
        "label": say(info.title or (like.label if like else name)),
        "help": say(info.description or ""),
        "kind": kind,
        "required": info.is_required(),
        "readonly": False,
        **spoken(shape),
        **spoken(extra),
    }


def _bare(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        return next(arg for arg in get_args(annotation) if arg is not type(None))
    return annotation
