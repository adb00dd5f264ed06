"""Cards over HTTP: what a text says to whom, who is here already, and both records written at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.records import changes
from haoke.core.search.tests.test_finding import make, user
from haoke.customers.models import Account, Contact
from haoke.dataquality.actions import ensure_duplicate_rules
from tests.api.test_records import Client

pytestmark = pytest.mark.django_db
OWN = {"*": {"*": Scope.OWN}}
TEXT = """王小明 销售总监
深圳市云杉精密制造有限公司
手机：13800138000
电话：0755-26770000转8012  传真：0755-26770001
wangxm@yunshan.example.com
深圳市南山区科技园南路10号"""


@pytest.fixture
def rep() -> Client:
    return Client(Actor(id=user("Rep"), grants=OWN, via="web"))


def mine(who: Client) -> UUID:
    assert who.actor is not None
    return who.actor.id


def kept(who: Client, status: int = 201, duplicates: str | None = None, **body: Any) -> dict[str, Any]:
    headers = {} if duplicates is None else {"Haoke-Duplicates": duplicates}
    found, answer = who("POST", "cards", body, **headers)
    assert found == status, answer
    return dict(answer)


def found(who: Client, **body: Any) -> dict[str, list[dict[str, Any]]]:
    status, answer = who("POST", "cards/matches", body)
    assert status == 200, answer
    return dict(answer)


def test_a_text_becomes_values_of_fields_and_says_which_lines_it_left(rep: Client) -> None:
    status, answer = rep("POST", "cards/text", {"text": TEXT})
    assert status == 200
    said = {(each["object"], each["field"]): each for each in answer["fields"]}
    assert said["contact", "name"]["value"] == "王小明"
    assert (said["contact", "title"]["value"], said["contact", "title"]["lines"]) == ("销售总监", [0])
    assert said["contact", "mobile"]["value"]["e164"] == "+8613800138000"
    assert said["contact", "phone"]["value"]["ext"] == "8012"
    assert said["contact", "address"]["value"]["district"] == "南山区"
    assert said["account", "name"]["value"] == "深圳市云杉精密制造有限公司"
    assert [each["used"] for each in answer["lines"]] == [True] * 6
    assert rep("POST", "cards/text", {"text": "x" * 30_000})[0] == 422
    assert rep("POST", "cards/text", {"text": ""})[0] == 422


def test_what_one_may_not_write_is_not_offered() -> None:
    closed = {"contact": {"mobile": FieldRight.READ, "phone": FieldRight.HIDDEN}}
    half = Client(Actor(id=user("Half"), grants={"contact": {"*": Scope.OWN}}, fields=closed))
    status, answer = half("POST", "cards/text", {"text": TEXT})
    assert status == 200
    assert {each["object"] for each in answer["fields"]} == {"contact"}
    assert not {"mobile", "phone"} & {each["field"] for each in answer["fields"]}
    assert [each["used"] for each in answer["lines"]][1:4] == [False, False, False]


def test_both_are_made_at_once_and_the_log_says_by_a_card(rep: Client) -> None:
    answer = kept(
        rep, contact={"values": {"name": "王小明", "mobile": "13800138000"}}, account={"values": {"name": "云杉精密"}}
    )
    assert answer["contact"]["account"]["title"] == "云杉精密"
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT action FROM log.entry WHERE change = %s", [answer["change"]])
        assert cursor.fetchall() == [("card",)]
    bad = kept(
        rep, 422, contact={"values": {"name": "李四", "mobile": "abc"}}, account={"values": {"name": "不应留下"}}
    )
    assert [each["field"] for each in bad["errors"]] == ["contact.mobile"]
    assert not Account.objects.filter(name="不应留下").exists()
    wrong: tuple[dict[str, Any], ...] = ({"contact": {}}, {"contact": {"values": {"name": "x"}}, "account": {}})
    for nothing in wrong:
        kept(rep, 422, **nothing)


def test_who_is_here_is_found_by_number_domain_and_name_at_the_account(rep: Client) -> None:
    account = str(
        make("account", name="深圳云杉精密制造有限公司", website="https://yunshan.example.com", owner=mine(rep))
    )
    contact = str(make("contact", name="王小明", account=account, owner=mine(rep)))
    other = str(make("contact", name="张三", mobile="13800138000", owner=mine(rep)))
    make("contact", name="王小明", mobile="13800138000", owner=user("Somebody else"))
    hits = found(rep, contact={"name": "王小明", "email": "a@yunshan.example.com", "mobile": "138 0013 8000"})
    assert [each["id"] for each in hits["accounts"]] == [account]
    assert {each["id"] for each in hits["contacts"]} == {contact, other}
    by_name = found(rep, account={"name": "云杉精密制造有限公司"})
    assert [each["id"] for each in by_name["accounts"]] == [account]
    strange: dict[str, Any] = {"name": {"a": [1]}, "mobile": [], "email": 7, "nothing": "x"}
    assert found(rep, contact=strange, account=strange) == {"contacts": [], "accounts": []}


def test_an_existing_one_is_changed_only_where_it_is_said_so(rep: Client) -> None:
    account = make("account", name="云杉", owner=mine(rep))
    contact = make("contact", name="王小明", title="经理", owner=mine(rep))
    body: dict[str, Any] = {
        "contact": {"id": str(contact), "version": 1, "values": {"mobile": "13800138000"}},
        "account": {"id": str(account)},
    }
    answer = kept(rep, **body)
    assert (answer["contact"]["title"], answer["contact"]["mobile"]["raw"]) == ("经理", "13800138000")
    assert answer["contact"]["account"]["id"] == str(account)
    assert kept(rep, 409, **body)["code"] == "stale"


def test_rights_hold_and_a_refusal_leaves_nothing_behind(rep: Client) -> None:
    hidden = str(make("account", name="藏", owner=user("Other")))
    theirs = str(make("contact", name="她", owner=user("Third")))
    person: dict[str, Any] = {"values": {"name": "王小明"}}
    kept(rep, 422, contact=person, account={"id": hidden})
    kept(rep, 404, contact=person, account={"id": hidden, "values": {"phone": "0755-26770000"}})
    kept(rep, 404, contact={"id": theirs, "values": {"title": "x"}}, account={"values": {"name": "新"}})
    reader = Client(Actor(id=user("Reader"), grants={"*": {"read": Scope.ALL}}))
    kept(reader, 403, contact=person)
    kept(reader, 403, contact={"id": theirs, "values": {"title": "x"}})
    assert not Account.objects.filter(name="新").exists()
    assert not Contact.objects.filter(name="王小明").exists()


def test_the_duplicate_check_is_asked_as_in_any_form(rep: Client) -> None:
    with changes(system("migration"), "ship") as tx:
        ensure_duplicate_rules(tx)
    make("account", name="深圳云杉精密有限公司", uscc="914403001922038216", owner=user("Other"))
    again = {"values": {"name": "云杉", "uscc": "914403001922038216"}}
    refused = kept(rep, 409, "?", contact={"values": {"name": "王小明"}}, account=again)
    assert refused["code"] == "duplicates"
    assert not Contact.objects.filter(name="王小明").exists()
