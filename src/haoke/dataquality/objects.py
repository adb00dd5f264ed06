"""Duplicate rules as people and machines meet them."""

from __future__ import annotations

from haoke.core.spec import Editor, ObjectSpec, Weight
from haoke.core.text import T
from haoke.dataquality import rules
from haoke.dataquality.models import DuplicateRule

duplicate_rule = ObjectSpec(
    key="duplicate_rule",
    plural="duplicate-rules",
    model=DuplicateRule,
    label=T("Duplicate rule", "查重规则"),
    label_plural=T("Duplicate rules", "查重规则"),
    title="name",
    icon="copy-check",
    group="settings",
    section="model",
    carried=("object", "name"),
    switch="active",
    columns=("name", "object", "other", "conditions", "active"),
    sections={
        T("Rule", "规则"): ("name", "object", "other", "active"),
        T("The same when", "判定条件"): ("conditions",),
        T("What happens", "处理方式"): ("actions",),
    },
    quick=("name", "object", "other", "conditions", "actions"),
    search={"name": Weight.HIGH},
    rules=(rules.rule_makes_sense,),
    timeline=False,
    editors={
        "object": Editor.OBJECT, "other": Editor.OBJECT, "conditions": Editor.PAIRS, "actions": Editor.STEPS_BY_WAY,
    },
    default_sort="name",
)  # fmt: skip

OBJECTS = (duplicate_rule,)
