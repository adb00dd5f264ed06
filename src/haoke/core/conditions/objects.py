"""Rules as people and machines meet them."""

from __future__ import annotations

from haoke.core.conditions import rules
from haoke.core.conditions.models import FieldRule
from haoke.core.spec import Editor, ObjectSpec
from haoke.core.text import T

field_rule = ObjectSpec(
    key="field_rule",
    plural="field-rules",
    model=FieldRule,
    label=T("Field rule", "字段规则"),
    label_plural=T("Field rules", "字段规则"),
    title="name",
    icon="list-checks",
    group="settings",
    section="model",
    carried=("object", "name"),
    columns=("name", "object", "effect", "active", "updated_at"),
    sections={
        T("Rule", "规则"): ("name", "object", "effect", "applies_to", "when", "must", "message", "active", "position")
    },
    quick=("name", "object", "effect", "applies_to", "when", "must", "message"),
    timeline=False,
    rules=(rules.rule_fits_its_object,),
    editors={
        "object": Editor.OBJECT, "applies_to": Editor.FIELDS, "when": Editor.OWN_CRITERIA,
        "must": Editor.OWN_CRITERIA,
    },
    default_sort="name",
)  # fmt: skip

RULES = (field_rule,)
