"""A receiver that is down: one attempt a pause, nobody else waits for it, and everything arrives once it answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import clock
from haoke.inbox.models import Notice
from haoke.integrations import queries
from haoke.integrations.actions import delivering
from haoke.integrations.actions.circuits import WAITS
from haoke.integrations.models import Circuit, Delivery
from haoke.integrations.tests.scene import Company, Receiver

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.outbound import Reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def receivers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Receiver]:
    """Two receivers: "down" answers 503, "up" takes everything."""
    found = {"down": Receiver([503]), "up": Receiver([200])}

    def post(url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        return found[url.split("//")[1].split(".", maxsplit=1)[0]].post(url, body, headers)

    monkeypatch.setattr(delivering, "post", post)
    return found


def hooks(company: Company) -> dict[str, Any]:
    return {name: company.webhook(name=name, url=f"https://{name}.example.com/in") for name in ("down", "up")}


def states(hook: Any) -> list[str]:
    return list(Delivery.objects.filter(webhook=hook.id).order_by("entry").values_list("state", flat=True))


def test_one_attempt_for_all_that_waits_and_nobody_else_waits(company: Company, receivers: dict[str, Receiver]) -> None:
    made = hooks(company)
    for number in range(20):
        company.make("account", name=f"Account {number}")
    company.spread()
    assert (len(receivers["down"].heard), len(receivers["up"].heard)) == (1, 20)
    found = queries.deliveries(company["Root"], made["down"].id)["down"]
    assert found["held"] == 20
    receivers["down"].statuses = [200]
    company.attempt()  # one, which finds that it answers
    company.attempt()  # and the rest
    assert states(made["down"]) == ["done"] * 20
    assert queries.deliveries(company["Root"], made["down"].id)["down"] is None
    entries = [message["record"] for message in receivers["down"].messages]
    assert len(set(entries)) == 20


def test_the_pause_grows_and_is_kept(company: Company, receivers: dict[str, Receiver]) -> None:
    hook = hooks(company)["down"]
    company.make("account", name="Huawei")
    company.spread()
    pauses = []
    for _ in range(4):
        circuit = Circuit.objects.get(pk=hook.id)
        pauses.append(circuit.failures)
        delivering.probe(str(hook.id))
        assert Circuit.objects.get(pk=hook.id).failures == circuit.failures  # not before its time
        with clock.frozen(circuit.until + timedelta(seconds=1)):
            delivering.probe(str(hook.id))
            after = Circuit.objects.get(pk=hook.id)
            assert after.until == clock.now() + timedelta(seconds=WAITS[after.failures - 1])
    assert pauses == [1, 2, 3, 4]


def test_given_up_after_a_day_everything_failed_its_owner_is_told_and_it_can_be_sent_again(
    company: Company, receivers: dict[str, Receiver]
) -> None:
    hook = hooks(company)["down"]
    for number in range(3):
        company.make("account", name=f"Account {number}")
    company.spread()
    for _ in WAITS:
        company.attempt()
    hook.refresh_from_db()
    assert (hook.active, states(hook)) == (False, ["failed"] * 3)
    assert Notice.objects.filter(user=company.ids["Root"], object="webhook").count() == 1
    receivers["down"].statuses = [200]
    company.change("webhook", hook.id, active=True)
    assert delivering.again_all(hook.id) == 3
    company.attempt()
    assert states(hook) == ["done"] * 3


def test_what_is_refused_holds_nothing_up(company: Company, receivers: dict[str, Receiver]) -> None:
    receivers["down"].statuses = [400, 200]
    hook = hooks(company)["down"]
    company.make("account", name="A")
    company.make("account", name="B")
    company.spread()
    assert states(hook) == ["queued", "done"]
    assert not Circuit.objects.exists()


def test_an_attempt_that_was_lost_is_made_up_for(company: Company, receivers: dict[str, Receiver]) -> None:
    hook = hooks(company)["down"]
    company.make("account", name="A")
    company.spread()
    assert delivering.look_after() == 0
    Circuit.objects.filter(pk=hook.id).update(until=clock.now() - timedelta(minutes=3))
    assert delivering.look_after() == 1


def test_one_switched_off_meanwhile_drops_what_waited(company: Company, receivers: dict[str, Receiver]) -> None:
    hook = hooks(company)["down"]
    company.make("account", name="A")
    company.spread()
    company.change("webhook", hook.id, active=False)
    company.attempt()
    company.attempt()
    assert states(hook) == ["dropped"]
    assert not Circuit.objects.exists()
