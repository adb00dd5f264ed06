"""Patterns as people and machines meet them."""

from __future__ import annotations

from haoke.core.numbering import actions, rules
from haoke.core.numbering.models import NumberPattern
from haoke.core.spec import Action, Editor, ObjectSpec
from haoke.core.text import T

number_pattern = ObjectSpec(
    key="number_pattern",
    plural="number-patterns",
    model=NumberPattern,
    label=T("Numbering", "编号规则"),
    label_plural=T("Numbering", "编号规则"),
    title="object",
    icon="list-ordered",
    group="settings",
    section="model",
    carried=("object",),
    columns=("object", "pattern", "updated_at", "updated_by"),
    quick=("object", "pattern"),
    timeline=False,
    rules=(rules.pattern_can_be_counted,),
    actions=(
        Action("count_on", actions.count_on, T("Count on from", "设置下一个序号"), actions.Next, icon="list-ordered"),
    ),
    editors={"object": Editor.OBJECT},
    default_sort="object",
)

NUMBERING = (number_pattern,)
