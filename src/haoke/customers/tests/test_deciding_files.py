"""What people decide, from files: columns of a file of contacts, and files of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core.access.actor import Actor, system
from haoke.core.records import changes
from haoke.core.transfer import imports
from haoke.core.transfer.following import Steps
from haoke.core.transfer.models import Import, ImportRow
from haoke.customers.models import AccountContact, Contact, ContactRelation

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.django_db

#: The columns of a file of contacts as they were when people were marked in it.
PEOPLE = """姓名,客户名称,职务,手机,邮箱,是否决策人
张伟,甲公司,总经理,13800138001,zhang@example.com,是
李娜,甲公司,采购,13800138002,li@example.com,否
王芳,乙公司,厂长,13800138003,wang@example.com,是
"""


@pytest.fixture
def admin(db: None) -> Actor:
    with changes(system(), "test") as tx:
        person = tx.create("user", {"name": "Boss", "email": "boss@example.com", "language": "zh"})
    return Actor(id=person.id, name="Boss", language="zh", admin=True, via="import")


def taken(actor: Actor, text: str, name: str = "联系人", **options: Any) -> Import:
    """A file checked and carried out."""
    found = imports.create(actor, [(f"{name}.csv", text.encode())], {"options": options})
    imports.check(actor, found, Steps(found.id, imports.CHECKING))
    found = imports.start(actor, found.id)
    imports.run(actor, found, Steps(found.id, imports.WRITING))
    return found


def parts() -> dict[tuple[str, str], AccountContact]:
    rows = AccountContact.objects.filter(deleted_at=None).select_related("account", "contact")
    return {(row.contact.name, row.account.name): row for row in rows}


def counted(found: Import, key: str) -> Mapping[str, int]:
    """{verdict: rows} of one object, without those there are none of."""
    own = ImportRow.objects.filter(batch=found, object=key).values_list("verdict", flat=True)
    return {verdict: list(own).count(verdict) for verdict in set(own)}


def test_a_file_of_contacts_says_who_decides(admin: Actor) -> None:
    taken(admin, PEOPLE)
    assert {key: row.roles for key, row in parts().items()} == {
        ("张伟", "甲公司"): ["decision_maker"],
        ("王芳", "乙公司"): ["decision_maker"],
    }
    again = taken(admin, PEOPLE)
    assert counted(again, "account_contact") == {"unchanged": 2}


def test_ticks_go_beside_the_roles_somebody_has(admin: Actor) -> None:
    taken(admin, PEOPLE)
    with changes(admin, "test") as tx:
        tx.update("account_contact", parts()["张伟", "甲公司"].id, {"roles": ["decision_maker", "user"]})
        li, one = Contact.objects.get(name="李娜"), parts()["张伟", "甲公司"].account_id
        tx.create("account_contact", {"account": one, "contact": li.id, "roles": ["buyer"]})
    changed = PEOPLE.replace("li@example.com,否", "li@example.com,是").replace("总经理", "董事长")
    taken(admin, changed)
    assert parts()["李娜", "甲公司"].roles == ["decision_maker", "buyer"]
    assert parts()["张伟", "甲公司"].roles == ["decision_maker", "user"]


def test_roles_and_stance_are_columns_of_the_same_row(admin: Actor) -> None:
    taken(
        admin,
        "姓名,客户名称,手机,决策角色,态度\n张伟,甲公司,13800138001,决策人、使用者,支持\n李娜,甲公司,13800138002,,\n",
    )
    ((key, row),) = parts().items()
    assert (key, row.roles, row.stance) == (("张伟", "甲公司"), ["decision_maker", "user"], "supporter")


def test_who_belongs_nowhere_decides_nothing_and_the_row_says_so(admin: Actor) -> None:
    file = """姓名,客户名称,手机,是否决策人
张伟,,13800138001,是
李娜,甲公司,13800138002,也许
王芳,,13800138003,否
"""
    found = taken(admin, file)
    told = {
        (row.row, each["field"], each["code"]) for row in ImportRow.objects.filter(batch=found) for each in row.problems
    }
    assert told == {(1, "account_contact.roles", "required"), (2, "account_contact.roles", "not_boolean")}
    assert (parts(), Contact.objects.filter(name__in=("张伟", "李娜", "王芳")).count()) == ({}, 3)


def test_the_account_may_be_the_one_haoke_knows(admin: Actor) -> None:
    taken(admin, PEOPLE)
    taken(admin, "姓名,邮箱,手机,是否决策人\n李娜,li@example.com,13800138002,Y\n")
    assert parts()["李娜", "甲公司"].roles == ["decision_maker"]


def test_parts_and_lines_have_files_of_their_own(admin: Actor) -> None:
    taken(admin, PEOPLE.replace("李娜,甲公司", "张伟,乙公司"))
    named = parts()["王芳", "乙公司"]
    file = f"""客户,联系人,角色,态度,关系强度
甲公司,张伟,决策人,反对,良好
{named.account.number},{named.contact.number},使用者,中立,一般
乙公司,张伟,内线支持者,支持,紧密
"""
    taken(admin, file, "任职关系", conflicts="file")
    assert {key: (row.roles, row.stance) for key, row in parts().items()} == {
        ("张伟", "甲公司"): (["decision_maker"], "opponent"),
        ("王芳", "乙公司"): (["user"], "neutral"),
        ("张伟", "乙公司"): (["coach"], "supporter"),
    }
    assert Contact.objects.count() == 3
    taken(admin, "客户,联系人,关系,对象\n乙公司,张伟,汇报给,王芳\n", "联系人关系")
    (line,) = ContactRelation.objects.filter(deleted_at=None).select_related("contact")
    assert (line.kind, line.contact.account_id, line.to_id) == ("reports_to", named.account_id, named.contact_id)
