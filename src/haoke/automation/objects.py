"""Rules and their runs as people and machines meet them."""

from __future__ import annotations

from haoke.automation import actions, rules
from haoke.automation.models import Automation, AutomationRun
from haoke.core.modules.declared import Module
from haoke.core.spec import Action, Editor, Handed, ObjectSpec, Weight
from haoke.core.text import T

automation = ObjectSpec(
    key="automation",
    plural="automations",
    model=Automation,
    label=T("Automation", "自动化"),
    label_plural=T("Automations", "自动化"),
    title="name",
    icon="workflow",
    group="settings",
    section="process",
    carried=("name",),
    switch="active",
    columns=("name", "object", "trigger", "active", "owner", "updated_at"),
    sections={
        T("When", "触发条件"): ("name", "object", "trigger", "details", "before", "condition", "imports"),
        T("What is done", "执行步骤"): ("steps", "owner", "active", "since", "stopped"),
    },
    quick=("name", "object", "trigger"),
    search={"name": Weight.HIGH},
    match=("name",),
    handed=Handed(),
    rules=(rules.rule_is_its_owners, rules.rule_can_be_carried_out),
    editors={"object": Editor.OBJECT, "condition": Editor.CRITERIA, "before": Editor.CRITERIA},
    timeline=False,
    default_sort="name",
)

_KEPT = (
    "automation", "object", "record", "occasion", "entry", "change", "depth", "state", "steps", "rest", "error", "due",
    "awaits", "finished_at",
)  # fmt: skip
automation_run = ObjectSpec(
    key="automation_run",
    plural="automation-runs",
    model=AutomationRun,
    label=T("Automation run", "自动化运行记录"),
    label_plural=T("Automation runs", "自动化运行记录"),
    title="number",
    icon="history",
    number="RUN-{yyyy}{seq:7}",
    group="settings",
    section="process",
    columns=("number", "automation", "object", "state", "created_at", "error"),
    locked=_KEPT,
    parent="automation",
    actions=(Action("replay", actions.replay_run, T("Run again", "重新运行"), icon="rotate-ccw"),),
    timeline=False,
    default_sort="-created_at",
)

MODULES = (
    Module(
        "automation", T("Automation", "自动化"), T("Rules that act by themselves", "按规则自动执行操作"), "workflow",
        ("automation", "automation_run"), ("automation-templates", "automation-trials"),
    ),
)  # fmt: skip
OBJECTS = (automation, automation_run)
