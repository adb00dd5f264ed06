"""Who comes by a wrong name, asks for addresses he has a list of, or looks again after he has signed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from django.test import Client

from haoke.core.api.routes import HEALTH, routes
from haoke.core.limits import metering
from haoke.core.limits.models import KEY
from haoke.inbox.mail.tests.conftest import make
from tests.security import scene
from tests.security.test_matrix import QUERY, name

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.api.routes import Route

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> scene.Company:
    return scene.build()


def place(route: Route, company: scene.Company) -> str:
    tail = QUERY.get(route.path.rpartition("/")[2], "")
    return route.path.replace("{id}", str(company.own.get(route.object or "", company.people["other"]))) + tail


def test_by_a_name_that_is_not_ours_there_is_nothing(company: scene.Company) -> None:
    """A page of anybody's may lead its own name to us (DNS rebinding): its scripts are of our origin then."""
    client = Client(headers={"Authorization": f"Bearer {company.keys['administrator']}", "Host": "rebound.example"})
    told = {}
    for route in routes():
        answer = client.generic(route.method, f"/api/v1/{place(route, company)}", b"{}", "application/json")
        told[name(route)] = answer.status_code
    health = {name(route) for route in routes() if route.tag == HEALTH}
    assert health == {"GET livez", "GET readyz"}
    assert {key for key, status in told.items() if status != 421} == health
    assert client.get("/accounts").status_code == 400
    sign_in = orjson.dumps({"email": "administrator@example.com", "password": "x"})
    assert Client(headers={"Host": "rebound.example"}).post("/api/v1/session", sign_in, "text/plain").status_code == 421


def test_nothing_read_is_kept_by_a_browser_or_what_lies_between(company: scene.Company) -> None:
    """But files, which are asked for anew each time (`test_files`), and names of places, which are everybody's."""
    client = Client(headers={"Authorization": f"Bearer {company.keys['administrator']}"})
    kept = set()
    for route in routes():
        if route.method == "GET" and not route.path.endswith("{token}"):
            answer = client.get(f"/api/v1/{place(route, company)}")
            if answer.headers["Cache-Control"] not in {"no-store", "private, no-store"}:
                kept.add(route.path)
    assert kept == {"regions"}


def test_what_probes_are_told_says_nothing_of_us() -> None:
    for path in ("livez", "readyz", "api/v1/livez", "api/v1/readyz"):
        answer = Client().get(f"/{path}")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"}), path


def counted(person: UUID) -> int:
    """Rows of the day, of a person's key."""
    meter = metering._meters.get((person, KEY))
    return meter.rows + meter.untold if meter else 0


def test_whoever_tries_a_list_of_addresses_pays_for_each(company: scene.Company) -> None:
    """A writer has to know that somebody wants no mail; nobody has to know it of everybody."""
    make("mail_block", address="no@example.com", kind="unsubscribed", note="asked by telephone")
    asked = ["no@example.com", *(f"p{number}@example.com" for number in range(30))]
    before = counted(company.people["sales_rep"])
    answer = scene.ask(company.keys["sales_rep"], "POST", "mail/warnings", {"people": asked})
    assert [(each["address"], each["note"]) for each in answer.json["items"]] == [("no@example.com", None)]
    assert counted(company.people["sales_rep"]) - before == len(asked)
    unsigned = scene.ask(None, "POST", "mail/warnings", {"people": asked})
    assert unsigned.status == 401
