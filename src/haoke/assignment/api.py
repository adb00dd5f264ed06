"""Trying assignment rules over HTTP; the rules are records like any other."""

from __future__ import annotations

from haoke.assignment.queries import Trial, tried
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.text import T


def trial(call: Call) -> Answer:
    """Who would get what, and why; nothing is written."""
    return Answer(tried(call.actor, call.body))


ROUTES = (
    Route(
        "POST", "assignment-trials", trial, T("Try assignment rules", "试算分配规则"), Access.ADMIN, body=Trial,
        tag="assignment-rules",
    ),
)  # fmt: skip
