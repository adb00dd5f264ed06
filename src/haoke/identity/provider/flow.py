"""There and back: a question sealed into the browser, the provider's answer, and whose account that opens.

Accounts are linked by the provider's subject, never by an e-mail address: with an invitation's link, or by the person
himself while signed in.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

import orjson
from django.db import connection
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import clock, sealed
from haoke.core.access.actor import system
from haoke.core.errors import Conflict, Denied, Missing, SignInNeeded, StepUpRequired
from haoke.core.records import changes
from haoke.core.text import T
from haoke.identity import sessions, twostep
from haoke.identity.choices import Second, State
from haoke.identity.invitations import use
from haoke.identity.models import Credential, ExternalIdentity
from haoke.identity.provider.fetching import ProviderFailed, about, exchange
from haoke.identity.provider.kept import configured, redirect
from haoke.identity.provider.tokens import told

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.identity.provider.kept import Provider
    from haoke.identity.provider.tokens import Told
    from haoke.identity.sessions import Opened

PURPOSE, COOKIE, LASTS = "haoke provider", "haoke_provider", 600  # seconds
#: What a provider answers when its person did not go through with it.
TURNED_BACK = frozenset({"access_denied", "login_required", "consent_required", "interaction_required"})
OFF = T("Signing in with a provider is not set up here", "尚未配置统一登录")
LOST = T("This sign-in was begun elsewhere or too long ago; begin again", "登录已过期或在别处发起，请重新登录")
CANCELLED = T("The sign-in was cancelled at the sign-in service", "您在统一登录页面取消了登录")
UNKNOWN = T(
    "No account here belongs to {who}. Open your invitation, or sign in with your password and link it in your profile",
    "{who}尚未关联账号。请打开邀请链接，或先用密码登录，再到个人资料中关联",
)
THIS_IDENTITY = T("this identity", "此身份")
DISABLED = T("Your account here is disabled; ask your administrator", "您的账号已停用，请联系管理员")
FOREIGN = T(
    "Only addresses of {domains} come in here; you are signed in there as {who}",
    "此处只允许 {domains} 的邮箱登录，您当前的身份为{who}",
)
TAKEN = T("This identity belongs to another account here", "此身份已关联其他账号")
NO_PASSWORD = T("You have no password; without the link you could not sign in", "您没有密码，解除关联后将无法登录")


class Begin(BaseModel):
    """`invitation`: the token of a link that lets somebody in; `link`: tie the identity to who is signed in."""

    model_config = ConfigDict(extra="forbid")
    invitation: Annotated[str, Field(max_length=100)] = ""
    link: bool = False


class Back(BaseModel):
    """What the provider sent the browser back with."""

    model_config = ConfigDict(extra="forbid")
    code: Annotated[str, Field(max_length=4000)] = ""
    state: Annotated[str, Field(max_length=200)] = ""
    iss: Annotated[str, Field(max_length=500)] | None = None
    error: Annotated[str, Field(max_length=200)] = ""


class Lost(SignInNeeded):
    code = "provider_state"
    title = LOST


class Cancelled(SignInNeeded):
    code = "provider_cancelled"
    title = CANCELLED


class Unknown(SignInNeeded):
    code = "provider_unknown"
    title = UNKNOWN.fill(who=THIS_IDENTITY)


class Disabled(SignInNeeded):
    code = "provider_disabled"
    title = DISABLED


class Foreign(SignInNeeded):
    """Linked or not: the address is of none of the domains that may come in."""

    code = "provider_domain"


def _here() -> Provider:
    provider = configured()
    if provider is None:
        raise Missing(OFF)
    return provider


def begin(actor: Actor | None, data: Begin) -> tuple[str, str]:
    """(address at the provider, value of the cookie that remembers the question)."""
    provider = _here()
    if data.link:
        _require_himself(actor)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    kept = {
        "state": state,
        "nonce": nonce,
        "verifier": verifier,
        "until": clock.now().timestamp() + LASTS,
        "invitation": data.invitation,
        "link": str(actor.id) if data.link and actor else "",
    }
    challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": redirect(),
        "scope": "openid email",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    there = str(about(provider).get("authorization_endpoint", ""))
    cookie = urlsafe_b64encode(sealed.seal(PURPOSE, orjson.dumps(kept))).decode().rstrip("=")
    return f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}", cookie


def _require_himself(actor: Actor | None) -> None:
    """Else whoever finds an open window would come in later as its person."""
    if actor is None or actor.session is None:
        raise SignInNeeded
    if not actor.proved:
        raise StepUpRequired


def come_back(actor: Actor | None, data: Back, cookie: str, address: str = "", agent: str = "") -> Opened | None:
    """A session for whom the provider vouches for; None: tied to who is signed in. Raises Lost, Unknown, and others."""
    provider, kept = _here(), _opened(cookie)
    _require_answer(provider, kept, data)
    _once(kept["state"])
    answer = exchange(
        provider,
        {
            "grant_type": "authorization_code",
            "code": data.code,
            "redirect_uri": redirect(),
            "code_verifier": kept["verifier"],
        },
    )
    who = told(provider, answer.get("id_token"), kept["nonce"])
    _require_domain(provider, who)
    if kept["link"]:
        if actor is None or str(actor.id) != kept["link"]:
            raise Lost
        _link(actor, provider, who)
        return None
    user = _invited(provider, who, kept["invitation"]) if kept["invitation"] else _known(provider, who)
    return sessions.start(user, address, agent, Second.DONE if provider.trusted else twostep.asked(user))


def _require_answer(provider: Provider, kept: dict[str, Any], data: Back) -> None:
    """That this browser asked, not long ago, and this provider answered with a code."""
    if not secrets.compare_digest(kept["state"].encode(), data.state.encode()):
        raise Lost
    if kept["until"] < clock.now().timestamp():
        raise Lost
    if data.iss is not None and data.iss.rstrip("/") != provider.issuer:
        raise Lost
    if data.error:
        raise Cancelled if data.error in TURNED_BACK else ProviderFailed
    if not data.code:
        raise Lost


def _require_domain(provider: Provider, who: Told) -> None:
    domain = who.email.rpartition("@")[2].lower()
    if provider.domains and domain not in provider.domains:
        raise Foreign(FOREIGN.fill(domains=", ".join(provider.domains), who=who.email or THIS_IDENTITY))


def _opened(cookie: str) -> dict[str, Any]:
    try:
        raw = urlsafe_b64decode(cookie.encode() + b"=" * (-len(cookie) % 4))
        found: dict[str, Any] = orjson.loads(sealed.unseal(PURPOSE, raw))
    except ValueError:
        raise Lost from None
    return found


def _once(state: str) -> None:
    """Of two returns with one question the second is a replay."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM identity_usedstate WHERE at < now() - interval '1 day'")
        cursor.execute(
            "INSERT INTO identity_usedstate (digest) VALUES (%s) ON CONFLICT DO NOTHING", [sessions.digest(state)]
        )
        if cursor.rowcount != 1:
            raise Lost


def _known(provider: Provider, who: Told) -> UUID:
    known = ExternalIdentity.objects.filter(issuer=provider.issuer, subject=who.subject, user__deleted_at=None)
    found = known.values_list("user_id", "user__state").first()
    if found is None:
        raise Unknown(UNKNOWN.fill(who=who.email or THIS_IDENTITY))
    if found[1] != State.ACTIVE.value:
        raise Disabled
    user: UUID = found[0]
    return user


def _invited(provider: Provider, who: Told, token: str) -> UUID:
    """Whoever holds the link is the person it was made for; from now on his identity there lets him in."""
    with changes(system("invitation"), "accept_invitation") as tx:
        user_id = use(token)
        tx.set("user", tx.get("user", user_id), {"state": State.ACTIVE.value})
        _tie(user_id, provider, who)
        tx.note("user", user_id, "identity_linked", {"issuer": provider.issuer})
    return user_id


def _link(actor: Actor, provider: Provider, who: Told) -> None:
    with changes(actor, "link_identity") as tx:
        tx.get("user", actor.id, "read")
        _tie(actor.id, provider, who)
        tx.note("user", actor.id, "identity_linked", {"issuer": provider.issuer})


def _tie(user_id: UUID, provider: Provider, who: Told) -> None:
    other = ExternalIdentity.objects.filter(issuer=provider.issuer, subject=who.subject).exclude(user_id=user_id)
    if other.exists():
        raise Conflict(TAKEN, code="identity_taken")
    tied = {"issuer": provider.issuer, "subject": who.subject}
    ExternalIdentity.objects.update_or_create(user_id=user_id, defaults=tied)


def unlink(actor: Actor) -> None:
    """Come in with the password alone from now on; raises Conflict for who has none."""
    if actor.session is None:
        raise Denied
    if not Credential.objects.filter(user_id=actor.id).exists():
        raise Conflict(NO_PASSWORD, code="no_password")
    with changes(actor, "unlink_identity") as tx:
        tx.get("user", actor.id, "read")
        tx.note("user", actor.id, "identity_unlinked")
        ExternalIdentity.objects.filter(user_id=actor.id).delete()
