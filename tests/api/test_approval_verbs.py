"""Every step of an approval by everybody, in every state it can be in, against a plain table of who may do what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from haoke.approvals import actions
from haoke.approvals.actions import AddSigner, CopyTo, HandOn, SendBack
from haoke.approvals.queries import Locked
from haoke.approvals.tests.scene import Company, add
from haoke.core import clock
from haoke.core.records import changes
from tests.api.test_records import Client

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

pytestmark = pytest.mark.django_db

DECIDING = ("approve", "reject", "return", "hand_on", "add_signer")
STARTING = ("withdraw", "urge", "resubmit")
VERBS = (*DECIDING, *STARTING, "copy")
#: Rep asks, Boss decides first and Fay after him, Gus is copied in, Lead only sees the record, Root administers.
PEOPLE = ("Rep", "Boss", "Fay", "Gus", "Lead", "Root")

#: {(person, verb): "ok" or the code of the refusal}; what is not named is "not_found".
Table = dict[tuple[str, str], str]


def of(person: str, verbs: tuple[str, ...], found: str) -> Table:
    return {(person, verb): found for verb in verbs}


COPIED = {("Rep", "copy"): "ok", ("Boss", "copy"): "ok", ("Gus", "copy"): "ok"}
TOLD = of("Gus", DECIDING, "only_told")
EXPECTED: dict[str, Table] = {
    "first": {
        **COPIED, **TOLD, **of("Boss", DECIDING, "ok"),
        ("Rep", "withdraw"): "ok", ("Rep", "urge"): "ok", ("Rep", "resubmit"): "not_returned",
    },
    "second": {
        **COPIED, **TOLD, **of("Boss", DECIDING, "decided"), **of("Fay", (*DECIDING, "copy"), "ok"),
        ("Rep", "withdraw"): "too_late", ("Rep", "urge"): "ok", ("Rep", "resubmit"): "not_returned",
    },
    "handed_on": {
        **COPIED, **TOLD, **of("Boss", DECIDING, "handed_on"), **of("Lead", (*DECIDING, "copy"), "ok"),
        ("Rep", "withdraw"): "ok", ("Rep", "urge"): "ok", ("Rep", "resubmit"): "not_returned",
    },
    "asked_before": {
        **COPIED, **TOLD, **of("Boss", DECIDING, "not_your_turn"), **of("Lead", (*DECIDING, "copy"), "ok"),
        ("Rep", "withdraw"): "ok", ("Rep", "urge"): "ok", ("Rep", "resubmit"): "not_returned",
    },
    "asked_beside": {
        **COPIED, **TOLD, **of("Boss", DECIDING, "ok"), **of("Lead", (*DECIDING, "copy"), "ok"),
        ("Rep", "withdraw"): "ok", ("Rep", "urge"): "ok", ("Rep", "resubmit"): "not_returned",
    },
    "deputy": {
        **COPIED, **TOLD, **of("Boss", DECIDING, "handed_on"), **of("Lead", (*DECIDING, "copy"), "ok"),
        ("Rep", "withdraw"): "ok", ("Rep", "urge"): "ok", ("Rep", "resubmit"): "not_returned",
    },
    "urged": {
        **COPIED, **TOLD, **of("Boss", DECIDING, "ok"),
        ("Rep", "withdraw"): "ok", ("Rep", "urge"): "urged", ("Rep", "resubmit"): "not_returned",
    },
    "returned": {
        **COPIED, **TOLD, **of("Boss", DECIDING, "ended"),
        ("Rep", "withdraw"): "ok", ("Rep", "urge"): "ended", ("Rep", "resubmit"): "ok",
    },
    "withdrawn": {
        **COPIED, **TOLD, **of("Boss", DECIDING, "ended"),
        ("Rep", "withdraw"): "ended", ("Rep", "urge"): "ended", ("Rep", "resubmit"): "not_returned",
    },
    "rejected": {
        **COPIED, **TOLD, **of("Boss", DECIDING, "decided"),
        ("Rep", "withdraw"): "ended", ("Rep", "urge"): "ended", ("Rep", "resubmit"): "not_returned",
    },
    "passed": {
        **COPIED, **TOLD, **of("Boss", DECIDING, "decided"), **of("Fay", DECIDING, "decided"), ("Fay", "copy"): "ok",
        ("Rep", "withdraw"): "ended", ("Rep", "urge"): "ended", ("Rep", "resubmit"): "not_returned",
    },
}  # fmt: skip


def deputised(company: Company, _case: UUID) -> None:
    add("delegation", owner=company.ids["Boss"], to=company.ids["Lead"], on_leave=True)
    now = clock.now()
    add("absence", owner=company.ids["Boss"], since=now - timedelta(days=1), until=now + timedelta(days=1))
    assert actions.absent() == 1
    assert actions.absent() == 0


def both_agree(company: Company, case: UUID) -> None:
    company.agree("Boss", case)
    company.agree("Fay", case)


BRINGING: dict[str, Callable[[Company, UUID], Any]] = {
    "first": lambda *_: None,
    "second": lambda company, case: company.agree("Boss", case),
    "handed_on": lambda company, case: actions.hand_on(company["Boss"], case, HandOn(to=company.ids["Lead"])),
    "asked_before": lambda company, case: actions.add_signer(
        company["Boss"], case, AddSigner(people=[company.ids["Lead"]], where="before")
    ),
    "asked_beside": lambda company, case: actions.add_signer(
        company["Boss"], case, AddSigner(people=[company.ids["Lead"]], where="with")
    ),
    "deputy": deputised,
    "urged": lambda company, case: actions.urge(company["Rep"], case, actions.Opinion()),
    "returned": lambda company, case: actions.send_back(company["Boss"], case, SendBack()),
    "withdrawn": lambda company, case: actions.withdraw(company["Rep"], case, actions.Opinion()),
    "rejected": lambda company, case: company.refuse("Boss", case),
    "passed": both_agree,
}  # fmt: skip


@pytest.mark.parametrize("state", list(BRINGING))
def test_who_may_do_what(state: str) -> None:
    company = Company()
    company.process(company.named("Boss"), company.named("Fay"))
    newcomer = company.newcomer()
    account = company.account()
    case = company.ask("Rep", account.id)
    actions.copy_to(company["Rep"], case, CopyTo(people=[company.ids["Gus"]]))
    BRINGING[state](company, case)
    bodies: dict[str, dict[str, Any]] = {
        "hand_on": {"to": str(newcomer)}, "add_signer": {"people": [str(newcomer)]}, "copy": {"people": [str(newcomer)]}
    }  # fmt: skip
    found, wanted = {}, {}
    for person in PEOPLE:
        client = Client(company[person])
        for verb in VERBS:
            sent = transaction.savepoint()
            status, answer = client("POST", f"approvals/{case}/{verb}", bodies.get(verb, {}))
            transaction.savepoint_rollback(sent)
            found[person, verb] = "ok" if status == 200 else answer["code"]
            wanted[person, verb] = EXPECTED[state].get((person, verb), "not_found")
    assert found == wanted
    offered = company.see("Rep", case)["can"]
    assert {verb for verb in STARTING if offered[verb]} == {
        verb for verb in STARTING if wanted["Rep", verb] == "ok"
    }  # what the screen offers is what would be done


@pytest.mark.parametrize("state", ["first", "second", "handed_on", "asked_before", "returned", "passed"])
def test_the_record_is_locked_while_it_runs_and_only_then(state: str) -> None:
    company = Company()
    company.process(company.named("Boss"), company.named("Fay"), fields=["industry"])
    account = company.account()
    BRINGING[state](company, company.ask("Rep", account.id))
    running = state not in ("returned", "passed")
    try:
        with changes(company["Rep"], "update") as tx:
            tx.update("account", account.id, {"name": "Other"})
    except Locked:
        assert running
    else:
        assert not running
