"""What a company begins with about its customers."""

from __future__ import annotations

from haoke.core.text import T

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
