"""What is sent, to whom, signed how, and what becomes of it when nobody answers."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

import pytest

from haoke.core.errors import Denied, Invalid, Missing
from haoke.core.records import changes
from haoke.inbox.models import Notice
from haoke.integrations import queries
from haoke.integrations.actions import delivering
from haoke.integrations.actions.circuits import WAITS
from haoke.integrations.models import Delivery
from haoke.integrations.tests.scene import Company, Receiver, add, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    made = Receiver()
    monkeypatch.setattr(delivering, "post", made.post)
    return made


def test_changes_are_sent_with_what_the_owner_may_read(company: Company, receiver: Receiver) -> None:
    company.webhook()
    record = company.make("account", name="Huawei").id
    company.change("account", record, name="Huawei Ltd")
    with changes(company["Root"], "delete") as tx:
        tx.delete("account", record)
    assert [each.state for each in company.spread()] == ["done"] * 3
    made, changed, gone = receiver.messages
    assert [(each["verb"], each["object"], each["record"]) for each in (made, changed, gone)] == [
        (verb, "account", str(record)) for verb in ("create", "update", "delete")
    ]
    assert changed["changed"] == ["name"]
    assert (gone["data"]["name"], "_can" in gone["data"]) == ("Huawei Ltd", False)


def test_a_message_is_signed(company: Company, receiver: Receiver) -> None:
    hook = company.webhook()
    with changes(company["Root"], "new_secret") as tx:
        secret = tx.run("webhook", hook.id, "new_secret")["secret"]
    company.make("account", name="Huawei")
    company.spread()
    ((url, headers, body),) = receiver.heard
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert (url, headers["webhook-signature"]) == (hook.url, f"v1,{wanted}")
    with changes(company["Root"], "new_secret") as tx:
        assert tx.run("webhook", hook.id, "new_secret")["secret"] != secret


def test_nobody_is_sent_what_he_does_not_see(company: Company, receiver: Receiver) -> None:
    company.webhook(by="Rep")
    company.make("account", "Other", name="Secret")
    mine = company.make("account", "Rep", name="Mine").id
    assert [each.state for each in company.spread()] == ["dropped", "done"]
    assert [message["record"] for message in receiver.messages] == [str(mine)]


def test_hidden_fields_are_not_sent_and_their_change_is_no_news(company: Company, receiver: Receiver) -> None:
    grants = {"webhook": {"*": "own"}, "account": {"*": "own"}}
    blind = add("role", name={"en": "Blind"}, grants=grants, fields={"account": {"phone": "hidden"}})
    put("user", company.ids["Rep"], roles=[blind.id])
    company.webhook(by="Rep")
    record = company.make("account", "Rep", name="Mine").id
    company.change("account", record, phone="13912345678")
    company.spread()
    assert [(message["verb"], "phone" in message["data"]) for message in receiver.messages] == [("create", False)]


def test_objects_and_verbs_narrow(company: Company, receiver: Receiver) -> None:
    company.webhook(objects_told=["contact"], verbs=["create"])
    contact = company.make("contact", name="Li").id
    company.change("contact", contact, name="Li Lei")
    company.make("account", name="Huawei")
    company.spread()
    assert [message["record"] for message in receiver.messages] == [str(contact)]


def test_settings_are_told_only_when_named(company: Company, receiver: Receiver) -> None:
    company.webhook()
    company.webhook(name="Teams", objects_told=["team"])
    company.make("team", name="Tigers")
    assert [delivery.webhook.name for delivery in company.spread()] == ["Teams"]


def test_an_entry_heard_twice_is_sent_once(company: Company, receiver: Receiver) -> None:
    company.webhook()
    company.make("account", name="Huawei")
    start = company.last
    company.spread()
    company.last = start
    company.spread()
    assert len(receiver.heard) == 1


def test_failures_are_tried_again_with_the_same_message(company: Company, receiver: Receiver) -> None:
    receiver.statuses = [500, 0, 302, 200]
    company.webhook()
    record = company.make("account", name="Huawei").id
    company.spread()
    company.change("account", record, name="Meanwhile another")
    for _ in range(3):
        company.attempt()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.status) == ("done", 4, 200)
    assert len({(headers["webhook-id"], body) for _, headers, body in receiver.heard}) == 1


def test_in_vain_for_a_day_switches_off(company: Company, receiver: Receiver) -> None:
    receiver.statuses = [500]
    hook = company.webhook()
    company.make("account", name="Huawei")
    company.spread()
    for _ in WAITS:
        company.attempt()
    delivery = Delivery.objects.get()
    hook.refresh_from_db()
    assert (delivery.state, delivery.attempts, hook.active) == ("failed", len(WAITS) + 1, False)
    assert Notice.objects.get(user=company.ids["Root"]).object == "webhook"
    company.change("webhook", hook.id, active=True)
    hook.refresh_from_db()
    assert hook.stopped is None


def test_who_says_gone_is_believed(company: Company, receiver: Receiver) -> None:
    receiver.statuses = [410]
    hook = company.webhook()
    company.make("account", name="Huawei")
    assert [each.state for each in company.spread()] == ["failed"]
    hook.refresh_from_db()
    assert not hook.active


def test_one_that_is_switched_off_or_without_owner_sends_nothing(company: Company, receiver: Receiver) -> None:
    off, lost = company.webhook(), company.webhook(by="Rep", name="Lost")
    company.make("account", "Rep", name="Huawei")
    company.change("webhook", off.id, active=False)
    put("user", company.ids["Rep"], state="disabled")
    assert {each.state for each in company.spread()} == {"dropped"}
    lost.refresh_from_db()
    assert (receiver.heard, lost.active) == ([], False)


def test_a_test_is_sent_by_hand(company: Company, receiver: Receiver) -> None:
    receiver.statuses = [500]
    hook = company.webhook(active=False)
    with changes(company["Root"], "ping") as tx:
        tx.run("webhook", hook.id, "ping")
    company.attempt()
    assert (receiver.messages[0]["verb"], Delivery.objects.get().state) == ("ping", "failed")


def test_a_delivery_is_looked_at_and_sent_again(company: Company, receiver: Receiver) -> None:
    hook = company.webhook(by="Rep")
    company.make("account", "Rep", name="Huawei")
    (made,) = company.spread()
    (told,) = queries.deliveries(company["Root"], hook.id)["items"]
    assert (told["state"], told["record"]["title"], told["again"]) == ("done", "Huawei", True)
    seen = queries.delivery(company["Rep"], made.id)
    assert '"Huawei"' in seen["body"]
    assert seen["open"]
    with pytest.raises(Missing):
        queries.delivery(company["Other"], made.id)
    delivering.again(made.id)
    company.attempt()
    assert receiver.heard[0][2] == receiver.heard[1][2]


def test_deliveries_are_paged(company: Company, receiver: Receiver) -> None:
    hook = company.webhook()
    for _ in range(queries.PAGE + 5):
        delivering.send(hook.id, "account", hook.id)
    first = queries.deliveries(company["Root"], hook.id)
    rest = queries.deliveries(company["Root"], hook.id, first["next"])
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (queries.PAGE, 5, None)
    assert not {each["id"] for each in first["items"]} & {each["id"] for each in rest["items"]}


def test_old_deliveries_go(company: Company) -> None:
    hook = company.webhook()
    made = delivering.send(hook.id, "account", hook.id)
    Delivery.objects.filter(pk=made).update(created_at="2020-01-01T00:00:00Z")
    assert delivering.tidy() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": "http://example.com/"}, "url"),
        ({"url": "https://user:pass@example.com/"}, "url"),
        ({"objects_told": ["no_such"]}, "objects_told"),
        ({"objects_told": ["webhook"]}, "objects_told"),
        ({"verbs": ["no_such"]}, "verbs"),
    ],
)
def test_what_makes_no_sense_is_refused(company: Company, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        company.webhook(**values)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_only_its_owner_changes_it(company: Company) -> None:
    hook = company.webhook()
    with pytest.raises((Missing, Denied)):
        company.change("webhook", hook.id, "Rep", url="https://elsewhere.example.com/")
    with pytest.raises((Invalid, Denied)):
        company.webhook(by="Rep", owner=company.ids["Root"])
