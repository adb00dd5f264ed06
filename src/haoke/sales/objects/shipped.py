"""What a company begins with about its sales."""

from __future__ import annotations

from haoke.core.spec import Figure, Section
from haoke.core.text import T

#: How complete records are, out of the box.
COMPLETENESS = (
    {
        "object": "lead",
        "fields": (
            {"field": "phone", "weight": 3},
            {"field": "company", "weight": 3},
            {"field": "source", "weight": 2},
            {"field": "email", "weight": 2},
            {"field": "title", "weight": 1},
            {"field": "region", "weight": 1},
            {"field": "product", "weight": 1},
            {"field": "next_contact", "weight": 1},
        ),
    },
    {
        "object": "opportunity",
        "fields": (
            {"field": "account", "weight": 3},
            {"field": "amount", "weight": 3},
            {"field": "expected_close", "weight": 2},
            {"field": "next_step", "weight": 2},
            {"field": "contact", "weight": 2},
            {"field": "product", "weight": 1},
            {"field": "source", "weight": 1},
            {"field": "next_contact", "weight": 1},
        ),
    },
)
_DATED = {"field": "next_contact", "op": "nempty"}
OPEN = {"field": "stage.kind", "op": "eq", "value": "open"}
_WORKED_ON = {"field": "status", "op": "in", "value": ["new", "contacting", "qualified"]}
_NOTHING_PLANNED = (
    {"field": "next_step", "op": "empty"},
    {"field": "next_contact", "op": "empty"},
    {"related": "activities", "where": {"field": "done", "op": "eq", "value": False}, "op": "none"},
)
TODAY = (
    Section(
        "leads_due",
        T("Leads to contact", "该联系的线索"),
        "lead",
        {"and": [_DATED, _WORKED_ON]},
        "next_contact",
        "next_contact",
        5,
    ),
    Section(
        "deals_due",
        T("Deals to follow up", "该跟进的商机"),
        "opportunity",
        {"and": [_DATED, OPEN]},
        "next_contact",
        "next_contact",
        6,
    ),
    Section(
        "no_next_step",
        T("Deals without a next step", "没有下一步的商机"),
        "opportunity",
        {"and": [OPEN, *_NOTHING_PLANNED]},
        sort="expected_close",
        place=7,
        shown=10,
    ),
)

_SUPERIOR = {"id": "superior", "kind": "superior", "level": 1, "name": T("Superior", "直属上级")}
_ABOVE = {"id": "above", "kind": "superior", "level": 2, "name": T("Their superior", "上级的上级")}

#: What an approval process may begin with; whoever stands above needs no choosing.
APPROVALS = (
    {
        "code": "discount",
        "name": T("Discount: a deal's amount is changed", "折扣审批：修改商机金额"),
        "description": T(
            "Whoever changes the amount of a deal asks their superior, who is reminded after a working day",
            "修改商机金额须直属上级同意，超过一个工作日未处理则提醒",
        ),
        "object": "opportunity",
        "trigger": "update",
        "fields": ["amount"],
        "locked_fields": ["amount", "stage"],
        "nodes": [{**_SUPERIOR, "limit": {"hours": 8, "then": "remind"}}],
    },
    {
        "code": "contract",
        "name": T("Contract of a deal", "合同审批"),
        "description": T(
            "Submitted from the deal; the superior and the one above decide, a later change of the amount asks again",
            "在商机页主动提交，直属上级和上级的上级依次审批；之后再改金额需重新审批",
        ),
        "object": "opportunity",
        "trigger": "manual",
        "key_fields": ["amount"],
        "nodes": [{**_SUPERIOR, "limit": {"hours": 16, "then": "remind"}}, _ABOVE],
    },
    {
        "code": "win",
        "name": T("A deal is won", "赢单审批"),
        "description": T(
            "Closing a deal as won asks the superior, so that figures are right",
            "关闭为赢单须直属上级确认，保证业绩真实",
        ),
        "object": "opportunity",
        "trigger": "action",
        "action": "win",
        "nodes": [_SUPERIOR],
    },
)

#: What a rule of automation may begin with.
AUTOMATIONS = (
    {
        "code": "deal_won_handover",
        "name": T("Deal won: hand over to service", "赢单后交接给服务"),
        "description": T(
            "When a deal is won, a task for the handover is planned in two days and its owner is told",
            "商机赢单后，建立两天后的交接任务并通知负责人",
        ),
        "object": "opportunity",
        "trigger": "action",
        "details": {"action": "win"},
        "steps": [
            {
                "id": "handover",
                "kind": "task",
                "object": "activity",
                "values": {
                    "subject": T("Hand over to service: {{name}}", "交接给服务：{{name}}"),
                    "kind": "task",
                    "due": {"in": 2, "unit": "day"},
                    "owner": {"copy": "owner"},
                },
            },
            {
                "id": "told",
                "kind": "notify",
                "owner": True,
                "message": T("Won! The handover to service is planned", "恭喜赢单！已安排服务交接任务"),
            },
        ],
    },
    {
        "code": "new_lead_call",
        "name": T("New lead: call within a day", "新线索：一天内电话联系"),
        "description": T(
            "When a lead is created, a call is planned; if it is still new after a day, its owner is reminded",
            "新建线索后安排电话任务；一天后仍未跟进则提醒负责人",
        ),
        "object": "lead",
        "trigger": "created",
        "steps": [
            {
                "id": "call",
                "kind": "task",
                "object": "activity",
                "values": {
                    "subject": T("Call {{name}}", "致电 {{name}}"),
                    "kind": "call",
                    "due": {"in": 1, "unit": "day"},
                    "owner": {"copy": "owner"},
                },
            },
            {"id": "wait", "kind": "wait", "n": 1, "unit": "day"},
            {
                "id": "still_new",
                "kind": "branch",
                "branches": [
                    {
                        "when": {"field": "status", "op": "in", "value": ["new"]},
                        "steps": [
                            {
                                "id": "remind",
                                "kind": "notify",
                                "owner": True,
                                "message": T("This lead still waits for a call", "该线索尚未联系，请尽快跟进"),
                            }
                        ],
                    }
                ],
            },
        ],
    },
)

_WON = {"field": "stage.kind", "op": "eq", "value": "won"}
_THIS_YEAR = {"field": "closed_at", "op": "within", "value": {"rel": "this_fiscal_year"}}
_BUYERS = ("account", "contact")
#: What stands at the top of a customer's page about its deals.
PROFILE = (
    Figure(
        "open_deals", T("Open deals", "进行中的商机"), _BUYERS, "opportunity", {"and": [OPEN]}, total="amount",
        day="expected_close", place=10,
    ),
    Figure(
        "won_year", T("Won this year", "本年成交"), _BUYERS, "opportunity", {"and": [_WON, _THIS_YEAR]},
        total="amount", place=20,
    ),
    Figure(
        "won", T("Won in all", "累计成交"), _BUYERS, "opportunity", {"and": [_WON]}, total="amount",
        day="-closed_at", place=30,
    ),
)  # fmt: skip
