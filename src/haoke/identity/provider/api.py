"""Endpoints for administrators who set the company's own sign-in up."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.text import T
from haoke.identity.provider import kept, trying


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


def read_provider(_call: Call) -> Answer:
    return Answer(kept.describe())


def save_provider(call: Call) -> Answer:
    return Answer(kept.save(call.actor, call.body))


def remove_provider(call: Call) -> Answer:
    kept.remove(call.actor)
    return Answer({})


def try_provider(call: Call) -> Answer:
    """Nothing is kept of it."""
    return Answer(trying.attempt(call.body))


ROUTES = (
    Route(
        "GET", "sign-in-provider", read_provider, T("The company's own sign-in", "统一登录设置"), Access.ADMIN,
        tag="sign-in",
    ),
    Route(
        "POST", "sign-in-provider", save_provider, T("Set the company's own sign-in up", "设置统一登录"), Access.ADMIN,
        body=kept.Wanted, keyed=False, guarded=True, tag="sign-in",
    ),
    Route(
        "DELETE", "sign-in-provider", remove_provider, T("End the company's own sign-in", "停用统一登录"), Access.ADMIN,
        body=Nothing, guarded=True, tag="sign-in",
    ),
    Route(
        "POST", "sign-in-provider/test", try_provider, T("Try the company's own sign-in", "测试统一登录"), Access.ADMIN,
        body=kept.Wanted, keyed=False, guarded=True, tag="sign-in",
    ),
)  # fmt: skip
