"""Templates: filled in from the registry with what the sender may read, everything else refused by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core.access.actor import FieldRight
from haoke.core.errors import Invalid, Missing
from haoke.core.spec import RuleBroken
from haoke.core.text import say, speaking
from haoke.inbox.mail import originals, receivers, templates
from haoke.inbox.mail.tests.conftest import make

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db


def template(body: str, **more: Any) -> Any:
    return make("mail_template", name={"en": "T"}, subject={"en": "To {account.name}"}, body_en=body, **more)


def filled(actor: Actor, made: Any, key: str, record: Any) -> dict[str, str]:
    with speaking("en"):
        return templates.fill(actor, made.id, key, record.id)


def test_filled_from_the_record_and_what_it_points_at(person: Callable[..., Actor]) -> None:
    anna = person("anna")
    account = make("account", anna, name="<b>Orchard</b> & Mill", level="a")
    contact = make("contact", anna, name="Li Ming", account=account.id)
    made = template("<p>Dear {contact.name} of {contact.account.name} ({account.level}), {user.name}</p>")
    assert filled(anna, made, "contact", contact) == {
        "subject": "To <b>Orchard</b> & Mill",
        "body": "<p>Dear Li Ming of &lt;b&gt;Orchard&lt;/b&gt; &amp; Mill (A – key), Anna</p>",
    }


def test_what_the_sender_may_not_read_is_refused_by_name(person: Callable[..., Actor]) -> None:
    anna = person("anna")
    account = make("account", anna, name="Orchard Mill", phone="13912345678")
    made = template("{account.phone}")
    for right in (FieldRight.HIDDEN, FieldRight.MASKED):
        blind = replace(anna, fields={"account": {"phone": right}})
        with pytest.raises(Invalid) as refused:
            filled(blind, made, "account", account)
        assert ["{account.phone}"[1:-1] in say(each.message, "en") for each in refused.value.problems] == [True]


def test_records_out_of_reach_say_nothing(person: Callable[..., Actor]) -> None:
    anna, ben = person("anna"), person("ben")
    hidden = make("account", ben, name="SECRET")
    contact = make("contact", name="Li Ming", owner=anna.id, account=hidden.id)
    made = template("[{account.name}]")
    assert filled(anna, made, "contact", contact) == {"subject": "To ", "body": "[]"}
    with pytest.raises(Missing):
        filled(anna, made, "account", hidden)


@pytest.mark.parametrize(
    ("body", "object_"),
    [
        ("{account.nonsense}", None), ("{nobody.name}", None), ("{opportunity.amount}", "account"),
        ("{account.name.__class__}", None), ("{0}", None), ("{user.password}", None), ("{account.custom}", None),
    ],
)  # fmt: skip
def test_only_fields_of_the_registry(body: str, object_: str | None) -> None:
    with pytest.raises(RuleBroken) as refused:
        template(body, object=object_)
    assert [each.field for each in refused.value.problems] == ["body_en"]
    assert body.strip("{}") in say(refused.value.problems[0].message, "zh")


def test_of_another_object_it_is_not_there(person: Callable[..., Actor]) -> None:
    anna = person("anna")
    lead = make("lead", anna, name="Li")
    with pytest.raises(Missing):
        filled(anna, template("x", object="account"), "lead", lead)


def test_receivers_are_those_around_the_record_one_may_read(person: Callable[..., Actor]) -> None:
    anna, ben = person("anna"), person("ben")
    account = make("account", anna, name="Orchard Mill", email="office@mill.cn")
    make("contact", anna, name="Li Ming", email="li@mill.cn", account=account.id)
    make("contact", ben, name="Hidden", email="hidden@mill.cn", account=None)
    found = receivers.offered(anna, "account", account.id)
    assert [(each["name"], each["address"]) for each in found] == [
        ("Orchard Mill", "office@mill.cn"), ("Li Ming", "li@mill.cn"),
    ]  # fmt: skip
    assert [each["address"] for each in receivers.offered(anna, "account", account.id, "ming")] == ["li@mill.cn"]
    blind = replace(anna, fields={"contact": {"email": FieldRight.HIDDEN}})
    assert [each["address"] for each in receivers.offered(blind, "account", account.id)] == ["office@mill.cn"]
    with pytest.raises(Missing):
        receivers.offered(ben, "account", account.id)


def test_a_mail_without_an_original_has_no_page(person: Callable[..., Actor]) -> None:
    anna = person("anna")
    box = make("mailbox", anna, name="m", address="a@example.com", smtp_host="mail.example.com")
    made = make("mail_message", anna, mailbox=box.id, subject="s")
    with pytest.raises(Missing):
        originals.page(anna, made.id)
