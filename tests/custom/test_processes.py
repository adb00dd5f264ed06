"""What one process makes is there in the next request of every other, and what is under way is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from haoke.core import custom, registry
from haoke.core.access.actor import system
from haoke.core.errors import Refused
from haoke.core.metadata import SHIPPED, using
from haoke.core.records import changes
from haoke.core.transfer import following, imports
from haoke.identity import accounts, actors, keys
from haoke.identity.keys import NewKey
from haoke.identity.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

pytestmark = pytest.mark.django_db(transaction=True)


class Other:
    """A process of its own."""

    def __init__(self, key: str) -> None:
        settings = connection.settings_dict
        url = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}"
        url += f"?host={settings['HOST']}&port={settings['PORT']}"
        self.process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("other.py"), key],
            env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "haoke.config.settings"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def get(self, path: str) -> tuple[int, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        status, _, body = self._line().partition(" ")
        return int(status), orjson.loads(body)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def key() -> str:
    """An administrator's API key."""
    boss = accounts.create_user("boss@example.com", "Boss", roles=["administrator"])
    with changes(system("test"), "scene") as tx:
        tx.set("user", boss, {"state": "active"})
    return keys.make(boss, NewKey(name="test"))[1]


@pytest.fixture
def client(key: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {key}"})


@pytest.fixture
def other(key: str) -> Iterator[Other]:
    made = Other(key)
    yield made
    made.end()


def post(client: Client, path: str, **body: Any) -> Any:
    answer = client.post(f"/api/v1/{path}", orjson.dumps(body), "application/json")
    assert answer.status_code < 300, answer.content
    return answer.json()


def field(client: Client, key: str, kind: str = "text", **more: Any) -> Any:
    return post(client, "custom_fields", object=key, kind=kind, label={"en": "Budget code"}, **more)


def names(meta: dict[str, Any], key: str) -> list[str]:
    return [each["name"] for found in meta["objects"] if found["key"] == key for each in found["fields"]]


def test_the_next_request_of_another_process_knows_a_new_field_and_object(client: Client, other: Other) -> None:
    assert "cf_budget_code" not in names(other.get("meta")[1], "account")
    made = field(client, "account")
    assert "cf_budget_code" in names(other.get("meta")[1], "account")
    assert other.get("co_projects")[0] == 404
    post(client, "custom_objects", label={"en": "Project"})
    field(client, "co_project", kind="money")
    project = post(client, "co_projects", name="Bridge", cf_budget_code={"amount": "5", "currency": "EUR"})
    status, page = other.get("co_projects?sort=-cf_budget_code&fields=name,cf_budget_code")
    assert (status, page["items"][0]["id"]) == (200, project["id"])
    assert page["items"][0]["cf_budget_code"]["amount"] == "5.00"
    schemas = other.get("openapi.json")[1]["components"]["schemas"]
    assert "cf_budget_code" in schemas["CoProjectCreate"]["properties"]
    client.delete(f"/api/v1/custom_fields/{made['id']}", b"{}", "application/json")
    assert "cf_budget_code" not in names(other.get("meta")[1], "account")


def test_who_is_nobody_learns_no_names(client: Client) -> None:
    field(client, "account")
    document = Client().get("/api/v1/openapi.json")
    assert document.status_code == 200
    assert b"cf_budget_code" not in document.content
    assert b"cf_budget_code" in client.get("/api/v1/openapi.json").content


def test_a_request_at_a_known_version_asks_nothing_more(client: Client) -> None:
    client.get("/api/v1/accounts")
    with CaptureQueriesContext(connection) as shipped:
        client.get("/api/v1/accounts")
    field(client, "account")
    with CaptureQueriesContext(connection) as first:
        client.get("/api/v1/accounts")
    with CaptureQueriesContext(connection) as later:
        client.get("/api/v1/accounts")
    # The first request after a change reads the definitions, and the person's rights on what is new.
    assert len(first) == len(shipped) + 2
    assert len(later) == len(shipped)


def test_two_administrators_want_the_same_name(client: Client) -> None:
    """One has it, the other is told; there is one column."""
    together = Barrier(2)

    def make(_: int) -> str:
        try:
            with using(SHIPPED), custom.latest():
                together.wait()
                with changes(system("test"), "define") as tx:
                    tx.create(
                        "custom_field",
                        {"object": "account", "kind": "text", "name": "cf_same", "label": {"en": "Same"}},
                    )
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "made"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(make, range(2)))
    assert said in (["duplicate", "made"], ["invalid", "made"])
    assert names(client.get("/api/v1/meta").json(), "account").count("cf_same") == 1


def test_a_table_in_use_is_busy_and_nothing_is_made(client: Client, app_connection: psycopg.Connection[Any]) -> None:
    app_connection.execute("BEGIN")
    app_connection.execute("SELECT 1 FROM customers_account")
    answer = client.post(
        "/api/v1/custom_fields",
        orjson.dumps({"object": "account", "kind": "text", "label": {"en": "Late"}}),
        "application/json",
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "custom_busy")
    app_connection.execute("ROLLBACK")
    assert client.get("/api/v1/custom_fields").json()["items"] == []
    field(client, "account")


def test_a_field_made_while_an_import_runs(key: str, client: Client) -> None:
    """The import goes on at the version it began with; what it wrote is whole, and the field is there afterwards."""
    rows = "\n".join(f"客户{n},{n}" for n in range(30))
    actor = actors.load(User._base_manager.get(email="boss@example.com").id, via="import")
    made = imports.create(actor, [("accounts.csv", f"客户名称,员工人数\n{rows}\n".encode())], later=False)
    seen: list[bool] = []

    def step(*_: Any) -> None:
        """Called again and again while it runs: the first time somebody adds a field."""
        if not seen:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(elsewhere, key).result()
        seen.append("cf_budget_code" in registry.fields("account"))

    with custom.latest():
        imports.check(actor, made, following.Steps(made.id, imports.CHECKING))
        carried = imports.run(actor, made, step)
    assert carried["counts"][0]["create"] == 30
    assert seen
    assert not any(seen)
    page = client.get("/api/v1/accounts?count=exact&fields=name,cf_budget_code").json()
    assert page["count"] == 30
    assert {item["cf_budget_code"] for item in page["items"]} == {None}


def elsewhere(key: str) -> None:
    """Another thread's request, with a connection of its own."""
    try:
        field(Client(headers={"Authorization": f"Bearer {key}"}), "account")
    finally:
        connection.close()
