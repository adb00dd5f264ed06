"""Who is asking, in which language, and whether a write was meant."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from haoke.core.text import current_language
from haoke.identity import keys, middleware, sessions
from haoke.identity.keys import NewKey
from haoke.identity.middleware import IdentityMiddleware
from haoke.identity.sessions import Opened
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened() -> Opened:
    return sessions.start(scene.person("anna", "sales_rep", language="en"))


def ask(
    method: str = "GET",
    headers: dict[str, str] | None = None,
    *,
    cookie: str = "",
    secure: bool = False,
    name: str = "",
) -> Any:
    """The request as a view sees it; `said`: the language then."""
    request: Any = RequestFactory().generic(method, "/api/v1/things", secure=secure, headers=headers or {})
    if cookie:
        request.COOKIES[name or middleware.cookie_name(secure=secure)] = cookie

    def view(seen: Any) -> HttpResponse:
        seen.said = current_language()
        return HttpResponse()

    assert IdentityMiddleware(view)(request).status_code == 200
    return request


def test_nobody() -> None:
    for request in (ask(), ask(cookie="no session"), ask("POST"), ask("POST", cookie="no session")):
        assert (request.actor, request.csrf, request.refusal) == (None, "", None)


def test_a_session(opened: Opened) -> None:
    request = ask(cookie=opened.token)
    assert (request.actor, request.csrf, request.refusal) == (opened.actor, sessions.csrf_token(opened.token), None)


def test_with_tls_only_the_cookie_nobody_else_can_set_counts(opened: Opened) -> None:
    assert ask(cookie=opened.token, secure=True).actor == opened.actor
    assert ask(cookie=opened.token, secure=True, name="haoke_session").actor is None


def test_a_write_needs_the_sessions_own_proof(opened: Opened) -> None:
    proof = sessions.csrf_token(opened.token)
    for method in ("POST", "PATCH", "PUT", "DELETE"):
        assert ask(method, {"X-CSRF-Token": proof}, cookie=opened.token).actor == opened.actor
        wrongs: tuple[dict[str, str], ...] = ({}, {"X-CSRF-Token": proof[:-1]}, {"X-CSRF-Token": "é"})
        for wrong in wrongs:
            refused = ask(method, wrong, cookie=opened.token)
            assert (refused.actor, refused.refusal.code, refused.refusal.status) == (None, "csrf", 403)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_write_from_another_page_is_refused_even_for_nobody(opened: Opened, site: str) -> None:
    proof = {"X-CSRF-Token": sessions.csrf_token(opened.token), "Sec-Fetch-Site": site}
    assert ask("POST", proof, cookie=opened.token).refusal.code == "csrf"
    assert ask("POST", proof).refusal.code == "csrf"
    assert ask("GET", proof, cookie=opened.token).actor == opened.actor
    assert ask("POST", {**proof, "Sec-Fetch-Site": "same-origin"}, cookie=opened.token).actor == opened.actor


def test_a_key_needs_no_proof_and_cookies_do_not_count_beside_it(opened: Opened) -> None:
    _, key = keys.make(scene.person("bert"), NewKey(name="n"))
    request = ask("POST", {"Authorization": f"Bearer {key}"}, cookie=opened.token)
    assert (request.actor.name, request.csrf) == ("bert", "")
    refused = ask("POST", {"Authorization": "bearer hk_wrong"}, cookie=opened.token)
    assert (refused.actor, refused.refusal.status, refused.refusal.code) == (None, 401, "key")
    assert ask("GET", {"Authorization": "Basic abc"}, cookie=opened.token).actor == opened.actor


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr, en-GB;q=0.7, zh;q=0.9", "zh"),
        ("en;q=0, zh;q=0.1", "zh"),
        ("fr", "en"),
        ("en;q=nonsense", "en"),
        ("zh;q=nonsense, EN", "en"),
    ],
)
def test_the_headers_language_wins_over_the_persons(opened: Opened, header: str, language: str) -> None:
    assert ask("GET", {"Accept-Language": header}, cookie=opened.token).said == language


def test_strangers_are_spoken_to_in_chinese() -> None:
    assert ask().said == "zh"


def test_cookies() -> None:
    plain, safe = middleware.cookie("x", secure=False), middleware.cookie("x", secure=True)
    assert plain == "haoke_session=x; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"
    assert safe == "__Host-haoke_session=x; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax; Secure"
    assert "Max-Age=0" in middleware.cookie("", secure=False)
