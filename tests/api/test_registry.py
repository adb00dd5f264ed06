"""The business registry over HTTP: who may ask how often, what a hostile service is believed, and what is written."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.db import connection

from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.ids import uuid7
from haoke.core.search.tests.test_finding import user
from haoke.customers.models import RegistryService
from haoke.customers.registry import asking, kept
from tests.api.test_records import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
CODE = "91440300708461136T"
FACTS: dict[str, Any] = {
    "name": "深圳市云杉精密制造有限公司", "code": CODE, "former_names": ["云杉五金厂"], "legal_person": "王小明",
    "capital": "5000 万元", "founded": "2003-05-16", "status": "存续", "scope": "精密零件制造\u202e", "more": {"x": 1},
    "address": "深圳市南山区科技园南路10号", "phone": "no phone at all", "website": "https://yunshan.example.com",
}  # fmt: skip


class Service:
    """A registry on this machine: answers what it is told to and remembers what it was asked."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str | None]] = []
        self.status, self.body = 200, b""
        self.headers: dict[str, str] = {}

    def answer(self, path: str, key: str | None) -> tuple[int, bytes]:
        self.heard.append((path, key))
        if self.body or self.status != 200:
            return self.status, self.body
        asked = parse_qs(urlsplit(path).query).get("q")
        return 200, json.dumps({"hits": [FACTS]} if asked else FACTS).encode()


@contextmanager
def serving(service: Service) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = service.answer(self.path, self.headers.get("Authorization"))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **service.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
        thread.join()


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    settings.OUTBOUND_NETWORKS = ("127.0.0.0/8",)
    found = Service()
    with serving(found) as url:
        status, answer = boss()("POST", "registry", {"url": f"{url}/", "key": "s3cret-key", "per_day": 30})
        assert (status, answer["service"]) == (200, {"url": url, "per_day": 30, "has_key": True})
        yield found


def boss() -> Client:
    return Client(
        Actor(id=user("Boss"), admin=True, grants={"*": {"*": Scope.ALL}}, session=uuid7(), proved=True, via="web")
    )


def rep(**more: Any) -> Client:
    return Client(Actor(id=user("Rep"), **{"grants": {"*": {"*": Scope.OWN}}, "via": "web", **more}))


def good(who: Client, *request: Any, **headers: str) -> Any:
    status, answer = who(*request, **headers)
    assert status < 400, answer
    return answer


def test_a_company_is_found_and_told_in_the_fields_of_an_account(service: Service) -> None:
    ann = rep()
    found = good(ann, "GET", f"registry/companies?q={quote('云杉')}")
    assert (found["hits"][0]["code"], found["left"]) == (CODE, 29)
    told = good(ann, "GET", f"registry/companies/{CODE.lower()}", **{"Accept-Language": "zh"})
    values = {each["field"]: each["value"] for each in told["fields"]}
    assert {name: values[name] for name in ("name", "uscc", "founded")} == {
        "name": FACTS["name"], "uscc": CODE, "founded": 2003,
    }  # fmt: skip
    assert (values["address"]["district"], "phone" in values, told["ended"]) == ("南山区", False, None)
    assert told["lines"][0] == {"label": "登记状态", "text": "存续"}
    assert {"王小明", "5000 万元", "云杉五金厂", "精密零件制造"} <= {each["text"] for each in told["lines"]}
    assert [key for _, key in service.heard] == ["Bearer s3cret-key"] * 2
    assert service.heard[1][0] == f"/v1/{CODE}"


def test_what_is_taken_stands_in_the_log_with_day_and_source(service: Service) -> None:
    ann = rep()
    told = good(ann, "GET", f"registry/companies/{CODE}")
    assert "127.0.0.1" in told["reason"]
    said = {"Haoke-Reason": quote(told["reason"] + "\x00\n!")}
    made = good(ann, "POST", "accounts", {"name": "Spruce"}, **said)
    good(ann, "PATCH", f"accounts/{made['id']}", {"uscc": CODE, "version": 1}, **said)
    good(ann, "PATCH", f"accounts/{made['id']}", {"founded": 2003, "version": 2})
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM log.entry WHERE record = %s ORDER BY id", [made["id"]])
        reasons = [row[0] for row in cursor.fetchall()]
    assert reasons == [told["reason"] + " !"] * 2 + [""]


def test_calls_are_counted_for_each_person_and_day(service: Service) -> None:
    good(boss(), "POST", "registry", {"url": good(boss(), "GET", "registry")["service"]["url"], "per_day": 2})
    ann, ben = rep(), rep()
    asked = f"registry/companies/{CODE}"
    service.body = b"nonsense"
    assert ann("GET", asked)[0] == 409
    service.body = b""
    assert good(ann, "GET", asked)["left"] == 0
    status, refused = ann("GET", asked)
    assert (status, refused["code"], len(service.heard)) == (429, "registry_spent", 2)
    assert good(ben, "GET", asked)["left"] == 1
    assert service.heard[-1][1] == "Bearer s3cret-key"  # kept, though it was not written again


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"[]"), (200, b"{}"), (200, b"[" * 200_000), (200, b"\xff\xfe"), (200, b'{"name": 5, "code": "x"}'),
        (200, json.dumps({**FACTS, "name": "x" * 5000}).encode()),
        (200, json.dumps({**FACTS, "code": "other"}).encode()),
        (200, json.dumps({**FACTS, "former_names": ["x"] * 31}).encode()), (200, b'{"scope": "' + b"x" * asking.MOST),
        (302, b""), (401, b"{}"), (403, b"{}"), (404, b"{}"), (429, b"{}"), (500, b"<html>"), (204, b""),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_refused_in_words(service: Service, status: int, body: bytes) -> None:
    service.status, service.body = status, body
    service.headers = {"Location": "http://169.254.169.254/"} if status == 302 else {}
    found, refused = rep()("GET", f"registry/companies/{CODE}")
    assert (found, refused["code"].startswith("registry_"), len(service.heard)) == (409, True, 1)
    assert "s3cret" not in json.dumps(refused)


def test_who_may_not_ask_is_refused_before_anything_is_sent(service: Service) -> None:
    reads = rep(grants={"account": {"read": Scope.ALL}})
    asked = f"registry/companies/{CODE}"
    assert good(reads, "GET", "registry") == {"on": False}
    assert reads("GET", asked)[0] == 403
    looking = Client(Actor(id=user("Rep"), grants={"*": {"*": Scope.OWN}}, seen_by=user("Boss"), via="web"))
    assert (good(looking, "GET", "registry"), looking("GET", asked)[0]) == ({"on": False}, 403)
    ann = rep()
    assert good(ann, "GET", "registry") == {"on": True}  # where it is asked is for administrators
    assert [ann("POST", "registry", {"url": "https://x.example"})[0], ann("DELETE", "registry", {})[0]] == [403, 403]
    for bad in (
        "registry/companies/12",
        "registry/companies?q=a",
        f"registry/companies?q={'x' * 101}",
        "registry/companies",
    ):
        assert ann("GET", bad)[0] == 422, bad
    assert service.heard == []


def test_a_field_closed_to_its_reader_is_not_offered(service: Service) -> None:
    ann = rep(fields={"account": {"address": FieldRight.READ, "uscc": FieldRight.HIDDEN}})
    fields = {each["field"] for each in good(ann, "GET", f"registry/companies/{CODE}")["fields"]}
    assert {"name", "founded"} <= fields
    assert not {"address", "uscc"} & fields


def test_the_key_is_sealed_for_its_address_alone(service: Service) -> None:
    root, row = boss(), RegistryService.objects.get()
    assert b"s3cret" not in bytes(row.key or b"s3cret")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM log.entry e WHERE e::text LIKE '%%s3cret%%'")
        assert cursor.fetchone()[0] == 0
    RegistryService.objects.update(url="http://127.0.0.1:1/elsewhere")
    assert kept.configured() == kept.Service("http://127.0.0.1:1/elsewhere", "", 30)
    moved = good(root, "POST", "registry", {"url": "https://other.example/v1"})
    assert moved["service"]["has_key"] is False
    for bad in (
        {"url": "ftp://x.example"},
        {"url": "https://x.example/?a=b"},
        {"url": "https://x.example", "key": "a\nb"},
        {"url": "https://x.example", "per_day": 0},
        {"url": ""},
    ):
        assert root("POST", "registry", bad)[0] == 422, bad
    assert Client(system("api"))("POST", "registry", {"url": "https://x.example"})[0] in (403, 409)
    good(root, "DELETE", "registry", {})
    assert good(rep(), "GET", "registry") == {"on": False}
    assert rep()("GET", f"registry/companies/{CODE}")[1]["code"] == "registry_off"


def test_an_address_within_is_not_asked(settings: Any) -> None:
    settings.OUTBOUND_NETWORKS = ()
    good(boss(), "POST", "registry", {"url": "https://127.0.0.1/v1"})
    status, refused = rep()("GET", f"registry/companies/{CODE}")
    assert (status, refused["code"]) == (409, "registry_failed")
