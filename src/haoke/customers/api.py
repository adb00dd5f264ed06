"""What customers answer beside their records."""

from __future__ import annotations

from haoke.core.api.records import record_id
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.text import T
from haoke.customers.actions import Placed, place_person
from haoke.customers.queries.deciding import read_map
from haoke.customers.registry.api import ROUTES as REGISTRY


def read_decision_map(call: Call) -> Answer:
    """{people, lines, gaps, more}: who decides at an account, as far as this person sees them."""
    return Answer(read_map(call.actor, record_id(call)))


def write_place(call: Call) -> Answer:
    """{change}: what a person decides at the account and his lines, in one step that is done as a whole or not."""
    return Answer(place_person(call.actor, record_id(call), call.body))


ROUTES = (
    Route(
        "GET", "accounts/{id}/decision-map", read_decision_map, T("Who decides at the account", "客户决策链"),
        Access.OBJECT, "account", "read", tag="accounts",
    ),
    Route(
        "POST", "accounts/{id}/decision-map", write_place, T("Place a person in who decides", "调整决策链成员"),
        Access.OBJECT, "account", "update", body=Placed, tag="accounts",
    ),
    *REGISTRY,
)  # fmt: skip
