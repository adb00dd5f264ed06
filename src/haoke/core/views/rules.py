"""What a view, a person's choice of views and a layout must be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.errors import Missing, Problem
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.core.views.fitting import fitted
from haoke.core.views.shapes import Definition, ListColumns, Sections

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.spec import Change, ObjectSpec

NO_OBJECT = T("There is no such object that you may read", "没有您可以查看的此对象")
SHAPE = T("“{place}” does not belong in this document or does not fit", "此内容中的“{place}”不被接受或格式不符")
NOT_USABLE = T("Something in it names a field or a value that cannot be used there", "其中引用了不可用的字段或取值")
TOO_FAR = T(
    "You can offer a view to your own teams and departments; more is for administrators",
    "您可以将视图提供给自己所在的团队和部门，更大范围请由管理员设置",
)
NO_FIELD = T("“{object}” has no field “{field}”", "“{object}”没有字段“{field}”")
TWICE = T("“{field}” is placed twice", "“{field}”重复放置")
UNNAMED = T("A section needs a heading", "分组需要标题")


def _spec(change: Change) -> ObjectSpec:
    """The object a document is about; raises RuleBroken unless the actor may read it."""
    try:
        spec = registry.get(change.after["object"])
    except Missing:
        raise RuleBroken.at("object", "no_object", NO_OBJECT) from None
    if spec.internal or access.scope_of(change.actor, spec, Verb.READ) is Scope.NONE:
        raise RuleBroken.at("object", "no_object", NO_OBJECT)
    return spec


def _shaped(name: str, model: type[BaseModel], document: Any) -> None:
    try:
        model.model_validate(document)
    except ValidationError as bad:
        place = ".".join(map(str, bad.errors()[0]["loc"])) or name
        raise RuleBroken.at(name, "shape", SHAPE.fill(place=place)) from None


def view_fits_its_object(change: Change) -> None:
    """The object is there for its author, and he may use all he names."""
    if not change.changed & {"object", "definition"}:
        return
    spec, definition = _spec(change), change.after["definition"]
    if definition is None:
        return
    _shaped("definition", Definition, definition)
    if fitted(change.actor, spec, definition)[1]:
        raise RuleBroken.at("definition", "not_usable", NOT_USABLE)


def view_is_offered_within_reach(change: Change) -> None:
    """A person offers views where he belongs; administrators to anybody."""
    if change.actor.admin or not change.changed & {"to_everybody", "to_roles", "to_departments", "to_teams"}:
        return
    before, actor = change.before or {}, change.actor
    near = {"to_departments": {*actor.above, *actor.departments}, "to_teams": set(actor.teams), "to_roles": set()}
    far = [name for name, own in near.items() if set(change.after[name] or ()) - set(before.get(name) or ()) - own]
    if change.after["to_everybody"] and not before.get("to_everybody"):
        far.append("to_everybody")
    if far:
        raise RuleBroken(problems=[Problem(name, "too_far", TOO_FAR) for name in far])


def choice_is_about_an_object(change: Change) -> None:
    """Views are kept in sight object by object."""
    if "object" in change.changed:
        _spec(change)


def layout_fits_its_object(change: Change) -> None:
    """Known fields, each in one place."""
    if not change.changed & {"object", "sections", "columns"}:
        return
    spec = _spec(change)
    sections, columns = change.after["sections"], change.after["columns"]
    if sections is not None:
        _shaped("sections", Sections, {"sections": sections})
        if not all(any(each["label"].values()) for each in sections):
            raise RuleBroken.at("sections", "unnamed", UNNAMED)
        _placed(spec, "sections", (name for each in sections for name in each["fields"]))
    if columns is not None:
        _shaped("columns", ListColumns, {"columns": columns})
        _placed(spec, "columns", columns)


def _placed(spec: ObjectSpec, place: str, names: Iterable[str]) -> None:
    known, seen = registry.fields(spec.key), set[str]()
    for name in names:
        if name not in known:
            raise RuleBroken.at(place, "no_field", NO_FIELD.fill(object=spec.label, field=name))
        if name in seen:
            raise RuleBroken.at(place, "twice", TWICE.fill(field=known[name].label))
        seen.add(name)
