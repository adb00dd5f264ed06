"""Signing in with a provider over HTTP, with one that behaves and one that does not."""

from __future__ import annotations

import datetime as dt
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from joserfc import jwt

from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.identity import sessions
from haoke.identity.models import Credential, ExternalIdentity, Session
from haoke.identity.provider import fetching
from haoke.identity.provider.fetching import ProviderFailed
from haoke.identity.provider.tests import provider as fake
from haoke.identity.provider.tests.provider import CLIENT, SECRET, Provider
from haoke.identity.tests import scene
from haoke.identity.tests.test_api import Browser

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(running: Provider, settings: Any) -> Provider:
    settings.OIDC = {"issuer": running.issuer, "client": CLIENT, "secret": SECRET, "label": "Company"}
    return running


def go(browser: Browser, there: Provider, **asked: Any) -> dict[str, str]:
    """The way to the provider; what its page would send the browser back with."""
    status, begun = browser("POST", "session/provider", asked)
    assert status == 200, begun
    query = {name: values[0] for name, values in parse_qs(urlsplit(begun["url"]).query).items()}
    assert (query["response_type"], query["code_challenge_method"], query["client_id"]) == ("code", "S256", CLIENT)
    assert query["redirect_uri"].endswith("/sign-in/provider")
    there.nonce = query["nonce"]
    return {"code": "c-1", "state": query["state"]}


def back(browser: Browser, answer: dict[str, str]) -> tuple[int, Any]:
    return browser("POST", "session/provider/back", answer)


def linked(there: Provider, name: str = "anna", subject: str = "u-1") -> UUID:
    user = scene.person(name, "sales_rep")
    ExternalIdentity.objects.create(user_id=user, issuer=there.issuer, subject=subject)
    return user


def test_without_one_there_is_no_button_and_no_way() -> None:
    assert Browser()("GET", "session")[1]["provider"] is None
    assert Browser()("POST", "session/provider", {})[0] == 404
    assert Browser()("POST", "session/provider/back", {"code": "x", "state": "y"})[0] == 404


def test_who_is_linked_comes_in(there: Provider) -> None:
    linked(there)
    browser = Browser()
    assert browser("GET", "session")[1]["provider"] == {"label": "Company", "required": False}
    answer = go(browser, there)
    status, found = back(browser, answer)
    assert (status, found["user"]["name"], found["user"]["linked"]) == (200, "anna", True)
    sent = next(form for path, form in there.asked if path == "/token")
    assert sent["code"] == ["c-1"]
    assert len(sent["code_verifier"][0]) > 40
    assert browser("GET", "meta")[0] == 200


def test_an_address_opens_no_account_verified_or_not(there: Provider) -> None:
    scene.person("anna", "administrator")
    for verified in (True, False, None):
        there.claims = {"email": "anna@example.com", "email_verified": verified, "sub": "stranger"}
        browser = Browser()
        status, problem = back(browser, go(browser, there))
        assert (status, problem["code"]) == (401, "provider_unknown")
    assert not ExternalIdentity.objects.exists()


def test_a_state_counts_once_in_its_own_browser_and_not_for_long(there: Provider) -> None:
    linked(there)
    browser, other = Browser(), Browser()
    answer = go(browser, there)
    assert back(other, answer)[1]["code"] == "provider_state"
    assert back(browser, {**answer, "state": "x" * 43})[1]["code"] == "provider_state"
    assert back(browser, {**answer, "iss": "https://elsewhere.example"})[1]["code"] == "provider_state"
    assert back(browser, {"state": answer["state"], "error": "access_denied"})[1]["code"] == "provider_cancelled"
    assert back(browser, {"state": answer["state"], "error": "server_error"})[1]["code"] == "provider_failed"
    assert back(browser, {"state": "x" * 43, "error": "access_denied"})[1]["code"] == "provider_state"
    assert back(browser, {**answer, "state": "中" * 43})[1]["code"] == "provider_state"
    with clock.frozen(timezone.now() + dt.timedelta(minutes=11)):
        assert back(browser, answer)[1]["code"] == "provider_state"
    assert back(browser, answer)[0] == 200
    again = back(browser, answer)
    assert (again[0], again[1]["code"]) == (401, "provider_state")


NOW = 10**9
SPOILED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("wrong issuer", {"claims": {"iss": "https://elsewhere.example"}}),
    ("no issuer", {"claims": {"iss": None}}),
    ("wrong audience", {"claims": {"aud": "another"}}),
    ("no audience", {"claims": {"aud": None}}),
    ("several audiences", {"claims": {"aud": [CLIENT, "another"]}}),
    ("made for another", {"claims": {"azp": "another"}}),
    ("expired", {"claims": {"exp": NOW}}),
    ("never ends", {"claims": {"exp": None}}),
    ("ends in words", {"claims": {"exp": "tomorrow"}}),
    ("of the future", {"claims": {"iat": 10**11}}),
    ("replayed nonce", {"claims": {"nonce": "of another sign-in"}}),
    ("no nonce", {"claims": {"nonce": None}}),
    ("no subject", {"claims": {"sub": None}}),
    ("empty subject", {"claims": {"sub": ""}}),
    ("a number for a subject", {"claims": {"sub": 7}}),
    ("alg none", {"sign": fake.unsigned}),
    ("the shared secret", {"sign": fake.with_secret}),
    ("the public key as a secret", {"sign": fake.with_public_key}),
    ("somebody else's key", {"sign": fake.with_other_key}),
    ("no token at all", {"sign": lambda _claims: "not.a.token"}),
    ("no string", {"sign": lambda _claims: 7}),
    ("a shared key among the public ones", {"keys": [{"kty": "oct", "k": "eA", "kid": "one"}]}),
    ("no keys", {"keys": []}),
    ("an error", {"status": 500}),
    ("a redirect inwards", {"redirect": "http://127.0.0.1:1/token"}),
    ("too much", {"long": 600 * 1024}),
    ("another's discovery", {"about": {"issuer": "https://elsewhere.example"}}),
    ("keys of a scheme", {"about": {"jwks_uri": "file:///etc/passwd"}}),
    ("an endpoint inside", {"about": {"token_endpoint": "https://127.0.0.1:9/token"}}),
    ("an endpoint in the clear", {"about": {"token_endpoint": "http://169.254.169.254/token"}}),
    ("no endpoint", {"about": {"token_endpoint": ""}}),
)


@pytest.mark.parametrize(("what", "spoiled"), SPOILED, ids=[what for what, _ in SPOILED])
def test_one_that_misbehaves_lets_nobody_in(there: Provider, what: str, spoiled: dict[str, Any]) -> None:
    linked(there)
    browser = Browser()
    answer = go(browser, there)
    fetching.forget()
    for name, value in spoiled.items():
        setattr(there, name, value)
    status, problem = back(browser, answer)
    assert (status, problem["code"]) == (502, "provider_failed"), what
    assert browser("GET", "session")[1]["user"] is None


def test_one_that_is_slow_is_not_waited_for(there: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one that says nothing nor one that says it drop by drop."""
    linked(there)
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    there.slow, there.long = 0.1, 60_000
    browser = Browser()
    assert back(browser, go(browser, there))[0] == 502
    there.slow, there.long = 1.0, 0
    assert back(browser, go(browser, there))[0] == 502


def test_new_keys_are_fetched_and_not_for_every_unknown_one(there: Provider) -> None:
    linked(there)
    browser = Browser()
    assert back(browser, go(browser, there))[0] == 200
    there.keys = [fake.OTHER_KEY]
    there.sign = lambda claims: jwt.encode({"alg": "RS256", "kid": "two"}, claims, fake.OTHER_KEY)
    assert back(browser, go(browser, there))[0] == 502  # asked for a moment ago
    fetching._kept.keys_at -= fetching.AGAIN + 1
    assert back(browser, go(browser, there))[0] == 200


def test_hosts_the_provider_names_must_be_public(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("10.0.0.5", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "100.64.0.1"):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, _at=address, **_k: [(0, 0, 0, "", (_at, 443))])
        with pytest.raises(ProviderFailed):
            fetching._address("keys.example", 443, own=False)
        assert fetching._address("sso.intern.example", 443, own=True) == address
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", ("8.8.8.8", 443))])
    assert fetching._address("keys.example", 443, own=False) == "8.8.8.8"


# -- linking --------------------------------------------------------------------------------------------------


def invited(name: str) -> str:
    boss = Browser()
    scene.person("boss", "administrator")
    boss.sign_in("boss@example.com")
    made = scene.person(name, "sales_rep", password=None)
    return str(boss("POST", f"users/{made}/actions/invite", {})[1]["result"]["url"]).rpartition("/")[2]


def test_an_invitation_links(there: Provider) -> None:
    token = invited("carl")
    there.claims = {"email": "somebody.else@example.com"}
    browser = Browser()
    answer = go(browser, there, invitation=token)
    status, found = back(browser, answer)
    assert (status, found["user"]["name"]) == (200, "carl")
    assert not Credential.objects.filter(user__name="carl").exists()
    late = Browser()
    assert back(late, go(late, there, invitation=token))[1]["code"] == "link_gone"
    again = Browser()
    assert back(again, go(again, there))[1]["user"]["name"] == "carl"
    assert again("DELETE", "session/provider", {})[1]["code"] == "no_password"


def test_one_identity_opens_one_account(there: Provider) -> None:
    linked(there, "anna")
    token = invited("carl")
    browser = Browser()
    status, problem = back(browser, go(browser, there, invitation=token))
    assert (status, problem["code"]) == (409, "identity_taken")
    assert browser("GET", f"invitations/{token}")[0] == 200  # the link still stands


def test_linking_from_the_profile(there: Provider) -> None:
    scene.person("anna")
    browser = Browser()
    assert browser("POST", "session/provider", {"link": True})[0] == 401
    browser.sign_in()
    answer = go(browser, there, link=True)
    status, found = back(browser, answer)
    assert (status, found["user"]["linked"]) == (200, True)
    other = Browser()
    assert back(other, go(other, there))[1]["user"]["name"] == "anna"
    assert other("DELETE", "session/provider", {})[0] == 200
    assert not ExternalIdentity.objects.exists()
    Session.objects.update(proved_at=timezone.now() - sessions.PROVED * 2)
    assert browser("POST", "session/provider", {"link": True})[1]["code"] == "step_up_required"


def test_a_question_begun_by_one_is_not_answered_as_another(there: Provider) -> None:
    scene.person("anna")
    scene.person("ben")
    browser = Browser()
    browser.sign_in()
    answer = go(browser, there, link=True)
    browser("DELETE", "session", {})
    browser.sign_in("ben@example.com")
    assert back(browser, answer)[1]["code"] == "provider_state"
    assert not ExternalIdentity.objects.exists()


def test_the_disabled_stay_outside_and_a_second_step_stays_due(there: Provider, settings: Any) -> None:
    anna = linked(there)
    with changes(system("test"), "x") as tx:
        tx.set("role", scene.role_id("sales_rep"), {"two_step": True})
    browser = Browser()
    assert back(browser, go(browser, there))[1]["waits"] == "enrol"
    settings.OIDC = {**settings.OIDC, "two_step": "provider"}
    assert back(browser, go(browser, there))[1]["user"]["name"] == "anna"
    with changes(system("test"), "x") as tx:
        tx.set("user", anna, {"state": "disabled"})
    late = Browser()
    assert back(late, go(late, there))[1]["code"] == "provider_disabled"
