"""What people are told of approvals, each with why: told through the Log, kept from whoever has no part in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from haoke.approvals import actions
from haoke.approvals.actions import Opinion, Resubmission, SendBack
from haoke.approvals.tests.scene import Company
from haoke.core import access, registry
from haoke.core.log import dispatch
from haoke.core.records import gate
from haoke.core.text import speaking
from haoke.inbox.models import Notice
from haoke.inbox.notices import making, reading
from haoke.inbox.notices.waiting import waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def company() -> Company:
    return Company()


def spread() -> None:
    """Tell everything that is in the Log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xid::text FROM log.entry ORDER BY id")
        found = cursor.fetchall()
    making.hear(dispatch.read([row[0] for row in found], sorted({row[1] for row in found})))


def told(company: Company, who: str) -> list[tuple[str, str]]:
    Notice.objects.all().delete()
    spread()
    found = [item for item in reading.page(company[who])["items"] if item["object"] == "approval_case"]
    return sorted((item["text"], item["why"]) for item in found)


WAITING = ("Waiting for your decision", "You are to decide")


def test_deciders_and_those_copied_in_are_told_and_nobody_else(company: Company) -> None:
    company.process(company.named("Fay"), {"kind": "copy", "people": [str(company.ids["Gus"])]})
    case = company.ask("Rep", company.account().id)
    assert told(company, "Fay") == [WAITING]
    assert told(company, "Gus") == []
    company.agree("Fay", case)
    assert told(company, "Gus") == [("For your information", "You are copied in")]
    assert told(company, "Rep") == [("Approved and carried out", "You submitted it")]
    assert told(company, "Boss") == []


def test_a_notice_leads_to_the_case_and_is_called_like_it(company: Company) -> None:
    company.process(company.named("Fay"))
    case = company.ask("Rep", company.account().id)
    spread()
    found: Any = next(item for item in reading.page(company["Fay"])["items"] if item["object"] == "approval_case")
    assert (found["plural"], found["record"]["id"]) == ("approvals", str(case))
    assert found["record"]["title"] == "Huawei · Big account · Rep"


def test_what_waits_is_counted_and_what_was_told_of_it_is_read_once_it_does_not(company: Company) -> None:
    company.process(company.named("Fay", "Gus", mode="any"))
    case = company.ask("Rep", company.account().id)
    spread()
    for who in ("Fay", "Gus"):
        assert (waiting(company[who])["approval_task"], reading.unread(company[who])) == (1, 1)
    company.agree("Fay", case)
    spread()
    for who in ("Fay", "Gus"):
        assert (waiting(company[who])["approval_task"], reading.unread(company[who])) == (0, 0)
    texts = [item["text"] for item in reading.page(company["Rep"], unread_only=True)["items"]]
    assert "Approved and carried out" in texts


def test_what_came_back_waits_for_its_initiator(company: Company) -> None:
    company.process(company.named("Fay"))
    case = company.ask("Rep", company.account().id)
    actions.send_back(company["Fay"], case, SendBack())
    spread()
    assert waiting(company["Rep"]).items() >= {"approval_case": 1, "approval_task": 0}.items()
    actions.resubmit(company["Rep"], case, Resubmission())
    assert company.see("Rep", case)["can"]["withdraw"]  # nobody has decided this time
    spread()
    assert waiting(company["Rep"]).items() >= {"approval_case": 0, "approval_task": 0}.items()
    texts = [item["text"] for item in reading.page(company["Rep"], unread_only=True)["items"]]
    assert "Returned to you by Fay" not in texts


def test_the_initiator_is_told_what_became_of_it(company: Company) -> None:
    company.process(company.named("Fay"))
    company.refuse("Fay", company.ask("Rep", company.account().id))
    assert told(company, "Rep") == [("Rejected by Fay", "You submitted it")]
    actions.send_back(company["Fay"], company.ask("Rep", company.account(name="Other").id), SendBack())
    assert ("Returned to you by Fay", "You submitted it") in told(company, "Rep")


def test_who_was_to_decide_is_told_of_hurry_and_of_withdrawal(company: Company) -> None:
    company.process(company.named("Fay"))
    case = company.ask("Rep", company.account().id)
    actions.urge(company["Rep"], case, Opinion())
    actions.withdraw(company["Rep"], case, Opinion())
    heard = told(company, "Fay")
    assert ("Rep asks you to decide soon", "You are to decide") in heard
    assert ("Rep withdrew it", "You are to decide") in heard


def test_a_case_is_seen_by_who_has_a_part_in_it(company: Company) -> None:
    company.process(company.named("Fay"))
    case = company.ask("Rep", company.account().id)
    for who, sees in (("Rep", True), ("Fay", True), ("Root", True), ("Gus", False)):
        assert (gate.unseen(company[who], [("approval_case", case)]) == set()) is sees, who
    kinds = {way.kind for way in access.ways(company["Fay"], registry.get("approval_case"))}
    assert "involved" in kinds
