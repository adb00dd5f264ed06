"""What is like a record somebody types, and who is told."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.search import likely
from haoke.core.search.naming import bare, key
from haoke.core.search.tests.test_finding import make, reader, user
from haoke.core.text import speaking

pytestmark = pytest.mark.django_db


def told(actor: Actor, of: str, **given: Any) -> set[tuple[str, str, str]]:
    with speaking("en"):
        found = likely(actor, registry.get(of), given)
    return {(each["object"], each["title"], ", ".join(each["fields"])) for each in found}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("深圳市华为技术有限公司", "华为技术"),
        ("Acme Trading Co., Ltd.", "Acme Trading"),
        ("The Company Ltd", "The Company Ltd"),
        ("？！", "？！"),
    ],
)
def test_what_is_said_of_a_company(name: str, said: str) -> None:
    assert bare(name) == said


def test_names_of_one_company_have_one_key() -> None:
    assert {key(name) for name in ("华为技术（有限公司）", " 华为 技术有限公司", "华为技术")} == {"华为技术"}
    assert {key(name) for name in ("ACME S.r.l.", "Acme", "acme GmbH")} == {"acme"}


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
