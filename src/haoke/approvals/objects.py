"""Processes, deputies, cases and tasks as people and machines meet them; cases have routes of their own (api)."""

from __future__ import annotations

from haoke.approvals import rules
from haoke.approvals.choices import NEWS, CaseState, TaskState
from haoke.approvals.models import ApprovalCase, ApprovalProcess, ApprovalTask, Delegation
from haoke.core.erasing.places import Place
from haoke.core.modules.declared import Module
from haoke.core.spec import Editor, ObjectSpec, Waits, Weight
from haoke.core.text import T

approval_process = ObjectSpec(
    key="approval_process",
    plural="approval-processes",
    model=ApprovalProcess,
    label=T("Approval process", "审批流程"),
    label_plural=T("Approval processes", "审批流程"),
    title="name",
    icon="shield-check",
    group="settings",
    section="process",
    carried=("object", "name"),
    switch="active",
    columns=("name", "object", "trigger", "action", "active", "order"),
    sections={
        T("Process", "流程"): ("name", "object", "trigger", "action", "fields", "condition", "active", "order"),
        T("Steps", "审批节点"): ("nodes",),
        T("Rules", "规则"): ("locked_fields", "key_fields", "withdraw", "again"),
    },
    quick=("name", "object", "trigger", "action"),
    search={"name": Weight.HIGH},
    match=("name",),
    rules=(rules.process_makes_sense,),
    timeline=False,
    editors={
        "object": Editor.OBJECT, "action": Editor.ACTION, "fields": Editor.FIELDS, "condition": Editor.NEAR_CRITERIA,
        "nodes": Editor.STEPS, "locked_fields": Editor.FIELDS, "key_fields": Editor.FIELDS,
    },
    default_sort="order",
)  # fmt: skip

delegation = ObjectSpec(
    key="delegation",
    plural="delegations",
    model=Delegation,
    label=T("Deputy", "审批代理"),
    label_plural=T("Deputies", "审批代理"),
    title="to",
    icon="user-check",
    section="time",
    columns=("owner", "to", "on_leave", "since", "until", "note"),
    quick=("owner", "to", "on_leave", "since", "until", "note"),
    own=True,
    rules=(rules.deputy_makes_sense,),
    timeline=False,
    default_sort="-since",
)

approval_case = ObjectSpec(
    key="approval_case",
    plural="approvals",
    model=ApprovalCase,
    label=T("Approval", "审批单"),
    label_plural=T("Approvals", "审批单"),
    title="subject",
    icon="shield-check",
    group="settings",
    number="APV-{yyyy}{seq:6}",
    internal=True,
    own=True,
    involved=("approval_task", "case"),
    regards=("object", "record"),
    waits=Waits("state", CaseState.RETURNED.value, of="id"),
    news=NEWS,
    timeline=False,
)

approval_task = ObjectSpec(
    key="approval_task",
    plural="approval-tasks",
    model=ApprovalTask,
    label=T("Decision", "审批任务"),
    label_plural=T("Decisions", "审批任务"),
    title="node",
    icon="shield-check",
    internal=True,
    waits=Waits("state", TaskState.OPEN.value, of="case"),
    timeline=False,
)

MODULES = (
    Module(
        "approvals", T("Approvals", "审批"), T("Somebody agrees before something happens", "业务操作须经审批后生效"),
        "shield-check", ("approval_process", "delegation", "approval_case", "approval_task"), ("approvals",),
    ),
)  # fmt: skip
ERASED = (
    Place(
        "approvals_exhibit", T("What deciders saw", "审批人当时所见"),
        """id IN (SELECT id FROM approvals_approvalcase WHERE object = %(object)s AND record = %(record)s::uuid
            UNION SELECT t.id FROM approvals_approvaltask t JOIN approvals_approvalcase c ON c.id = t."case"
            WHERE c.object = %(object)s AND c.record = %(record)s::uuid) AND data <> '{}'""",
        "data = '{}'",
    ),
    Place(
        "approvals_exhibit", T("What deciders saw", "审批人当时所见"), "data::text ~* %(pattern)s",
        "data = regexp_replace(data::text, %(pattern)s, '■', 'gi')::jsonb",
    ),
)  # fmt: skip
OBJECTS = (approval_process, delegation, approval_case, approval_task)
