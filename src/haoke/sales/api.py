"""What sales answer beside their records."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from haoke.core.api.records import record_id
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.text import T
from haoke.sales.queries.groups import read_group


class GroupParams(BaseModel):
    """`whole`: all accounts of the group, not the first of them."""

    model_config = ConfigDict(extra="forbid")
    whole: bool = False


def read_group_of(call: Call) -> Answer:
    """{nodes, figures, more, cut, note}: the group an account belongs to, as far as this person sees it."""
    return Answer(read_group(call.actor, record_id(call), whole=call.query.whole))


ROUTES = (
    Route(
        "GET", "accounts/{id}/group", read_group_of, T("The group an account belongs to", "客户所属集团"),
        Access.OBJECT, "account", "read", query=GroupParams, tag="accounts",
    ),
)  # fmt: skip
