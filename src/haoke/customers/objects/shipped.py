"""What a company begins with about its customers."""

from __future__ import annotations

from haoke.core.spec import Figure, Section
from haoke.core.text import T
from haoke.customers.queries.deciding import gap_of_deciders
from haoke.customers.queries.gaps import DECIDE

_SUPERIOR = {"id": "superior", "kind": "superior", "level": 1, "name": T("Superior", "直属上级")}

#: What an approval process may begin with.
APPROVALS = (
    {
        "code": "new_partner",
        "name": T("New customer or supplier", "新建客户（供应商）准入审批"),
        "description": T("Whoever enters a new company asks their superior first", "新建企业档案须直属上级同意"),
        "object": "account",
        "trigger": "create",
        "nodes": [{**_SUPERIOR, "limit": {"hours": 8, "then": "remind"}}],
    },
    {
        "code": "delete_customer",
        "name": T("A customer is deleted", "删除客户审批"),
        "description": T("Deleting a customer asks the superior first", "删除客户须直属上级同意"),
        "object": "account",
        "trigger": "delete",
        "nodes": [_SUPERIOR],
    },
)

_OF_COMPANIES = {"field": "kind", "value": "company"}
#: How complete records are, out of the box.
COMPLETENESS = (
    {
        "object": "account",
        "fields": (
            {"field": "phone", "weight": 3},
            {"field": "industry", "weight": 3, "when": _OF_COMPANIES},
            {"field": "uscc", "weight": 2, "when": _OF_COMPANIES},
            {"field": "level", "weight": 2},
            {"field": "address", "weight": 2},
            {"field": "source", "weight": 2},
            {"field": "email", "weight": 1},
            {"field": "website", "weight": 1, "when": _OF_COMPANIES},
            {"field": "size", "weight": 1, "when": _OF_COMPANIES},
            {"field": "next_contact", "weight": 1},
        ),
    },
    {
        "object": "contact",
        "fields": (
            {"field": "mobile", "weight": 3},
            {"field": "account", "weight": 3},
            {"field": "email", "weight": 2},
            {"field": "title", "weight": 2},
            {"field": "salutation", "weight": 1},
            {"field": "unit", "weight": 1},
            {"field": "im", "weight": 1},
        ),
    },
)

_DATED = {"field": "next_contact", "op": "nempty"}
_LONG_AGO = {"rel": "days_ago", "n": 30}
_UNTOUCHED = {
    "related": "activities",
    "where": {
        "or": [
            {"field": "done_at", "op": "after", "value": _LONG_AGO},
            {"field": "done", "op": "eq", "value": False},
        ]
    },
    "op": "none",
}
TODAY = (
    Section(
        "contact_due", T("Customers to contact", "该联系的客户"), "account", _DATED, "next_contact", "next_contact", 3
    ),
    Section(
        "people_due", T("Contacts to call on", "该联系的联系人"), "contact", _DATED, "next_contact", "next_contact", 4
    ),
    Section(
        "no_contact",
        T("Not contacted for 30 days", "30 天未联系的客户"),
        "account",
        {"and": [{"field": "created_at", "op": "before", "value": _LONG_AGO}, _UNTOUCHED]},
        place=8,
        shown=5,
    ),
)

#: Rules of notices every company begins with; roles by the codes of those shipped.
NOTICE_RULES = (
    {
        "code": "service_told_of_sales",
        "name": T("Sales changed a customer I serve", "销售修改了我服务的客户"),
        "object": "account",
        "happens": ["update"],
        "by_roles": ["sales_rep", "sales_manager"],
        "to_roles": ["service_agent"],
        "involved": True,
        "mail": True,
    },
)

#: What a rule of automation may begin with.
AUTOMATIONS = (
    {
        "code": "no_contact_reminder",
        "name": T("No contact for 30 days: remind the owner", "30 天未联系：提醒负责人"),
        "description": T(
            "Every Monday, owners of customers nobody has contacted for 30 days are reminded",
            "每周一提醒 30 天未联系客户的负责人",
        ),
        "object": "account",
        "trigger": "schedule",
        "details": {"every": "week", "at": "09:00", "weekday": 1},
        "condition": {"and": [{"field": "created_at", "op": "before", "value": _LONG_AGO}, _UNTOUCHED]},
        "steps": [
            {
                "id": "remind",
                "kind": "notify",
                "owner": True,
                "message": T("Nobody has contacted this customer for 30 days", "该客户已 30 天未联系"),
            }
        ],
    },
)

#: Who decides, at the top of a company's page.
PROFILE = (
    Figure(
        "deciders", T("Who decides", "决策人"), ("account",), "account_contact",
        {"and": [
            {"field": "roles", "op": "has_any", "value": sorted(DECIDE)},
            {"field": "until", "op": "empty"},
        ]},
        of=("kind", "company"), count=False, most=3, sort="created_at", fields=("contact", "stance"),
        gap=gap_of_deciders, place=60,
    ),
)  # fmt: skip
