"""The profile of a customer: figures of what hangs on it, by its reader's rights, in few statements."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import clock
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import Missing
from haoke.core.records import changes
from haoke.core.records.reading import ListQuery, list_page
from haoke.core.registry import get
from haoke.core.text import say
from haoke.customers.queries.gaps import NO_DECIDER, NOT_MET
from haoke.inbox.actions import log_activity
from haoke.labels.queries import profile
from haoke.sales.tests.conftest import stage_of

if TYPE_CHECKING:
    from haoke.sales.queries import Catalogue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
ROOT = system("test")


def add(key: str, **values: Any) -> Any:
    with changes(ROOT, "test", history=True) as tx:
        return tx.add(key, values).id


def done(kind: str, *ties: tuple[str, Any], **values: Any) -> None:
    with changes(ROOT, "test") as tx:
        log_activity(tx, {"subject": kind.title(), "kind": kind, **values}, list(ties))


def read(record: Any, who: Actor = ROOT, key: str = "account") -> dict[str, Any]:
    with clock.frozen(NOW):
        return {each["key"]: each for each in profile(who, key, record)["figures"]}


@pytest.fixture
def customer(stages: Catalogue) -> dict[str, Any]:
    """An account with a contact, an open deal, one won this year and one before, a call, a complaint and a plan."""
    rep = add("user", name="Rep")
    account = add("account", name="Acme", owner=rep)
    contact = add("contact", name="Wang", account=account, owner=rep)
    won = next(each.id for each in stages.of(stages.default) if each.kind == "won")  # type: ignore[arg-type]
    deal = {"name": "Deal", "account": account, "contact": contact}
    add("opportunity", **deal, amount=100, stage=stage_of(stages, 0), expected_close="2026-12-01", owner=rep)
    add("opportunity", **deal, amount=30, stage=won, closed_at="2026-02-01", owner=rep)
    add("opportunity", **deal, amount=7, stage=won, closed_at="2024-02-01")
    done("call", ("contact", contact), done=True, done_at="2026-11-18T02:00:00Z", owner=rep)
    done("note", ("account", account), done=True, done_at="2026-11-19T02:00:00Z")
    done("complaint", ("account", account), owner=rep)
    done("meeting", ("account", account), due="2026-11-25T02:00:00Z", owner=rep)
    return {"account": account, "contact": contact, "rep": rep}


def test_figures_say_what_hangs_on_a_customer_and_which_rows_they_are_of(customer: dict[str, Any]) -> None:
    found = read(customer["account"])
    shown = {key: (each["count"], each["total"], each["day"]) for key, each in found.items()}
    assert shown["open_deals"] == (1, "100.00", "2026-12-01")
    assert shown["won_year"] == (1, "30.00", None)
    assert shown["won"] == (2, "37.00", "2026-02-01")
    assert shown["complaints"][0] == 1
    assert found["complaints"]["rows"][0]["owner"]["title"] == "Rep"
    # A call with a contact of the account is a contact with it; a note is none.
    assert (found["last_contact"]["rows"][0]["kind"], found["last_contact"]["at"][:10]) == ("call", "2026-11-18")
    assert found["next"]["rows"][0]["title"] == "Meeting"
    for key in ("open_deals", "won_year", "won"):
        one = found[key]
        tie = {"field": one["tie"], "op": "in", "value": [str(customer["account"])]}
        with clock.frozen(NOW):
            listed = list_page(ROOT, get("opportunity"), ListQuery(filter={"and": [tie, one["where"]]}))
        assert len(listed.items) == one["count"]
    of_contact = read(customer["contact"], key="contact")
    assert of_contact["won"]["count"] == 2
    assert of_contact["last_contact"]["rows"][0]["kind"] == "call"
    assert of_contact["complaints"]["count"] == 0


def test_who_decides_or_that_nobody_does(customer: dict[str, Any]) -> None:
    account = customer["account"]
    assert read(account)["deciders"]["gap"] == say(NO_DECIDER)
    boss = add("contact", name="Boss", account=account)
    add("account_contact", account=account, contact=boss, roles=["decision_maker"], stance="supporter")
    told = read(account)["deciders"]
    assert (told["rows"][0]["contact"]["title"], told["rows"][0]["stance"]) == ("Boss", "supporter")
    assert told["gap"] == say(NOT_MET)
    done("visit", ("contact", boss), done=True)
    assert read(account)["deciders"]["gap"] is None
    assert "deciders" not in read(add("account", name="Li Lei", kind="person"))


def test_a_reader_learns_of_what_he_sees_only(customer: dict[str, Any]) -> None:
    account, rep = customer["account"], customer["rep"]
    mine = Actor(id=rep, grants={"*": {"*": Scope.OWN}})
    assert read(account, mine)["won"]["total"] == "30.00"
    blind = Actor(id=rep, grants=mine.grants, fields={"opportunity": {"amount": FieldRight.MASKED}})
    told = read(account, blind)["won"]
    assert (told["count"], told["sums"], told["total"]) == (1, False, None)
    without = Actor(id=rep, grants={**mine.grants, "opportunity": {"*": Scope.NONE}})
    assert not {"open_deals", "won", "won_year"} & read(account, without).keys()
    unaware = Actor(
        id=rep,
        grants=mine.grants,
        fields={"account_contact": {"roles": FieldRight.HIDDEN}, "activity": {"done": FieldRight.HIDDEN}},
    )
    assert not {"deciders", "complaints", "next"} & read(account, unaware).keys()
    stranger = Actor(id=add("user", name="Other"), grants={"*": {"*": Scope.OWN}})
    with pytest.raises(Missing):
        read(account, stranger)


def test_the_number_of_statements_does_not_depend_on_what_there_is(customer: dict[str, Any]) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as seen:
            read(customer["account"])
        return len(seen)

    add("account_contact", account=customer["account"], contact=customer["contact"], roles=["decision_maker"])
    counted()
    few = counted()
    for _ in range(3):
        add("opportunity", name="More", account=customer["account"], amount=1)
        done("complaint", ("account", customer["account"]))
    # The record and its titles, tags and levels with theirs, groups, figures with their titles, contact with deciders.
    assert counted() == few <= 9
