"""What is closed while somebody decides about a record: said beforehand, and refused whichever way it is written."""

from __future__ import annotations

import pytest

from haoke.approvals import queries
from haoke.approvals.queries import Locked
from haoke.approvals.tests.scene import Company, add, change, industry
from haoke.core import custom, registry
from haoke.core.api.bulk import bulk
from haoke.core.api.records import BulkBody
from haoke.core.records import Outcome, changes
from haoke.core.text import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def test_submitted_by_hand_there_is_nothing_to_carry_out(company: Company) -> None:
    company.process(company.named("Boss"), trigger="manual")
    account = company.account()
    part = add("account_contact", account=account.id, contact=add("contact", name="Li Wei", account=account.id).id)
    with custom.latest():
        assert queries.of_record(company["Rep"], "account", account.id)["manual"]
    case = company.ask("Rep", account.id, "manual")
    with pytest.raises(Locked) as refused:
        change(company, "Rep", account, name="Other")
    locked = queries.of_record(company["Rep"], "account", account.id)["lock"]
    assert locked == {"why": say(refused.value.message), "fields": None}  # told before anybody types
    assert queries.of_record(company["Rep"], "account_contact", part.id)["lock"] == locked
    company.agree("Boss", case)
    assert queries.of_record(company["Rep"], "account", account.id)["lock"] is None
    assert queries.of_record(company["Rep"], "account", account.id)["newest"]["state"] == "passed"


def test_every_way_of_writing_refuses_what_is_locked(company: Company) -> None:
    company.process(company.named("Boss"), trigger="manual")
    account = company.account()
    company.ask("Rep", account.id, "manual")
    root = company["Root"]
    done = bulk(root, registry.get("account"), BulkBody(ids=[account.id], set={"name": "Other"}))
    assert [row["code"] for row in done["refused"]] == ["in_approval"]
    done = bulk(root, registry.get("account"), BulkBody(ids=[account.id], delete=True))
    assert [row["code"] for row in done["refused"]] == ["in_approval"]
    with changes(root, "import") as tx:
        (verdict,) = tx.batch("account").rows([(account.id, None, {"name": "Other"})])
        (binned,) = tx.batch("account").delete([(account.id, None)])
    assert (verdict.outcome, binned.outcome) == (Outcome.REFUSED, Outcome.REFUSED)
    with pytest.raises(Locked), changes(root, "set") as tx:
        tx.set("account", account.id, {"name": "Other"})


def test_only_the_named_fields_are_locked(company: Company) -> None:
    company.process(company.named("Boss"), fields=["industry"], locked_fields=["industry", "level"])
    account = company.account()
    case = company.ask("Rep", account.id)
    change(company, "Rep", account, name="Other")
    assert queries.of_record(company["Rep"], "account", account.id)["lock"]["fields"] == ["industry", "level"]
    with pytest.raises(Locked):
        change(company, "Rep", account, level="a")
    company.agree("Boss", case)
    assert industry(account) == "software"
    assert account.name == "Other"
