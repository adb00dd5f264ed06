"""Whoever learns of records by the dozen, by whatever route, has them counted against his day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

import orjson
import pytest
from django.utils import timezone

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.api.routes import Access, routes
from haoke.core.limits import metering
from haoke.core.limits.models import KEY
from haoke.core.records import changes
from haoke.core.transfer import imports
from haoke.inbox.models import Follow, Notice
from tests.security import scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.api.routes import Route
    from tests.security.scene import Answer, Company

pytestmark = pytest.mark.django_db
MANY = 6
#: Shows lines of one's own file, whatever Haoke knows of them.
OWN = {"imports/{id}"}


class Reader:
    """An administrator's key, and how many rows it has been counted."""

    def __init__(self, company: Company) -> None:
        self.id, self.key = company.people["administrator"], company.keys["administrator"]

    @property
    def rows(self) -> int:
        meter = metering._meters.get((self.id, KEY))
        return meter.rows + meter.untold if meter else 0

    def ask(self, path: str) -> tuple[Answer, int]:
        before = self.rows
        answer = scene.ask(self.key, "GET", path)
        return answer, self.rows - before


def many(company: Company) -> list[UUID]:
    """Contacts found, told of, commented, imported again and tied."""
    boss = company.people["administrator"]
    account, made = company.own["account"], []
    for nth in range(MANY):  # a change each: the Log tells in one line what one change did to many
        with changes(system("test"), "scene") as tx:
            made.append(tx.add("contact", {"name": f"Dozenth {nth}", "account": account, "owner": boss}).id)
    with changes(system("test"), "scene") as tx:
        for nth, record in enumerate(made):
            tx.add("activity_link", {"activity": company.own["activity"], "object": "contact", "record": record})
            said = tx.add("comment", {"object": "contact", "record": record, "body": "said"}).id
            place = {name: company.own[name] for name in ("pipeline", "stage")}
            tx.add("opportunity", {"name": "Deal", "contact": record, "owner": boss, **place})
            Follow.objects.create(user_id=boss, object="contact", record=record)
            told = {"reason": "follow", "what": "comment", "object": "contact", "comment": said}
            Notice.objects.create(user_id=boss, key=str(nth), records=[record], at=timezone.now(), **told)
    return made


def imported(reader: Reader) -> str:
    """Id of a checked import whose lines meet them all."""
    from django.test import Client  # noqa: PLC0415

    lines = "联系人\t职务\n" + "".join(f"Dozenth {nth}\tClerk\n" for nth in range(MANY))
    answer = Client(headers={"Authorization": f"Bearer {reader.key}"}).post(
        "/api/v1/imports", orjson.dumps({"paste": lines, "name": "x"}), "application/json"
    )
    batch: str = answer.json()["id"]
    imports.check_job(batch)
    return batch


def paths(route: Route, company: Company, batch: str) -> Iterator[str]:
    """Ways of asking a route for as much as it gives."""
    if route.path.startswith("imports/{id}"):
        yield route.path.replace("{id}", batch)
    elif route.access is Access.OBJECT:
        spec = registry.get(route.object or "")
        path = route.path.replace("{id}", str(company.own.get(spec.key, company.people["administrator"])))
        yield path + "?at=2099-01-01T00:00:00Z" if path.endswith("as-of") else path
        if path.endswith("totals"):
            for name in registry.fields(spec.key):
                yield f"{path}?group={name}"
    else:
        path = route.path.replace("{id}", str(company.own["account"])).replace("{object}", "account")
        account, contact = (f"object={key}&id={company.own[key]}" for key in ("account", "contact"))
        of = f"?record={company.own['account']}"
        queries = ("", "?q=Dozenth", f"?{account}", f"?{contact}", "?object=contact", of,
            f"?filter={quote(orjson.dumps({'field': 'name', 'op': 'contains', 'value': 'Dozenth'}))}")  # fmt: skip
        yield from (path + query for query in queries)


def told(answer: Answer, made: list[UUID]) -> int:
    """How many of them an answer names."""
    return sum(f"Dozenth {nth}".encode() in answer.content for nth, _ in enumerate(made))


def test_no_route_gives_records_for_nothing() -> None:
    company = scene.build()
    reader, made = Reader(company), many(company)
    batch, found = imported(reader), set[str]()
    free: dict[str, Any] = {}
    for route in routes():
        if route.method == "GET" and "{token}" not in route.path and route.path not in OWN:
            for path in paths(route, company, batch):
                answer, counted = reader.ask(path)
                if (named := told(answer, made)) > 1:
                    found.add(route.path)
                    if counted < named:
                        free[path] = (named, counted)
    assert free == {}
    # The control: a crawl that meets none of them would prove nothing.
    assert {"contacts", "opportunities/totals", "search", "notices", "operations/log", "imports/{id}/rows"} <= found
