"""Duplicate rules as people and machines meet them."""

from __future__ import annotations

from typing import Any

from haoke.core.erasing.places import Place
from haoke.core.merging.beside import Beside
from haoke.core.spec import Action, Editor, ObjectSpec, Weight
from haoke.core.text import T
from haoke.dataquality.actions.correcting import Judgment, judge
from haoke.dataquality.choices import CORRECTION_NEWS
from haoke.dataquality.models import Completeness, Correction, DuplicateRule
from haoke.dataquality.queries.correcting import JUDGE
from haoke.dataquality.rules.duplicates import rule_makes_sense
from haoke.dataquality.rules.measures import measure_makes_sense

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
    rules=(rule_makes_sense,),
    timeline=False,
    editors={
        "object": Editor.OBJECT, "other": Editor.OBJECT, "conditions": Editor.PAIRS, "actions": Editor.STEPS_BY_WAY,
    },
    default_sort="name",
)  # fmt: skip

completeness = ObjectSpec(
    key="completeness",
    plural="completeness-measures",
    model=Completeness,
    label=T("Completeness", "完整度"),
    label_plural=T("Completeness", "完整度"),
    title="object",
    icon="gauge",
    group="settings",
    section="model",
    carried=("object",),
    switch="active",
    columns=("object", "fields", "good", "fair", "fresh_days", "stale_days", "active"),
    sections={
        T("What counts", "计入内容"): ("object", "fields", "active"),
        T("Colours", "颜色"): ("good", "fair", "fresh_days", "stale_days"),
    },
    quick=("object", "fields"),
    rules=(measure_makes_sense,),
    timeline=False,
    editors={"object": Editor.OBJECT, "fields": Editor.WEIGHTS},
    default_sort="object",
)  # fmt: skip

correction = ObjectSpec(
    key="correction",
    plural="corrections",
    model=Correction,
    label=T("Correction", "更正建议"),
    label_plural=T("Corrections", "更正建议"),
    title="field",
    icon="pencil-line",
    about=("object", "record"),
    regards=("object", "record"),
    news=CORRECTION_NEWS,
    internal=True,
    timeline=False,
    actions=(Action(JUDGE, judge, T("Judge corrections", "处理更正建议"), Judgment, named=True),),
    default_sort="-created_at",
)  # fmt: skip


def steward_role() -> dict[str, Any]:
    """Reads all business data and decides what others propose to put right in it; changes nothing else."""
    nothing = {"*": "none"}
    return {
        "code": "data_steward",
        "name": {"en": "Data steward", "zh": "数据管家"},
        "description": {
            "en": "Sees all customers and deals and decides corrections colleagues propose; changes nothing else",
            "zh": "查看全部客户和商机，处理同事提出的更正建议，不能直接修改",
        },
        "grants": {
            "*": {"read": "all", "*": "none"}, "@open": nothing, "@settings": nothing, correction.key: {JUDGE: "all"},
        },
        "fields": {},
    }  # fmt: skip


ROLES = (steward_role,)
#: Requests for a record that goes up into another are for that.
BESIDE = (Beside("dataquality_ownerrequest"),)
#: What colleagues wrote when they asked for a record, and were answered.
ERASED = (
    Place(
        "dataquality_ownerrequest", T("Requests to owners", "向负责人的申请"),
        "record = ANY(%(records)s) OR concat_ws(' ', title, words, answer) ~* %(pattern)s",
        "title = '', words = '', answer = ''",
    ),
)  # fmt: skip
OBJECTS = (duplicate_rule, completeness, correction)
