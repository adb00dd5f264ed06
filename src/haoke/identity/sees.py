"""What a person will see, in sentences, worked out from his roles before he ever signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.access import field_right, scope_of
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

EVERYTHING = T("Everything in the company, and all settings", "公司的全部数据和所有设置")
NOTHING = T("Nothing yet: no role has been given", "暂时看不到内容：尚未分配角色")
READS: dict[Scope, T] = {
    Scope.OWN: T("Your own {what}", "您自己的{what}"),
    Scope.SUBORDINATES: T("{what} of you and the {n} people who report to you", "您和 {n} 名下属的{what}"),
    Scope.DEPARTMENT: T("{what} of your department", "您所在部门的{what}"),
    Scope.DEPARTMENTS: T("{what} of your department and those below it", "您所在部门及下级部门的{what}"),
    Scope.ALL: T("All {what} of the company", "公司全部{what}"),
}
OPENED = T("Besides, whatever colleagues share with you", "以及同事共享给您的记录")
ONLY_READS = T("You can look, not change", "您只能查看，不能修改")
EXPORTS = T("You may export {what}", "您可以导出{what}")
MASKED = T("Masked for you: {what}", "对您脱敏显示：{what}")
HIDDEN = T("Hidden from you: {what}", "对您隐藏：{what}")


def sentences(person: Actor) -> list[T]:
    """Short sentences about what the person may see and do."""
    if person.admin:
        return [EVERYTHING]
    shown = [spec for spec in registry.objects().values() if _is_business(spec)]
    reads = [*_reads(person, shown)]
    if not reads:
        return [NOTHING]
    changes = any(scope_of(person, spec, Verb.UPDATE) > Scope.NONE for spec in shown)
    exports = [spec.label_plural for spec in shown if scope_of(person, spec, Verb.EXPORT) > Scope.NONE]
    return [
        *reads,
        *([OPENED] if any(scope_of(person, spec, Verb.READ) < Scope.ALL for spec in shown) else []),
        *([] if changes else [ONLY_READS]),
        *([EXPORTS.fill(what=_listed(exports))] if exports else []),
        *_fields(person, shown),
    ]


def _is_business(spec: ObjectSpec) -> bool:
    return spec.group != "settings" and not (spec.section or spec.internal or spec.open or spec.parent or spec.private)


def _reads(person: Actor, shown: list[ObjectSpec]) -> Iterable[T]:
    for scope in sorted(READS, reverse=True):
        labels = [spec.label_plural for spec in shown if scope_of(person, spec, Verb.READ) is scope]
        if labels:
            yield READS[scope].fill(what=_listed(labels), n=len(set(person.reports) - {person.id}))


def _fields(person: Actor, shown: list[ObjectSpec]) -> Iterable[T]:
    for right, sentence in ((FieldRight.MASKED, MASKED), (FieldRight.HIDDEN, HIDDEN)):
        labels = [
            T("{object}: {field}", "{object}的{field}").fill(object=spec.label_plural, field=field.label)
            for spec in shown
            if scope_of(person, spec, Verb.READ) > Scope.NONE
            for field in registry.fields(spec.key).values()
            if field_right(person, spec, field.name) is right
        ]
        if labels:
            yield sentence.fill(what=_listed(labels))


def _listed(texts: list[T]) -> T:
    return T(", ".join(texts), "、".join(text.zh for text in texts))
