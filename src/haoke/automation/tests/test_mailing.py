"""Mail a rule sends: to an address of the record, or of what the record points at."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.automation.tests.scene import Company, add, row
from haoke.core.access.actor import system
from haoke.core.errors import Invalid
from haoke.core.records import changes
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql
from haoke.identity import company as settings
from haoke.privacy.actions import Said
from haoke.privacy.actions import record as consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def mail_step(company: Company, field: str, *, about: str = "account", by: str = "Root") -> dict[str, Any]:
    box = add("mailbox", name="Sales", address="sales@example.com", smtp_host="x.example.com", owner=company.ids[by])
    words = {
        "subject": {"en": f"Welcome {{{about}.name}}", "zh": "欢迎"},
        "body_en": f"Hello {{{about}.name}}",
        "body_zh": "您好",
    }
    template = add("mail_template", name={"en": "Welcome"}, object=about, owner=company.ids[by], **words)
    return {"kind": "mail", "mailbox": str(box.id), "template": str(template.id), "field": field}


def contact(company: Company, **values: Any) -> None:
    with changes(company["Root"], "create") as tx:
        tx.create("contact", {"name": "Li", "owner": company.ids["Rep"], **values})


def mails() -> list[dict[str, Any]]:
    return fetch(Sql('SELECT subject, "to"::text AS receivers, state FROM inbox_mailmessage'))


def test_a_mail_goes_to_the_address_of_the_record(company: Company) -> None:
    company.rule(mail_step(company, "email"))
    record = company.account(email="info@huawei.example.com")
    company.account(name="Without an address")
    assert [run.state for run in company.spread()] == ["done", "done"]
    (mail,) = mails()
    assert (mail["subject"], mail["state"]) == ("Welcome Huawei", "queued")
    assert "info@huawei.example.com" in mail["receivers"]
    assert row("account", record)["email"] == "info@huawei.example.com"


@pytest.mark.parametrize(
    ("field", "to"), [("account.email", "info@huawei.example.com"), ("owner.email", "Rep@example.com")]
)
def test_a_mail_goes_to_whom_the_record_points_at(company: Company, field: str, to: str) -> None:
    company.rule(mail_step(company, field, about="contact"), object="contact")
    account = company.account(email="info@huawei.example.com")
    contact(company, account=account)
    assert [run.state for run in company.spread()] == ["done"]
    (mail,) = mails()
    assert to.lower() in mail["receivers"].lower()


def test_no_mail_goes_to_what_the_rules_owner_does_not_see(company: Company) -> None:
    step = mail_step(company, "account.email", about="contact", by="Rep")
    company.rule(step, object="contact", owner=company.ids["Rep"])
    hidden = company.account(by="Other", email="info@huawei.example.com")
    contact(company, account=hidden)
    assert [run.steps[-1]["message"] for run in company.spread()] == [None]
    assert mails() == []


def test_paths_that_lead_to_no_address_are_told_at_the_step(company: Company) -> None:
    step = mail_step(company, "", about="contact")
    for field in ("account.nothing", "account.phone", "phone.email", "account.owner.email", "x.email"):
        with pytest.raises(Invalid) as refused:
            company.rule(step | {"field": field}, object="contact")
        assert [problem.field for problem in refused.value.problems] == ["steps.s0.field"], field


def test_where_only_those_who_agreed_are_written_to_a_rule_refrains(company: Company) -> None:
    with changes(system("t"), "x") as tx:
        tx.create("company", {"name": "C", "only_agreed": True})
    settings.forget()
    company.rule(mail_step(company, "email", about="contact"), object="contact")
    contact(company, email="li@example.com")
    (run,) = company.spread()
    assert (run.state, run.steps[0]["refrained"]["zh"], mails()) == ("done", "尚未同意邮件营销", [])
    record = fetch(Sql("SELECT id FROM customers_contact WHERE email = 'li@example.com'"))[0]["id"]
    with changes(company["Root"], "consent") as tx:
        consent(tx, "contact", record, Said(channel="email", purpose="marketing", state="given", how="form", proof="x"))
    contact(company, name="Li again", email="li@example.com")
    company.spread()
    assert len(mails()) == 1
    settings.forget()
