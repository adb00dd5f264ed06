"""What is like a record somebody types, and who is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.records import changes
from haoke.core.search import likely, renew
from haoke.core.search.tests.test_finding import make, reader, user
from haoke.core.text import speaking

pytestmark = pytest.mark.django_db


def told(actor: Actor, of: str, **given: Any) -> set[tuple[str, str, str]]:
    with speaking("en"):
        found = likely(actor, registry.get(of), given)
    return {(each["object"], each["title"], ", ".join(each["fields"])) for each in found}


def test_the_same_number_address_or_company_is_told_of_any_object() -> None:
    account = make("account", name="深圳市华为技术有限公司", phone="0755-28780808")
    make("account", name="华为技术服务有限公司")
    make("contact", name="张伟", account=account, mobile="138 1234 5678", email="zw@huawei.example")
    make("lead", name="李四", phone="+8613812345678")
    admin = system()
    assert told(admin, "account", name="华为技术股份有限公司") == {("account", "深圳市华为技术有限公司", "Name")}
    assert told(admin, "lead", name="X", company="华为技术") == {("account", "深圳市华为技术有限公司", "Name")}
    mobile = told(admin, "contact", name="张伟", mobile="13812345678", email="ZW@huawei.example")
    assert mobile == {("contact", "张伟", "Mobile, E-mail"), ("lead", "李四", "Phone")}
    assert told(admin, "account", name="H", phone="(0755) 2878 0808") == {
        ("account", "深圳市华为技术有限公司", "Phone")
    }
    for nothing in ({}, {"phone": "12345", "name": "?"}, {"phone": "no number", "email": "no address"}):
        assert told(admin, "account", **nothing) == set()


def test_a_code_a_domain_and_a_traditional_name_are_told() -> None:
    make("account", name="深圳华为技术有限公司", uscc="914403001922038216", website="https://www.huawei.example/cn")
    admin = system()
    found = {("account", "深圳华为技术有限公司", "Credit code")}
    assert told(admin, "account", name="H", uscc="９１４４０３００ 192203821６") == found
    assert told(admin, "account", name="H", uscc="914403001922038217") == set()
    assert told(admin, "account", name="華為技術（北京）有限公司") == {("account", "深圳华为技术有限公司", "Name")}
    assert told(admin, "lead", name="X", email="a@huawei.example") == {("account", "深圳华为技术有限公司", "Website")}
    make("lead", name="Y", email="b@qq.com")
    assert told(admin, "account", name="H", email="a@qq.com") == set()
    assert told(admin, "contact", name="X", email="a@huawei.example") == set(), (
        "a colleague is no double of the company"
    )


def test_the_company_above_a_branch_is_told_apart_from_it() -> None:
    make("account", name="华为技术有限公司")
    admin, typed = system(), {"name": "华为技术有限公司北京分公司"}
    with speaking("en"):
        (head,) = likely(admin, registry.get("account"), typed)
    assert (head["title"], head["fields"], head["fills"]) == ("华为技术有限公司", [], "parent")
    make("account", name="华为技术北京市分公司")
    with speaking("en"):
        branch = {
            each["title"]: (each["fields"], each["fills"]) for each in likely(admin, registry.get("account"), typed)
        }
    assert branch == {"华为技术北京市分公司": (["Name"], None), "华为技术有限公司": ([], "parent")}


def test_what_changes_of_a_key_is_told_and_what_is_in_the_bin_is_not() -> None:
    account = make("account", name="Old", website="https://old.example")
    with changes(system(), "test") as tx:
        tx.update("account", account, {"website": "new.example", "uscc": "914403001922038216"})
    assert told(system(), "account", name="X", website="http://new.example/x") == {("account", "Old", "Website")}
    assert told(system(), "account", name="X", website="old.example") == set()
    with changes(system(), "test") as tx:
        tx.delete("account", account)
    assert told(system(), "account", name="X", uscc="914403001922038216") == set()


def test_entries_of_an_older_version_are_made_anew() -> None:
    make("account", name="华为技术有限公司")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_searchdoc SET core = NULL, tsv = ''")
        assert told(system(), "account", name="华为技术") == set()
        renew(cursor)
    assert told(system(), "account", name="华为技术") == {("account", "华为技术有限公司", "Name")}


def test_deals_may_be_called_the_same() -> None:
    make("account", name="华为技术")
    assert told(system(), "opportunity", name="华为技术") == set()


def test_the_record_itself_is_not_like_itself() -> None:
    made = make("account", name="Acme Ltd")
    assert likely(system(), registry.get("account"), {"name": "ACME"}, besides=made) == []


def test_only_what_the_reader_may_see_is_told() -> None:
    rep = user("Rep")
    make("account", name="Mine Ltd", phone="0755-28780808", owner=rep)
    make("account", name="Theirs Ltd", phone="0755-28780808", owner=user("Other"))
    phone = {"phone": "0755-28780808"}
    assert told(reader(rep), "account", **phone) == {("account", "Mine Ltd", "Phone")}
    assert told(Actor(id=rep, grants={"contact": {"read": Scope.ALL}}), "account", **phone) == set()
    for right in (FieldRight.MASKED, FieldRight.HIDDEN):
        assert told(reader(rep, Scope.ALL, {"account": {"phone": right}}), "account", **phone) == set()
