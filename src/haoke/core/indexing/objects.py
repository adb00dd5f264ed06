"""Fast fields as people and machines meet them."""

from __future__ import annotations

from haoke.core.indexing import rules
from haoke.core.indexing.models import FastField
from haoke.core.spec import Editor, ObjectSpec
from haoke.core.text import T

fast_field = ObjectSpec(
    key="fast_field",
    plural="fast-fields",
    model=FastField,
    label=T("Fast field", "加速字段"),
    label_plural=T("Fast fields", "加速字段"),
    title="field",
    icon="zap",
    group="settings",
    section=None,
    carried=("object", "field"),
    columns=("object", "field", "created_at", "created_by"),
    quick=("object", "field"),
    timeline=False,
    rules=(rules.can_be_fast,),
    editors={"object": Editor.OBJECT},
    default_sort="object",
)
INDEXING = (fast_field,)
