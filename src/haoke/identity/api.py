"""Endpoints of signing in and of what belongs to oneself: session, password, keys, invitations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api import files
from haoke.core.api.routes import PREFIX, Access, Answer, Call, Route
from haoke.core.api.system import uuid_or_missing
from haoke.core.errors import Missing, SignInNeeded
from haoke.core.text import T
from haoke.identity import (
    company,
    invitations,
    inviting,
    keys,
    middleware,
    profile,
    sessions,
    sharing,
    signin,
    twostep,
)
from haoke.identity.administering import api as administering
from haoke.identity.administering import seeing
from haoke.identity.invitations import Accept
from haoke.identity.keys import NewKey
from haoke.identity.provider import api as providing
from haoke.identity.provider import flow
from haoke.identity.provider.flow import COOKIE, LASTS
from haoke.identity.provider.kept import offered
from haoke.identity.sharing import Share
from haoke.identity.signin import Code, NewPassword, Preferences, Proof, SignIn

if TYPE_CHECKING:
    from django.http import HttpRequest

    from haoke.core.access.actor import Actor
    from haoke.identity.sessions import Opened


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OfRecord(BaseModel):
    """Which record's shares."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    id: UUID


class Version(BaseModel):
    """Which one is meant; whatever there is now is answered."""

    model_config = ConfigDict(extra="forbid")
    v: str | None = Field(None, max_length=60)


class NewShare(Share):
    """A share and the record it opens."""

    object: str = Field(max_length=60)
    id: UUID


def _address(request: HttpRequest) -> str:
    """Where a request comes from: behind a proxy what that adds at the end; the rest of the header is the caller's."""
    told = request.headers.get("X-Forwarded-For", "") if settings.TRUST_PROXY else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:300]


def _described(actor: Actor | None, csrf: str, waits: str = "") -> dict[str, Any]:
    found, admin = company.settings(), actor is not None and actor.admin
    if admin and found.started is None:
        found = company.now()  # else whoever has just begun would be asked again how to begin
    about = {
        "name": found.name,
        "currency": found.currency,
        "language": found.language,
        "demo": found.started == "demo",
        "logo": found.logo,
    }
    # Nobody sets a company up without signing in: what a stranger is told does not depend on whether there is one.
    setup = {"demo": about["demo"], "empty": admin and found.started is None}
    person = profile.describe(actor) if actor else {"user": None, "teams": []}
    return {
        **person, "company": about, "setup": setup, "csrf": csrf, "waits": waits, "seen_by": seeing.watcher(actor),
        "provider": offered(),
    }  # fmt: skip


def read_session(call: Call) -> Answer:
    """Who is signed in, or nobody, and what the start screen needs to know."""
    return Answer(_described(call.actor, getattr(call.request, "csrf", ""), _waits(call)))


def _waits(call: Call) -> str:
    """What half a session still lacks, if it is one."""
    return str(getattr(call.request, "waits", ""))


def _opened(call: Call, opened: Opened, status: int = 200) -> Answer:
    cookie = middleware.cookie(opened.token, secure=call.request.is_secure())
    person = None if opened.waits else opened.actor
    body = _described(person, sessions.csrf_token(opened.token), opened.waits)
    return Answer(body, status, {"Set-Cookie": cookie})


def read_logo(call: Call) -> Answer:
    """The company's logo, which everybody sees before he signs in; `v` only tells a browser one from another."""
    found = company.logo()
    if found is None:
        raise Missing
    return files.sent(call, found)


def sign_in(call: Call) -> Answer:
    return _opened(call, signin.sign_in(call.body, _address(call.request), _agent(call.request)))


def sign_out(call: Call) -> Answer:
    signin.sign_out(call.actor)
    return Answer({}, headers={"Set-Cookie": middleware.cookie("", secure=call.request.is_secure())})


def prefer(call: Call) -> Answer:
    signin.set_preferences(call.actor, call.body)
    return Answer({})


def change_password(call: Call) -> Answer:
    signin.change_password(call.actor, call.body, _address(call.request), [company.settings().name])
    return Answer({})


def second_step(call: Call) -> Answer:
    if _waits(call) != sessions.CODE:
        raise SignInNeeded
    return _opened(call, signin.second_step(call.actor, call.body, _address(call.request), _agent(call.request)))


def begin_at_provider(call: Call) -> Answer:
    url, kept = flow.begin(call.actor, call.body)
    return Answer({"url": url}, headers={"Set-Cookie": _remembered(call, kept)})


def _remembered(call: Call, kept: str) -> str:
    """The question to the provider, in a cookie only this browser has; it comes back with our own page's request."""
    safe = "; Secure" if call.request.is_secure() else ""
    return f"{COOKIE}={kept}; Max-Age={LASTS}; Path={PREFIX}/session; HttpOnly; SameSite=Strict{safe}"


def back_from_provider(call: Call) -> Answer:
    cookie = call.request.COOKIES.get(COOKIE, "")
    opened = flow.come_back(call.actor, call.body, cookie, _address(call.request), _agent(call.request))
    return _opened(call, opened) if opened else read_session(call)


def unlink_provider(call: Call) -> Answer:
    flow.unlink(call.actor)
    return Answer({})


def prove(call: Call) -> Answer:
    signin.prove(call.actor, call.body, _address(call.request))
    return Answer({})


def read_two_step(call: Call) -> Answer:
    return Answer(twostep.describe(call.actor))


def _setting_up(call: Call) -> Actor:
    """Who may set up an authenticator: signed in, or kept outside because he has none; never who owes a code of one."""
    if _waits(call) == sessions.CODE or call.actor.session is None:
        raise SignInNeeded
    return call.actor


def begin_two_step(call: Call) -> Answer:
    return Answer(twostep.begin(_setting_up(call)))


def confirm_two_step(call: Call) -> Answer:
    person = _setting_up(call)
    codes = {"codes": twostep.confirm(person, call.body.code, _address(call.request))}
    if not _waits(call):
        return Answer(codes)
    answer = _opened(call, signin.whole(person, _address(call.request), _agent(call.request)))
    return replace(answer, body={**answer.body, **codes})


def renew_codes(call: Call) -> Answer:
    return Answer({"codes": twostep.renew_codes(call.actor)})


def end_two_step(call: Call) -> Answer:
    twostep.turn_off(call.actor)
    return Answer({})


def list_sessions(call: Call) -> Answer:
    return Answer({"items": sessions.own(call.actor)})


def end_session(call: Call) -> Answer:
    sessions.end(call.actor, uuid_or_missing(call.params["id"]))
    return Answer({})


def list_keys(call: Call) -> Answer:
    return Answer({"items": keys.own(call.actor)})


def create_key(call: Call) -> Answer:
    return Answer(keys.create(call.actor, call.body), 201)


def remove_key(call: Call) -> Answer:
    keys.remove(call.actor, uuid_or_missing(call.params["id"]))
    return Answer({})


def read_invitation(call: Call) -> Answer:
    return Answer({**invitations.invitation_info(call.params["token"]), "company": company.settings().name})


def invite_several(call: Call) -> Answer:
    """{items: [{id, name, email, url, expires}]}: a link for each line's person."""
    return Answer({"items": inviting.invite_all(call.actor, call.body)}, 201)


def accept(call: Call) -> Answer:
    words = [company.settings().name]
    opened = invitations.accept_invitation(
        call.params["token"], call.body, _address(call.request), _agent(call.request), words
    )
    return _opened(call, opened, 201)


def list_shares(call: Call) -> Answer:
    return Answer({"items": sharing.shares(call.actor, call.query.object, call.query.id)})


def create_share(call: Call) -> Answer:
    return Answer(sharing.share(call.actor, call.body.object, call.body.id, call.body), 201)


def end_share(call: Call) -> Answer:
    sharing.unshare(call.actor, uuid_or_missing(call.params["id"]))
    return Answer({})


ROUTES = (
    Route("GET", "session", read_session, T("Who is signed in", "当前登录信息"), Access.PUBLIC, tag="session"),
    Route(
        "GET", "company/logo", read_logo, T("The company's logo", "公司标志"), Access.PUBLIC, query=Version,
        answer="bytes", tag="session",
    ),
    Route(
        "POST", "session", sign_in, T("Sign in", "登录"), Access.PUBLIC, body=SignIn, keyed=False,
        tag="session",
    ),
    Route(
        "PATCH", "session", prefer, T("Language and appearance", "语言与外观"), body=Preferences, own=True,
        tag="session",
    ),
    Route(
        "DELETE", "session", sign_out, T("Sign out", "退出登录"), Access.HALF, body=Nothing, keyed=False, looking=True,
        tag="session",
    ),
    Route(
        "POST", "session/password", change_password, T("Change password", "修改密码"), body=NewPassword, keyed=False,
        own=True, tag="session",
    ),
    Route(
        "POST", "session/code", second_step, T("Sign in: the second step", "登录第二步"), Access.HALF, body=Code,
        keyed=False, tag="session",
    ),
    Route(
        "POST", "session/provider", begin_at_provider, T("Sign in at the company's provider", "统一登录"),
        Access.PUBLIC, body=flow.Begin, keyed=False, tag="session",
    ),
    Route(
        "POST", "session/provider/back", back_from_provider, T("Come back from the provider", "统一登录返回"),
        Access.PUBLIC, body=flow.Back, keyed=False, tag="session",
    ),
    Route(
        "DELETE", "session/provider", unlink_provider, T("End the link to the provider", "解除统一登录关联"),
        body=Nothing, guarded=True, own=True, tag="session",
    ),
    Route(
        "POST", "session/proof", prove, T("Confirm that it is you", "验证身份"), body=Proof, keyed=False, own=True,
        tag="session"
    ),
    Route(
        "GET", "two-step", read_two_step, T("My two-step sign-in", "我的两步验证"), Access.HALF, looking=False,
        tag="two-step",
    ),
    Route(
        "POST", "two-step", begin_two_step, T("Begin two-step sign-in", "开始设置两步验证"), Access.HALF, body=Nothing,
        keyed=False, guarded=True, tag="two-step",
    ),
    Route(
        "POST", "two-step/confirm", confirm_two_step, T("Turn two-step sign-in on", "开启两步验证"), Access.HALF,
        body=Code, keyed=False, guarded=True, tag="two-step",
    ),
    Route(
        "POST", "two-step/codes", renew_codes, T("New recovery codes", "重新生成恢复码"), body=Nothing, keyed=False,
        guarded=True, own=True, tag="two-step",
    ),
    Route(
        "DELETE", "two-step", end_two_step, T("Turn two-step sign-in off", "关闭两步验证"), body=Nothing, guarded=True,
        own=True, tag="two-step",
    ),
    Route(
        "GET", "sessions", list_sessions, T("My sessions", "我的登录设备"), looking=False, own=True,
        tag="session",
    ),
    Route(
        "DELETE", "sessions/{id}", end_session, T("End a session", "结束登录"), body=Nothing, own=True,
        tag="session",
    ),
    Route(
        "GET", "api-keys", list_keys, T("My API keys", "我的 API 密钥"), looking=False, own=True,
        tag="api-keys",
    ),
    Route(
        "POST", "api-keys", create_key, T("Create an API key", "新建 API 密钥"), body=NewKey, keyed=False,
        guarded=True, own=True, tag="api-keys",
    ),
    Route(
        "DELETE", "api-keys/{id}", remove_key, T("End an API key", "删除 API 密钥"), body=Nothing, own=True,
        tag="api-keys",
    ),
    Route("GET", "shares", list_shares, T("Shares of a record", "记录的共享情况"), query=OfRecord, tag="shares"),
    Route("POST", "shares", create_share, T("Share a record", "共享记录"), body=NewShare, tag="shares"),
    Route("DELETE", "shares/{id}", end_share, T("End a share", "取消共享"), body=Nothing, tag="shares"),
    Route(
        "POST", "invitations", invite_several, T("Invite several people", "批量邀请"), body=inviting.Several,
        keyed=False, guarded=True, tag="invitations",
    ),
    Route(
        "GET", "invitations/{token}", read_invitation, T("What an invitation is for", "邀请内容"), Access.PUBLIC,
        tag="invitations",
    ),
    Route(
        "POST", "invitations/{token}", accept, T("Accept an invitation", "接受邀请"), Access.PUBLIC, body=Accept,
        keyed=False, tag="invitations",
    ),
    *providing.ROUTES,
    *administering.ROUTES,
)  # fmt: skip
