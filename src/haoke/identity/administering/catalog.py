"""Everything rights can be given on, with its names: the rows and columns of a role's matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.access.fieldrights import PERSONAL
from haoke.core.access.scopes import ANY, OPEN, target_of
from haoke.core.text import T, say

if TYPE_CHECKING:
    from haoke.core.spec import ObjectSpec

VERBS: dict[str, T] = {
    Verb.READ: T("Read", "查看"),
    Verb.CREATE: T("Create", "新建"),
    Verb.UPDATE: T("Change", "编辑"),
    Verb.DELETE: T("Delete", "删除"),
    Verb.ASSIGN: T("Hand over", "分配"),
    Verb.SHARE: T("Share", "共享"),
    Verb.MERGE: T("Merge", "合并"),
    Verb.UNMASK: T("Show masked values", "查看脱敏内容"),
    Verb.EXPORT: T("Export", "导出"),
    Verb.IMPORT: T("Import", "导入"),
    Verb.HISTORY: T("Import history", "导入历史"),
}
SCOPES: dict[Scope, T] = {
    Scope.NONE: T("None", "无"),
    Scope.OWN: T("Own", "本人"),
    Scope.SUBORDINATES: T("Own and people below", "本人及下属"),
    Scope.DEPARTMENT: T("Department", "本部门"),
    Scope.DEPARTMENTS: T("Department and below", "本部门及下级"),
    Scope.ALL: T("All", "全部"),
}
FIELDS: dict[FieldRight, T] = {
    FieldRight.HIDDEN: T("Hidden", "隐藏"),
    FieldRight.MASKED: T("Masked", "脱敏"),
    FieldRight.READ: T("Read only", "只读"),
    FieldRight.WRITE: T("May change", "可编辑"),
}
GROUPS: dict[str, T] = {
    ANY: T("Everything not named below", "以下未单独设置的全部内容"),
    "@data": T("Business data", "业务数据"),
    "@sales": T("Sales", "销售"),
    "@settings": T("Settings", "系统设置"),
    OPEN: T("What everybody reads", "全员可见的基础数据"),
}
ABOUT = T("the records they are about", "所属记录")
ALL_PERSONAL = T("All personal details", "所有个人信息")


def verb_label(spec: ObjectSpec, verb: str) -> T:
    """The name of a generic verb or of an action of the object."""
    action = spec.action(verb)
    return action.label if action else VERBS[verb]


def catalog() -> dict[str, Any]:
    """Verbs, scopes, field rights, rows for many objects at once, and every object rights are given on."""
    return {
        "verbs": [{**each, "named": each["name"] == Verb.UNMASK} for each in _named(VERBS)],
        "scopes": [{"name": scope.name.lower(), "label": say(label)} for scope, label in SCOPES.items()],
        "rights": [{"name": right.name.lower(), "label": say(label)} for right, label in FIELDS.items()],
        "groups": _named(GROUPS),
        "personal": {"name": PERSONAL, "label": say(ALL_PERSONAL)},
        "objects": [_object(spec) for spec in registry.objects().values() if _given(spec)],
    }


def _given(spec: ObjectSpec) -> bool:
    """Whether roles give rights on it: of what has no routes of its own only steps that have to be named."""
    return not spec.own and (not spec.internal or any(action.named for action in spec.actions))


def _named(labels: dict[str, T]) -> list[dict[str, str]]:
    return [{"name": str(name), "label": say(label)} for name, label in labels.items()]


def _follows(spec: ObjectSpec) -> bool:
    return spec.parent is not None or spec.internal


def _object(spec: ObjectSpec) -> dict[str, Any]:
    return {
        "key": spec.key,
        "label": say(spec.label_plural),
        "icon": spec.icon,
        "group": spec.group,
        "open": spec.open,
        "follows": say(target_of(spec, spec.parent).label_plural if spec.parent else ABOUT) if _follows(spec) else None,
        "actions": [
            {"name": action.name, "label": say(action.label), "named": action.named}
            for action in spec.actions
            if action.name not in VERBS and not spec.parent
        ],
        "fields": [
            {"name": field.name, "label": say(field.label), "personal": field.personal}
            for field in registry.fields(spec.key).values()
            if field.name not in ("id", "version") and not spec.internal
        ],
    }
