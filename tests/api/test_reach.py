"""How a person wishes to be reached: kept, imported, told before he is reached, and never to whom may not know."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from haoke.core import clock
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.conditions.showing import shown
from haoke.core.erasing.action import Why, erase_person
from haoke.core.records import changes
from haoke.core.registry import get
from haoke.core.testing.app.rows import person
from haoke.privacy.queries.reach import within
from tests.api.test_consents import NO, YES, contact, said
from tests.api.test_merging import client, good
from tests.api.test_records import Client

pytestmark = pytest.mark.django_db
WISHES: dict[str, Any] = {
    "preferred_channel": "wecom", "reach_days": ["mon", "wed"], "reach_from": "14:00", "reach_until": "17:30",
    "language": "en",
}  # fmt: skip
#: A Tuesday at 09:00 and a Wednesday at 15:00 in Shanghai.
TUESDAY, WEDNESDAY = "2027-03-02T01:00:00Z", "2027-03-03T07:00:00Z"


def before(one: Any, record: str, key: str = "contact", **more: str) -> list[list[str]]:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    found = good(one, "GET", f"reach?object={key}&id={record}{query}")["items"]
    return [[note["tone"], note["text"]] for each in found for note in each["notes"]]


def test_what_is_to_be_known_before_somebody_is_reached() -> None:
    one = client()
    record = contact(one, **WISHES)
    assert before(one, record, channel="phone", at=TUESDAY) == [
        ["rather", "首选联系方式：企业微信"],
        ["rather", "可联系的日子：周一、周三"],
        ["rather", "可联系时间：14:00–17:30"],
        ["unasked", "电话，营销推广：尚未询问"],
    ]
    # The day only, nobody said when, and what reaches nobody at that moment.
    assert [text for _, text in before(one, record, day="2027-03-02")][1:] == ["可联系的日子：周一、周三"]
    assert len(before(one, record, channel="phone")) == len(before(one, record, channel="email", at=TUESDAY)) == 2
    said(one, record, {**YES, "channel": "wecom"})
    assert before(one, record, channel="wecom", at=WEDNESDAY) == []
    said(one, record, {**NO, "channel": "wecom", "purpose": "service"})
    ((tone, text),) = before(one, record, channel="wecom", at=WEDNESDAY)
    day = clock.now().astimezone(clock.timezone()).date()
    assert (tone, text) == ("against", f"企业微信，客户服务：已撤回（{day}）")


@pytest.mark.parametrize(
    ("hour", "first", "last", "fits"),
    [("09:00", "09:00", None, True), ("08:30", "09:00", None, False), ("18:00", None, "17:30", False),
     ("23:00", "20:00", "07:00", True), ("06:00", "20:00", "07:00", True), ("12:00", "20:00", "07:00", False)],
)  # fmt: skip
def test_hours_may_go_past_midnight(hour: str, first: str | None, last: str | None, fits: bool) -> None:
    assert within(hour, first, last) is fits


def test_a_deal_asks_its_person_and_a_company_nobody() -> None:
    one = client()
    line = good(one, "POST", "pipelines", {"name": {"en": "Sales"}, "is_default": True})["id"]
    good(one, "POST", "stages", {"name": {"en": "First"}, "pipeline": line, "probability": "10"})
    company = good(one, "POST", "accounts", {"name": "Meridian", "preferred_channel": "sms"})["id"]
    record = contact(one, **WISHES)
    deal = good(one, "POST", "opportunities", {"name": "Mill", "account": company, "contact": record})["id"]
    assert before(one, deal, "opportunity", channel="phone")[0] == ["rather", "首选联系方式：企业微信"]
    assert before(one, company, "account", channel="phone") == []
    somebody = good(one, "POST", "accounts", {"name": "Zhao Min", "kind": "person", "preferred_channel": "sms"})["id"]
    assert before(one, somebody, "account", channel="phone")[0] == ["rather", "首选联系方式：短信"]


def test_nothing_is_told_of_fields_and_consents_one_may_not_read() -> None:
    boss = client()
    record = contact(boss, email="li@example.com", **WISHES)
    said(boss, record, {**NO, "channel": "phone"})
    reader = client(
        {"read": Scope.ALL, "create": Scope.ALL},
        fields={"contact": {"@personal": FieldRight.MASKED}, "consent": {"state": FieldRight.HIDDEN}},
    )
    assert before(reader, record, channel="phone", at=TUESDAY) == []
    assert good(reader, "POST", "mail/warnings", {"people": ["li@example.com"]})["notes"] == []
    stranger = client({"*": Scope.OWN})
    assert stranger("GET", f"reach?object=contact&id={record}")[0] == 404
    assert good(stranger, "POST", "mail/warnings", {"people": ["li@example.com"]})["notes"] == []


def test_who_is_written_to_is_told_of_and_in_his_language() -> None:
    one = client()
    record = contact(one, email="Li@example.com", **WISHES)
    (told,) = good(one, "POST", "mail/warnings", {"people": ["Li Ming <li@example.com>", "x@example.com"]})["notes"]
    assert told["address"] == "li@example.com"
    assert [each["text"] for each in told["notes"]] == ["首选联系方式：企业微信", "邮件，营销推广：尚未询问"]
    made = good(
        one, "POST", "mail-templates",
        {"name": "Hi", "subject": {"zh": "您好", "en": "Hi"}, "body_zh": "您好", "body_en": "Dear {contact.name}"},
    )  # fmt: skip
    filling = {"template": made["id"], "object": "contact", "id": record}
    assert good(one, "POST", "mail/fill", filling)["body"] == "Dear Li Ming"
    good(one, "PATCH", f"contacts/{record}", {"language": "ja"})
    assert good(one, "POST", "mail/fill", filling)["body"] == "您好"


def test_an_activity_asks_whom_it_is_about_once_and_as_far_as_its_reader_sees_them() -> None:
    one = client()
    record = contact(one, **WISHES)
    company = good(one, "POST", "accounts", {"name": "Meridian"})["id"]
    line = good(one, "POST", "pipelines", {"name": {"en": "Sales"}, "is_default": True})["id"]
    good(one, "POST", "stages", {"name": {"en": "First"}, "pipeline": line, "probability": "10"})
    deal = good(one, "POST", "opportunities", {"name": "Mill", "account": company, "contact": record})["id"]
    tied = [{"object": key, "id": each} for key, each in
            (("account", company), ("opportunity", deal), ("contact", record))]  # fmt: skip
    task = {"subject": "Call", "kind": "call", "done": False, "related": tied}
    call = good(one, "POST", "activities", task)["id"]
    (told,) = good(one, "GET", f"reach?object=activity&id={call}&channel=phone")["items"]
    assert (told["object"], told["id"], told["notes"][0]["text"]) == ("contact", record, "首选联系方式：企业微信")
    grants = {"*": {"read": Scope.ALL}, "contact": {"read": Scope.OWN}}
    reader = Client(Actor(id=person("Ben").pk, name="Ben", grants=grants, via="api"))
    assert good(reader, "GET", f"reach?object=activity&id={call}&channel=phone")["items"] == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reach_from": "25:00"}, "reach_from"),
        ({"preferred_channel": "pigeon"}, "preferred_channel"),
        ({"reach_days": ["someday"]}, "reach_days"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(values: dict[str, Any], field: str) -> None:
    status, problem = client()("POST", "contacts", {"name": "Li Ming", **values})
    assert (status, [each["field"].split(".")[0] for each in problem["errors"]]) == (422, [field])


def test_merging_keeps_the_wishes_and_erasing_takes_them() -> None:
    one = client()
    keep, gone = contact(one, reach_days=["fri"]), contact(one, "Li Ming 2", **WISHES)
    good(one, "POST", f"contacts/{keep}/merge", {"with": gone})
    now = good(one, "GET", f"contacts/{keep}")
    assert {name: now[name] for name in WISHES} == {**WISHES, "reach_days": ["mon", "wed", "fri"]}
    with changes(system("test"), "erase") as tx:
        erase_person(tx, tx.get("contact", UUID(keep), "read"), Why(reason="asked"))
    now = good(one, "GET", f"contacts/{keep}")
    assert {now[name] for name in WISHES} == {None}


def test_companies_are_not_asked_how_they_wish_to_be_reached() -> None:
    actor = system("test")
    (rule,) = [each for each in shown(actor, get("account"), ()) if "reach_from" in each["fields"]]
    assert (rule["effect"], rule["when"]["value"]) == ("visible", "person")
    assert not [each for each in shown(actor, get("contact"), ()) if "reach_from" in each["fields"]]
