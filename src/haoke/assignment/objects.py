"""Assignment rules as people and machines meet them."""

from __future__ import annotations

from haoke.assignment import rules
from haoke.assignment.models import AssignmentRule
from haoke.core.modules.declared import Module
from haoke.core.spec import Editor, ObjectSpec, Weight
from haoke.core.text import T

assignment_rule = ObjectSpec(
    key="assignment_rule",
    plural="assignment-rules",
    model=AssignmentRule,
    label=T("Assignment rule", "分配规则"),
    label_plural=T("Assignment rules", "分配规则"),
    title="name",
    icon="route",
    group="settings",
    section="process",
    carried=("object", "name"),
    switch="active",
    columns=("name", "object", "order", "by", "to_users", "to_departments", "active"),
    sections={
        T("Which records", "适用记录"): ("name", "object", "order", "ways", "condition", "active"),
        T("To whom", "分配给"): ("to_users", "to_departments", "to_teams", "to_roles", "by"),
        T("Who is free", "可分配条件"): ("working_hours", "most", "counted"),
        T("If nobody is free", "无人可分时"): ("fallback", "pool"),
    },
    quick=("name", "object", "condition", "to_users", "to_departments", "by"),
    search={"name": Weight.HIGH},
    match=("name",),
    timeline=False,
    rules=(rules.rule_makes_sense,),
    editors={"object": Editor.OBJECT, "condition": Editor.NEAR_CRITERIA, "counted": Editor.CRITERIA},
    default_sort="order",
)

MODULES = (
    Module(
        "assignment", T("Assignment rules", "分配规则"),
        T("Who gets new records", "新记录自动分配给谁"), "route",
        ("assignment_rule",), ("assignment-trials",),
    ),
)  # fmt: skip
OBJECTS = (assignment_rule,)
