"""Signing in and what is one's own, over HTTP, through every layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import orjson
import pytest
from django.db import connection
from django.test import Client

from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.identity import company
from haoke.identity.tests import scene

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
SIGN_IN = {"email": "anna@example.com", "password": scene.PASSWORD}


class Browser:
    """A browser with one page of ours open: keeps the cookie, brings the proof."""

    def __init__(self) -> None:
        self.client = Client(headers={"Accept-Language": "en"})
        self.csrf = ""

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        content = b"" if body is None else orjson.dumps(body)
        sent = {"X-CSRF-Token": self.csrf, **headers}
        answer = self.client.generic(method, f"/api/v1/{path}", content, "application/json", headers=sent)
        self.client.cookies.load(answer.headers.get("Set-Cookie", ""))
        found = orjson.loads(answer.content) if answer.content else None
        if isinstance(found, dict) and "csrf" in found:
            self.csrf = found["csrf"]
        return answer.status_code, found

    def sign_in(self, email: str = "anna@example.com", password: str = scene.PASSWORD) -> Any:
        status, found = self("POST", "session", {"email": email, "password": password})
        assert status == 200, found
        return found


@pytest.fixture(autouse=True)
def fresh_company() -> None:
    company.forget()


def test_in_and_out_again() -> None:
    scene.person("anna", "sales_rep")
    browser = Browser()
    status, nobody = browser("GET", "session")
    assert (status, nobody["user"], nobody["csrf"], nobody["setup"]) == (200, None, "", {"demo": False, "empty": False})
    found = browser.sign_in()
    assert (found["user"]["name"], found["company"]["currency"], found["setup"]["empty"]) == ("anna", "CNY", False)
    assert browser.client.cookies["haoke_session"]["httponly"]
    assert browser("GET", "session")[1]["user"]["name"] == "anna"
    # As the page sends it: an answer kept for a retry would lose the header that takes the cookie away.
    assert browser("DELETE", "session", {}, **{"Idempotency-Key": "leaving"})[0] == 200
    assert browser.client.cookies["haoke_session"].value == ""
    assert browser("GET", "session")[1]["user"] is None
    assert browser("GET", "sessions")[0] == 401


def test_a_wrong_password_and_too_many() -> None:
    scene.person("anna")
    for _ in range(5):
        status, problem = Browser()("POST", "session", {**SIGN_IN, "password": "wrong"})
        assert (status, problem["code"]) == (401, "bad_credentials")
    client = Client(headers={"Accept-Language": "zh-CN"})
    answer = client.post("/api/v1/session", orjson.dumps(SIGN_IN), "application/json")
    assert (answer.status_code, int(answer.headers["Retry-After"])) == (429, 30)
    assert "30 秒" in answer.json()["detail"]


def test_a_write_without_the_proof_is_refused() -> None:
    scene.person("anna")
    browser = Browser()
    browser.sign_in()
    assert browser("PATCH", "session", {"theme": "dark"}, **{"X-CSRF-Token": "no"})[1]["code"] == "csrf"
    assert browser("PATCH", "session", {"theme": "dark"})[0] == 200
    assert browser("GET", "session")[1]["user"]["theme"] == "dark"


def test_sessions_keys_and_password_are_ones_own() -> None:
    scene.person("anna", "sales_rep")
    here, there = Browser(), Browser()
    here.sign_in()
    there.sign_in()
    listed = here("GET", "sessions")[1]["items"]
    other = next(row for row in listed if not row["current"])
    assert here("DELETE", f"sessions/{uuid4()}", {})[0] == 404
    assert here("DELETE", "sessions/nonsense", {})[0] == 404
    assert here("DELETE", f"sessions/{other['id']}", {})[0] == 200
    assert there("GET", "sessions")[0] == 401
    status, key = here("POST", "api-keys", {"name": "Sheets", "scopes": ["user:read"]})
    assert status == 201
    bearer = {"Authorization": f"Bearer {key['key']}"}
    assert Browser()("GET", "users", **bearer)[0] == 200
    assert Browser()("GET", "roles", **bearer)[0] == 404
    assert Browser()("POST", "api-keys", {"name": "more"}, **bearer)[0] == 403
    assert [row["name"] for row in here("GET", "api-keys")[1]["items"]] == ["Sheets"]
    assert here("DELETE", f"api-keys/{key['id']}", {})[0] == 200
    assert Browser()("GET", "users", **bearer)[0] == 401
    new = "nine yellow lanterns"
    assert here("POST", "session/password", {"old": scene.PASSWORD, "new": "short"})[0] == 422
    assert here("POST", "session/password", {"old": scene.PASSWORD, "new": new})[0] == 200
    assert Browser().sign_in(password=new)


def test_an_invitation_from_link_to_session() -> None:
    scene.person("root", "administrator")
    user = scene.person("anna", "sales_rep", password=None)
    root, guest = Browser(), Browser()
    root.sign_in("root@example.com")
    status, answer = root("POST", f"users/{user}/actions/invite", {})
    assert status == 200, answer
    link = answer["result"]["url"].rpartition("/invitations/")[2]
    status, info = guest("GET", f"invitations/{link}")
    assert (status, info["name"], bool(info["sees"])) == (200, "anna", True)
    status, opened = guest("POST", f"invitations/{link}", {"password": "nine yellow lanterns"})
    assert (status, opened["user"]["name"]) == (201, "anna")
    assert guest("GET", f"invitations/{link}")[0] == 404
    assert guest("GET", "sessions")[0] == 200
    assert root("POST", f"users/{user}/actions/disable", {})[0] == 200
    assert guest("GET", "sessions")[0] == 401


def test_a_record_is_shared_and_not_any_more() -> None:
    anna, bert = scene.person("anna", "sales_rep"), scene.person("bert", "sales_rep")
    record = scene.add("account", name="Anvil", owner=anna)
    mine, his = Browser(), Browser()
    mine.sign_in()
    his.sign_in("bert@example.com")
    one = f"accounts/{record}"
    assert his("GET", one)[0] == 404
    status, made = mine("POST", "shares", {"object": "account", "id": str(record), "user": str(bert)})
    assert status == 201, made
    assert his("GET", one)[0] == 200
    assert his("PATCH", one, {"name": "His"})[0] == 403
    assert [row["id"] for row in mine("GET", f"shares?object=account&id={record}")[1]["items"]] == [made["id"]]
    assert his("GET", f"shares?object=account&id={record}")[0] == 403
    assert mine("DELETE", f"shares/{made['id']}", {})[0] == 200
    assert his("GET", one)[0] == 404


def test_the_link_of_an_invitation_is_not_kept_for_retries() -> None:
    scene.person("root", "administrator")
    user = scene.person("anna", password=None)
    root = Browser()
    root.sign_in("root@example.com")
    answer = root("POST", f"users/{user}/actions/invite", {}, **{"Idempotency-Key": "k" * 20})[1]
    link = answer["result"]["url"].rpartition("/")[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_idempotencykey k WHERE k::text LIKE %s", [f"%{link}%"])
        assert cursor.fetchone() == (0,)


def test_an_empty_house_is_said_to_its_administrator() -> None:
    scene.person("root", "administrator")
    assert Browser().sign_in("root@example.com")["setup"]["empty"] is True


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What another process does to the company is met here only in an hour."""
    monkeypatch.setattr(company, "FRESH", 3600.0)
    yield
    company.forget()


@pytest.mark.usefixtures("forgetful")
def test_a_company_begun_in_another_process_is_not_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    scene.person("root", "administrator")
    browser = Browser()
    assert browser.sign_in("root@example.com")["setup"]["empty"] is True
    with monkeypatch.context() as elsewhere, changes(system(), "setup") as tx:
        elsewhere.setattr(company, "forget", lambda: None)
        company.start(tx, {"name": "Meridian"}, "own")
    assert company.settings().started is None
    found = browser("GET", "session")[1]
    assert (found["setup"]["empty"], found["company"]["name"]) == (False, "Meridian")


def test_the_company_is_one_record() -> None:
    assert company.settings() == company.Settings()
    for name, currency, how in (("Meridian", "CNY", "own"), ("Meridian Tools", "EUR", "demo")):
        with changes(system(), "setup") as tx:
            company.start(tx, {"name": name, "currency": currency}, how)
    found = company.settings()
    assert (found.name, found.currency, found.started) == ("Meridian Tools", "EUR", "demo")
    assert company.settings() is found
