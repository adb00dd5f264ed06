"""Administrators set the company's own sign-in up: what is kept, what is told, who may still come in."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from haoke.identity import sessions
from haoke.identity.models import ExternalIdentity, Session
from haoke.identity.provider import fetching
from haoke.identity.provider.tests.provider import CLIENT, SECRET, Provider
from haoke.identity.provider.tests.test_provider import back, go, invited
from haoke.identity.tests import scene
from haoke.identity.tests.test_api import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(running: Provider, settings: Any) -> Provider:
    settings.OUTBOUND_NETWORKS = ("127.0.0.0/8",)
    return running


@pytest.fixture
def boss() -> Browser:
    scene.person("chief", "administrator")
    browser = Browser()
    browser.sign_in("chief@example.com")
    return browser


def wanted(there: Provider, **changed: Any) -> dict[str, Any]:
    return {"issuer": there.issuer, "client": CLIENT, "secret": SECRET, "label": "Feishu", **changed}


def put(boss: Browser, there: Provider, **changed: Any) -> Any:
    status, found = boss("POST", "sign-in-provider", wanted(there, **changed))
    assert status == 200, found
    return found


def without_secret(found: Any) -> bool:
    return SECRET not in str(found)


def test_what_is_set_up_is_offered_and_lets_in(there: Provider, boss: Browser) -> None:
    found = put(boss, there, issuer=there.issuer + "/", domains=["@Example.com"])
    assert without_secret(found)
    assert found["redirect"].endswith("/sign-in/provider")
    assert found["provider"] == {
        "issuer": there.issuer, "client": CLIENT, "label": "Feishu", "two_step": False, "domains": ["example.com"],
        "required": False, "has_secret": True,
    }  # fmt: skip
    anna = scene.person("anna", "sales_rep")
    ExternalIdentity.objects.create(user_id=anna, issuer=there.issuer, subject="u-1")
    browser = Browser()
    assert browser("GET", "session")[1]["provider"] == {"label": "Feishu", "required": False}
    assert back(browser, go(browser, there))[1]["user"]["name"] == "anna"
    assert next(form for path, form in there.asked if path == "/token")["client_secret"] == [SECRET]
    assert boss("DELETE", "sign-in-provider", {})[0] == 200
    assert Browser()("GET", "session")[1]["provider"] is None


def test_the_secret_is_kept_sealed_and_goes_nowhere_else(there: Provider, boss: Browser) -> None:
    put(boss, there)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret, (SELECT string_agg(e::text, '') FROM log.entry e) FROM identity_signinprovider")
        kept, log = cursor.fetchone()
    assert SECRET.encode() not in bytes(kept)
    assert SECRET not in (log or "")
    assert put(boss, there, secret=None, label="Other")["provider"]["has_secret"]  # the same place, the same secret
    moved = put(boss, there, secret=None, issuer="https://elsewhere.example")
    assert not moved["provider"]["has_secret"]
    assert not put(boss, there, secret=None)["provider"]["has_secret"]
    put(boss, there)
    assert not put(boss, there, secret=None, client="another")["provider"]["has_secret"]


def test_it_asks_who_sits_there_and_takes_no_key(there: Provider, boss: Browser) -> None:
    key = boss("POST", "api-keys", {"name": "robot"})[1]["key"]
    robot = Browser()
    status, problem = robot("POST", "sign-in-provider", wanted(there), Authorization=f"Bearer {key}")
    assert (status, problem["code"]) == (409, "not_by_key")
    Session.objects.update(proved_at=timezone.now() - sessions.PROVED * 2)
    for method, path in (
        ("POST", "sign-in-provider"),
        ("DELETE", "sign-in-provider"),
        ("POST", "sign-in-provider/test"),
    ):
        status, problem = boss(method, path, {} if method == "DELETE" else wanted(there))
        assert (status, problem["code"]) == (403, "step_up_required")


def test_where_the_server_decides_nothing_is_changed(there: Provider, boss: Browser, settings: Any) -> None:
    settings.OIDC = {"issuer": there.issuer, "client": CLIENT, "secret": SECRET}
    told = boss("GET", "sign-in-provider")[1]
    assert (told["of_server"], without_secret(told)) == (True, True)
    assert boss("POST", "sign-in-provider", wanted(there))[1]["code"] == "of_server"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issuer", "sso.example.com"),
        ("issuer", "http://sso.example.com"),
        ("issuer", "https://sso.example.com/?tenant=1"),
        ("issuer", "https://user@sso.example.com"),
        ("issuer", "file:///etc/passwd"),
        ("domains", ["example.com", "not a domain"]),
        ("domains", ["com"]),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(there: Provider, boss: Browser, field: str, value: Any) -> None:
    status, problem = boss("POST", "sign-in-provider", wanted(there, **{field: value}))
    assert (status, problem["errors"][0]["field"]) == (422, field)


def test_trying_it_out_says_what_is_wrong_where(there: Provider, boss: Browser, settings: Any) -> None:
    def tried(**changed: Any) -> tuple[str, str]:
        fetching.forget()
        status, found = boss("POST", "sign-in-provider/test", wanted(there, **changed))
        assert without_secret(found)
        return ("", str(found["client_known"])) if status == 200 else (found["errors"][0]["field"], found["detail"])

    assert tried() == ("", "False")
    there.refusal = "invalid_grant"
    assert tried() == ("", "True")
    there.refusal = "invalid_client"
    assert tried()[0] == "secret"
    there.refusal, there.status = "", 500
    assert "answered 500" in tried()[1]
    there.status = 200
    there.about = {"issuer": "https://elsewhere.example"}
    assert "https://elsewhere.example" in tried()[1]
    there.about = {"token_endpoint": ""}
    assert "token_endpoint" in tried()[1]
    there.about, there.keys = {}, []
    assert "no key" in tried()[1]
    settings.OUTBOUND_NETWORKS = ("10.0.0.0/8",)
    assert "internal network" in tried()[1]
    assert "not known" in tried(issuer="https://nowhere.invalid")[1]


def test_only_addresses_of_the_domains_come_in(there: Provider, boss: Browser) -> None:
    anna = scene.person("anna", "sales_rep")
    ExternalIdentity.objects.create(user_id=anna, issuer=there.issuer, subject="u-1")
    put(boss, there, domains=["firm.example"])
    for claims in (
        {}, {"email": None}, {"email": "a@firm.example", "email_verified": False}, {"email": "a@firm.example.evil.com"},
        {"email": 7},
    ):  # fmt: skip
        there.claims = claims
        browser = Browser()
        assert back(browser, go(browser, there))[1]["code"] == "provider_domain", claims
    there.claims = {"email": "anna@Firm.example"}
    browser = Browser()
    assert back(browser, go(browser, there))[0] == 200


def test_required_of_all_but_administrators(there: Provider, boss: Browser) -> None:
    scene.person("anna", "sales_rep")
    token = invited("carl")
    put(boss, there, required=True)
    status, problem = Browser()("POST", "session", {"email": "anna@example.com", "password": scene.PASSWORD})
    assert (status, problem["code"]) == (401, "provider_required")
    wrong = Browser()("POST", "session", {"email": "anna@example.com", "password": "not it"})
    assert wrong[1]["code"] == "bad_credentials"
    Browser().sign_in("chief@example.com")
    assert Browser()("GET", f"invitations/{token}")[1]["password"] is False
    assert Browser()("POST", f"invitations/{token}", {"password": scene.PASSWORD})[1]["code"] == "provider_required"
    carl = Browser()
    assert back(carl, go(carl, there, invitation=token))[1]["user"]["name"] == "carl"


def test_a_link_to_a_former_provider_is_none(there: Provider, boss: Browser) -> None:
    put(boss, there)
    anna = scene.person("anna", "sales_rep")
    ExternalIdentity.objects.create(user_id=anna, issuer="https://former.example", subject="u-1")
    browser = Browser()
    assert not browser.sign_in()["user"]["linked"]
    assert back(browser, go(browser, there, link=True))[1]["user"]["linked"]
    assert ExternalIdentity.objects.get().issuer == there.issuer
