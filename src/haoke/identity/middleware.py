"""Who is asking: cookie or API key to `request.actor`, proof that a write was meant, the language to answer in."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any, cast

from haoke.core.errors import Denied, Refused, SignInNeeded
from haoke.core.metadata import SHIPPED, using
from haoke.core.text import T, speaking
from haoke.identity import company, sessions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

    from haoke.core.access.actor import Actor
    from haoke.core.text import Language

    Next = Callable[[HttpRequest], HttpResponse]

COOKIE, SAFE_COOKIE = "haoke_session", "__Host-haoke_session"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
#: Characters of Accept-Language that are read.
LONGEST = 1_000
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class NotMeant(Denied):
    """A write whose page is not ours: what a cookie alone can do, any page can do."""

    code = "csrf"
    title = T("The page is out of date; reload it and try again", "页面已过期，请刷新后重试")


class KeyNotValid(SignInNeeded):
    code = "key"
    title = T("This API key is not valid or no longer", "API 密钥无效或已失效")


class IdentityMiddleware:
    """Sets `request.actor` (None: nobody), `request.csrf` and `request.refusal` (what the API answers instead).

    `request.half` is who has given his password but not what `request.waits` names: to everything else he is nobody.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = cast("Any", request)
        asked.actor, asked.half, asked.waits, asked.csrf, asked.refusal = None, None, "", "", None
        # Who is nobody sees Haoke as it is shipped; signing in brings the present version of what was made here.
        with using(SHIPPED):
            try:
                person, asked.waits, asked.csrf = _who(request)
                asked.actor, asked.half = (None, person) if asked.waits else (person, None)
            except Refused as refusal:
                asked.refusal = refusal
            with speaking(language(request.headers.get("Accept-Language", ""), asked.actor)), company.ours():
                return self.get_response(request)


def _who(request: HttpRequest) -> tuple[Actor | None, str, str]:
    key = bearer(request.headers)
    if key is not None:
        actor = sessions.by_key(key)
        if actor is None:
            raise KeyNotValid
        return actor, "", ""
    token = request.COOKIES.get(cookie_name(secure=request.is_secure()), "")
    actor, waits = sessions.of_cookie(token) if token else (None, "")
    csrf = sessions.csrf_token(token) if actor else ""
    if request.method not in READING:
        _require_meant(request, csrf)
    return actor, waits, csrf


def _require_meant(request: HttpRequest, csrf: str) -> None:
    """A browser says where a write comes from; with a session it must also bring the session's own proof."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise NotMeant
    if csrf and not hmac.compare_digest(csrf.encode(), request.headers.get("X-CSRF-Token", "").encode()):
        raise NotMeant


def bearer(headers: Mapping[str, str]) -> str | None:
    """The key of an Authorization header, or None when there is no such header."""
    scheme, _, key = headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None


def language(header: str, actor: Actor | None) -> Language:
    """The first language of Accept-Language we have; else the person's own; else Chinese."""
    ranked = sorted((_weighed(part) for part in header[:LONGEST].split(",")), key=lambda pair: -pair[1])
    for tag, weight in ranked:
        for known in LANGUAGES:
            if weight > 0 and tag.split("-")[0] == known:
                return known
    return "en" if actor is not None and actor.language == "en" else "zh"


def _weighed(part: str) -> tuple[str, float]:
    tag, _, quality = part.strip().lower().partition(";q=")
    try:
        return tag, float(quality or 1)
    except ValueError:
        return tag, 0.0


def cookie_name(*, secure: bool) -> str:
    """The cookie's name; with TLS one that no other host or path can set."""
    return SAFE_COOKIE if secure else COOKIE


def cookie(token: str, *, secure: bool) -> str:
    """Set-Cookie header that opens (or with an empty token closes) a session in the browser."""
    age = int(sessions.ABSOLUTE.total_seconds()) if token else 0
    flags = "Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")
    return f"{cookie_name(secure=secure)}={token}; Max-Age={age}; {flags}"
