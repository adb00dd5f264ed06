"""Seeing as somebody else: reads answer exactly as they answer him, writes are refused, both names are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.api.routes import Access, Route, routes
from haoke.core.errors import OnlyLooking
from haoke.core.records import changes
from haoke.identity import actors, sessions
from haoke.identity.models import Session
from tests.security import scene
from tests.security.test_matrix import QUERY

if TYPE_CHECKING:
    from tests.security.scene import Answer, Company

pytestmark = pytest.mark.django_db

#: Said of oneself alone, or never the same twice.
OWN = frozenset({"session", "openapi.json"})


@pytest.fixture
def company() -> Company:
    return scene.build()


class Window:
    """A browser of somebody signed in."""

    def __init__(self, company: Company, who: str) -> None:
        opened = sessions.start(company.people[who])
        self.token = opened.token
        self.client = Client(raise_request_exception=False)
        self.client.cookies["haoke_session"] = opened.token

    def ask(self, method: str, path: str, body: Any = None) -> Answer:
        content = orjson.dumps(body or {}) if method != "GET" else b""
        headers = {"X-CSRF-Token": sessions.csrf_token(self.token)}
        answer = self.client.generic(method, f"/api/v1/{path}", content, "application/json", headers=headers)
        return scene.Answer(answer.status_code, b"".join(answer) if answer.streaming else answer.content)

    def tried(self, method: str, path: str) -> Answer:
        """The same, undone; a refused one must have written nothing."""
        with transaction.atomic():
            before = scene.witness()
            with transaction.atomic():
                answer = self.ask(method, path)
            assert answer.status < 400 or scene.witness() == before, f"{method} {path} had written"
            transaction.set_rollback(True)
        return answer


@pytest.fixture
def looking(company: Company) -> Window:
    """The administrator, looking as the sales rep."""
    window = Window(company, "administrator")
    seen = window.ask("POST", "session/see-as", {"user": str(company.people["sales_rep"])})
    assert seen.status == 200, seen.content
    return window


def places(route: Route, company: Company) -> list[str]:
    tail = QUERY.get(route.path.rpartition("/")[2], "")
    if "{id}" not in route.path:
        return [route.path + tail]
    ids = [records.get(route.object or "", company.people["other"]) for records in (company.own, company.hidden)]
    return [route.path.replace("{id}", str(each)) + tail for each in ids]


def _open(meta: dict[str, Any], private: set[str]) -> list[dict[str, Any]]:
    """What is told of the objects nobody keeps to himself, without the lists of others on their pages."""
    return [{**each, "related": None} for each in meta["objects"] if each["key"] not in private]


def test_every_read_answers_as_it_answers_him(company: Company, looking: Window) -> None:
    """But for what people keep from administrators, which is closed."""
    himself = Window(company, "sales_rep")
    private = {spec.key for spec in registry.objects().values() if spec.private}
    wrong, closed, compared = [], [], 0
    for route in routes():
        if route.method != "GET" or route.path in OWN or not route.looked:
            continue
        for place in places(route, company):
            mine, his = looking.tried("GET", place), himself.tried("GET", place)
            compared += 1
            if route.object in private:
                closed.append((place, mine.status))
            elif route.path == "meta":
                assert _open(mine.json, private) == _open(his.json, private)
            elif (mine.status, mine.content) != (his.status, his.content):
                wrong.append((place, mine.status, his.status))
    assert wrong == []
    assert closed
    assert {status for _, status in closed} == {404}, closed
    assert compared > 200


def test_every_write_and_whatever_leaves_is_refused(company: Company, looking: Window) -> None:
    wrong = []
    for route in routes():
        if route.looked or route.access is Access.PUBLIC:
            continue
        for place in places(route, company)[:1]:
            answer = looking.tried(route.method, place)
            if (answer.status, answer.json.get("code")) != (403, "only_looking"):
                wrong.append((route.method, place, answer.status))
    assert wrong == []
    closed = {route.path for route in routes() if route.method == "GET" and not route.looked}
    assert closed >= {"sessions", "api-keys", "two-step", "exports/{id}/file", "imports/{id}/rejects.csv"}


def test_the_write_path_itself_refuses(company: Company) -> None:
    actor = replace(actors.load(company.people["sales_rep"]), seen_by=company.people["administrator"])
    with pytest.raises(OnlyLooking), changes(actor, "update"):
        pass


def test_it_is_said_begins_and_ends_and_both_names_are_in_the_log(company: Company, looking: Window) -> None:
    said = looking.ask("GET", "session").json
    assert (said["user"]["name"], said["seen_by"]["title"]) == ("sales_rep", "administrator")
    assert looking.ask("DELETE", "session/see-as").status == 200
    said = looking.ask("GET", "session").json
    assert (said["user"]["name"], said["seen_by"]) == ("administrator", None)
    assert looking.ask("DELETE", "session/see-as").status == 409
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb, actor, data->>'by', data->>'person' FROM log.entry WHERE record = %s AND verb LIKE 'x:seen%%'"
            " ORDER BY id",
            [company.people["sales_rep"]],
        )
        told = cursor.fetchall()
    administrator = company.people["administrator"]
    assert told == [(verb, administrator, "administrator", "sales_rep") for verb in ("x:seen_as", "x:seen_as_ended")]


def test_nobody_looks_as_an_administrator_himself_or_who_is_shut_out(company: Company) -> None:
    window = Window(company, "administrator")
    with changes(system("test"), "scene") as tx:
        tx.set("user", company.people["other"], {"roles": tx.get("user", company.people["administrator"]).roles})
    expected = {"other": (403, "above_you"), "administrator": (409, "yourself"), "disabled": (409, "shut_out")}
    for who, answer in expected.items():
        given = window.ask("POST", "session/see-as", {"user": str(company.people[who])})
        assert (given.status, given.json["code"]) == answer
    key = scene.ask(company.keys["administrator"], "POST", "session/see-as", {"user": str(company.people["sales_rep"])})
    assert (key.status, key.json["code"]) == (409, "in_browser")
    assert Window(company, "sales_rep").ask("POST", "session/see-as").status in (403, 422)


def test_it_ends_with_its_time_with_the_role_and_with_the_person(company: Company, looking: Window) -> None:
    def name() -> str:
        return str((looking.ask("GET", "session").json["user"] or {}).get("name"))

    Session.objects.filter(seen_as=company.people["sales_rep"]).update(seen_until=timezone.now() - timedelta(hours=1))
    assert name() == "administrator"
    Session.objects.filter(seen_as=company.people["sales_rep"]).update(seen_until=timezone.now() + timedelta(hours=1))
    assert name() == "sales_rep"
    with changes(system("test"), "scene") as tx:
        tx.set("user", company.people["sales_rep"], {"state": "disabled"})
    assert name() == "administrator"
    with changes(system("test"), "scene") as tx:
        tx.set("user", company.people["sales_rep"], {"state": "active"})
        boss = tx.get("user", company.people["administrator"])
        tx.set("user", company.people["other"], {"roles": boss.roles})
        tx.set("user", boss, {"roles": []})
    assert name() == "administrator"


def test_nobody_is_tied_to_an_identity_of_whoever_looks_as_him(looking: Window, settings: Any) -> None:
    """Else the administrator would come in as that person later, by his own way through the provider."""
    settings.OIDC = {"issuer": "http://127.0.0.1:9", "client": "c", "secret": "s"}
    for path, body in (
        ("session/provider", {"link": True}),
        ("session/provider/back", {"code": "c", "state": "s"}),
    ):
        answer = looking.ask("POST", path, body)
        assert (answer.status, orjson.loads(answer.content)["code"]) == (403, "only_looking"), path


def test_who_signs_out_while_looking_has_left(looking: Window) -> None:
    """A screen that only says so would leave an administrator's session to whoever comes next."""
    assert looking.ask("DELETE", "session").status == 200
    assert looking.ask("GET", "meta").status == 401
