"""Messages that come in: believed or not, taken in once, written with the rights of whoever opened the way."""

from __future__ import annotations

import base64
import time
from typing import Any

import orjson
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haoke.core.errors import Invalid, Missing
from haoke.core.records import changes
from haoke.core.registry import get
from haoke.integrations.actions.receiving import attempt
from haoke.integrations.models import Message
from haoke.integrations.rules import at_place
from haoke.integrations.rules.signing import headers, message_of, secret_of, signature
from haoke.integrations.tests.scene import Company, put

pytestmark = pytest.mark.django_db
Account: Any = get("account").model

MAPPING = {"name": "data.company.name", "website": "data.company.site", "phone": "data.phones.0"}
SAID: dict[str, Any] = {
    "data": {"company": {"name": "Huawei", "site": "https://huawei.example.com"}, "phones": ["010-12345678"]}
}


@pytest.fixture
def company() -> Company:
    return Company()


class Sender:
    """Another program that knows the secret."""

    def __init__(self, company: Company, **values: Any) -> None:
        given = {"name": "Shop", "object": "account", "mapping": MAPPING, "match": "website"}
        by = values.pop("by", "Root")
        self.endpoint = company.make("inbound_endpoint", by, **{**given, **values})
        with changes(company["Root"], "new_secret") as tx:
            told = tx.run("inbound_endpoint", self.endpoint.id, "new_secret")["secret"]
        self.secret = base64.b64decode(told.removeprefix("whsec_"))

    def send(self, content: Any, message: str = "m1", **changed: str) -> tuple[int, Any]:
        body = content if isinstance(content, bytes) else orjson.dumps(content)
        named = {**headers(self.secret, message, int(time.time()), body), **changed}
        sent = {name: value for name, value in named.items() if value}
        answer = Client().generic("POST", f"/api/v1/inbound/{self.endpoint.id}", body, "application/json", headers=sent)
        return answer.status_code, orjson.loads(answer.content)


def test_a_message_makes_a_record_and_the_next_changes_it(company: Company) -> None:
    sender = Sender(company)
    status, made = sender.send(SAID)
    assert (status, made["outcome"]) == (200, "created")
    account = Account.objects.get(pk=made["record"])
    assert (account.name, account.owner_id) == ("Huawei", company.ids["Root"])
    changed = {"data": {"company": {**SAID["data"]["company"], "name": "Huawei Ltd"}}}
    assert sender.send(changed, "m2")[1] == {"record": made["record"], "outcome": "updated"}
    account.refresh_from_db()
    assert account.name == "Huawei Ltd"
    assert account.phone is not None  # what a message does not say stays


def test_a_message_is_tried_and_leaves_nothing(company: Company) -> None:
    sender = Sender(company)
    tried = attempt(company["Root"], sender.endpoint.id, SAID)
    assert (tried["outcome"], tried["values"]["name"]) == ("created", "Huawei")
    assert not Account.objects.filter(name="Huawei").exists()
    made = sender.send(SAID)[1]["record"]
    changed = {"data": {"company": {**SAID["data"]["company"], "name": "Huawei Ltd"}}}
    assert attempt(company["Root"], sender.endpoint.id, changed)["outcome"] == "updated"
    assert Account.objects.get(pk=made).name == "Huawei"
    with pytest.raises(Invalid):
        attempt(company["Root"], sender.endpoint.id, {})
    with pytest.raises(Missing):
        attempt(company["Rep"], sender.endpoint.id, SAID)


def test_the_same_message_counts_once(company: Company) -> None:
    sender = Sender(company, match=None)
    first = sender.send(SAID)[1]
    assert sender.send(SAID)[1] == {"record": first["record"], "outcome": "known"}
    assert (Account.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-signature": ""}, {"webhook-id": ""}, {"webhook-timestamp": ""}, {"webhook-timestamp": "1"},
        {"webhook-timestamp": "soon"}, {"webhook-signature": "v1,AAAA"}, {"webhook-id": "another"},
        {"webhook-id": "x" * 300}, {"webhook-timestamp": "9" * 40},
    ],
)  # fmt: skip
def test_what_is_not_signed_is_not_believed(company: Company, changed: dict[str, str]) -> None:
    sender = Sender(company)
    assert sender.send(SAID, **changed)[0] == 403
    assert (Account.objects.count(), Message.objects.count()) == (0, 0)


def test_bytes_count_not_their_meaning(company: Company) -> None:
    sender = Sender(company)
    signed = signature(sender.secret, "m1", int(time.time()), orjson.dumps(SAID))
    reserialised = orjson.dumps(SAID, option=orjson.OPT_INDENT_2)
    assert sender.send(reserialised, **{"webhook-signature": signed})[0] == 403


def test_a_renewed_secret_ends_the_former(company: Company) -> None:
    sender = Sender(company)
    with changes(company["Root"], "new_secret") as tx:
        tx.run("inbound_endpoint", sender.endpoint.id, "new_secret")
    assert sender.send(SAID)[0] == 403


def test_closed_ways_are_not_there(company: Company) -> None:
    sender = Sender(company)
    company.change("inbound_endpoint", sender.endpoint.id, active=False)
    assert sender.send(SAID)[0] == 404
    fresh = company.make("inbound_endpoint", name="No secret yet", object="account", mapping={"name": "n"})
    sender.endpoint = fresh
    sender.secret = secret_of(fresh.id, 0)
    assert sender.send(SAID)[0] == 404


def test_the_owners_rights_count(company: Company) -> None:
    sender = Sender(company, by="Rep")
    company.make("account", "Other", name="Not his", website="https://huawei.example.com")
    assert sender.send(SAID)[1]["outcome"] == "created"
    put("user", company.ids["Rep"], state="disabled")
    assert sender.send(SAID, "m2")[0] == 404


def test_a_refused_record_leaves_no_message_behind(company: Company) -> None:
    sender = Sender(company)
    status, refused = sender.send({"data": {"company": {"site": "https://x.example.com"}}})
    assert (status, refused["errors"][0]["field"]) == (422, "name")
    assert Message.objects.count() == 0
    assert sender.send(SAID)[0] == 200


def test_several_that_match_are_left_alone(company: Company) -> None:
    sender = Sender(company)
    for name in ("One", "Two"):
        company.make("account", name=name, website="https://huawei.example.com")
    assert (sender.send(SAID)[0], Account.objects.count()) == (400, 2)


@pytest.mark.parametrize("body", [b"[]", b"nonsense", b""])
def test_what_is_no_object_is_refused(company: Company, body: bytes) -> None:
    assert Sender(company).send(body)[0] in (400, 422)
    assert Account.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"object": "no_such"}, "object"),
        ({"object": "webhook"}, "object"),
        ({"mapping": {}}, "mapping"),
        ({"mapping": {"name": 1}}, "mapping"),
        ({"mapping": {"no_such": "a"}}, "mapping"),
        ({"mapping": {"number": "a"}}, "mapping"),
        ({"match": "phone", "mapping": {"name": "a"}}, "match"),
    ],
)
def test_a_way_in_must_lead_somewhere(company: Company, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        Sender(company, **values)
    assert [problem.field for problem in refused.value.problems] == [field]


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=30), st.text(max_size=20), st.text(max_size=60), st.binary(max_size=40))
def test_nothing_guessed_is_believed(message: str, at: str, signed: str, body: bytes) -> None:
    named = {"webhook-id": message, "webhook-timestamp": at, "webhook-signature": signed}
    assert message_of(b"secret", named, body, 0) is None


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.recursive(
        st.none() | st.text(max_size=3), lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=2), inner)
    ),
    st.text("ab.01", max_size=8),
)
def test_no_place_breaks(message: Any, place: str) -> None:
    at_place({"a": message}, place)
