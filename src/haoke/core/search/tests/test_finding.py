"""What is found, by whom, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection

from haoke.core import registry, search
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.records import changes
from haoke.core.records.reading import ListQuery, list_page
from haoke.core.text import speaking

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def make(key: str, **values: Any) -> UUID:
    with changes(system(), "test") as tx:
        made: UUID = tx.create(key, values).id
    return made


def user(name: str) -> UUID:
    return make("user", name=name, email=f"{uuid4().hex}@example.com")


def reader(who: UUID, scope: Scope = Scope.OWN, hidden: dict[str, dict[str, FieldRight]] | None = None) -> Actor:
    return Actor(id=who, grants={"*": {"read": scope}}, fields=hidden or {})


def titles(actor: Actor, q: str, **options: Any) -> list[str]:
    return [item["title"] for item in search.find(actor, q, **options)]


def listed(actor: Actor, key: str, q: str) -> set[str]:
    spec = registry.get(key)
    return {item["name"] for item in list_page(actor, spec, ListQuery(q=q)).items}


@pytest.fixture
def world() -> dict[str, UUID]:
    rep = user("Rep")
    huawei = make(
        "account", name="深圳市华为技术有限公司", owner=rep, phone="0755-28780808", email="info@huawei.example"
    )
    muller = make("account", name="Müller & Söhne GmbH", phone="+49 89 2345678")
    zhang = make("contact", name="张伟", account=huawei, mobile="138 1234 5678", email="zw@huawei.example", owner=rep)
    shan = make("contact", name="单雄信", account=muller)
    return {"rep": rep, "huawei": huawei, "muller": muller, "zhang": zhang, "shan": shan}


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("华为", {"深圳市华为技术有限公司", "张伟"}),
        ("华", {"深圳市华为技术有限公司", "张伟"}),
        ("hwjs", {"深圳市华为技术有限公司", "张伟"}),
        ("huawei", {"深圳市华为技术有限公司", "张伟"}),
        ("华为 张", {"张伟"}),
        ("张伟", {"张伟"}),
        ("伟", {"张伟"}),
        ("zhangwei", {"张伟"}),
        ("zw", {"张伟"}),
        ("ZhangW", {"张伟"}),
        ("shanxiongxin", {"单雄信"}),
        ("muller", {"Müller & Söhne GmbH", "单雄信"}),
        ("MÜLLER söhne", {"Müller & Söhne GmbH", "单雄信"}),
        ("5678", {"张伟", "Müller & Söhne GmbH"}),
        ("13812345678", {"张伟"}),
        ("138 1234", {"张伟"}),
        ("+86 138-1234-5678", {"张伟"}),
        ("28780808", {"深圳市华为技术有限公司"}),
        ("zw@huawei", {"张伟"}),
        ("张飞", set()),
        ("伟张", set()),
        ("%", set()),
        ("''' & |", set()),
        ("", set()),
    ],
)
def test_what_a_search_finds(world: dict[str, UUID], q: str, found: set[str]) -> None:
    assert set(titles(system(), q, objects=["account", "contact"])) == found


def test_lists_find_the_same(world: dict[str, UUID]) -> None:
    assert listed(system(), "contact", "hwjs") == {"张伟"}
    assert listed(system(), "contact", "zw") == {"张伟"}
    assert listed(system(), "account", "%") == set()


@pytest.mark.parametrize(("most", "way"), [(2, "= ANY(ARRAY("), (1, "IN (")])
def test_few_hits_come_before_a_lists_order_and_many_after_it(
    world: dict[str, UUID], monkeypatch: pytest.MonkeyPatch, most: int, way: str
) -> None:
    make("contact", name="张三")
    monkeypatch.setattr("haoke.core.search.lists.RARE", most)
    assert f"r.id {way}" in search.condition(registry.get("contact"), "张", system()).text
    assert listed(system(), "contact", "张") == {"张伟", "张三"}
    assert listed(reader(world["rep"]), "contact", "张") == {"张伟"}


def test_numbers_are_found_by_their_beginning(world: dict[str, UUID]) -> None:
    item = search.find(system(), "华为", objects=["account"])[0]
    assert titles(system(), item["number"].lower()) == [item["title"]]
    assert set(item) == {"object", "id", "title", "subtitle", "number", "owner", "matched", "parts"}
    assert item["owner"]["title"] == "Rep"


def test_the_second_line_is_said_in_ones_language() -> None:
    parent = make("account", name="青山", industry="software", level="a")
    make("contact", name="李明", account=parent, title="采购经理")
    make("role", name={"zh": "销售", "en": "Sales"})
    with speaking("zh"):
        assert [item["subtitle"] for item in search.find(system(), "青山", objects=["account"])] == ["软件 · A 重点"]
        assert titles(system(), "销售", objects=["role"]) == ["销售"]
    with speaking("en"):
        assert [item["subtitle"] for item in search.find(system(), "青山", objects=["account"])] == [
            "Software · A – key"
        ]
        assert titles(system(), "销售", objects=["role"]) == ["Sales"]
    assert [item["subtitle"] for item in search.find(system(), "李明")] == ["青山 · 采购经理"]


def test_exact_titles_come_first_then_beginnings_then_names() -> None:
    make("account", name="青山绿水")
    make("account", name="青山")
    make("account", name="青山实业")
    make("account", name="绿水青山")
    found = titles(system(), "青山")
    assert found[0] == "青山"
    assert set(found[1:3]) == {"青山绿水", "青山实业"}
    assert found[3] == "绿水青山"


def test_whole_initials_of_a_name_come_before_beginnings() -> None:
    account = make("account", name="正为新材料有限公司")
    zhang = make("contact", name="张伟")
    make("contact", name="李明", account=account)
    make("contact", name="周文斌")
    found = search.find(system(), "zw", objects=["contact", "account"])
    assert found[0]["id"] == str(zhang)
    assert {item["title"] for item in found[1:]} == {"正为新材料有限公司", "李明", "周文斌"}


def test_the_exact_title_is_found_among_more_than_a_thousand() -> None:
    make("account", name="王")
    with changes(system(), "test") as tx:
        tx.batch("account").rows((None, None, {"name": f"王氏{n}号"}) for n in range(1_200))
    assert titles(system(), "王", limit=5)[0] == "王"


def test_only_what_one_may_see_is_found(world: dict[str, UUID]) -> None:
    other = reader(user("Other"))
    assert titles(other, "华为") == []
    assert titles(other, "%") == []
    assert listed(other, "contact", "张伟") == set()
    assert set(titles(reader(world["rep"]), "华为", objects=["account", "contact"])) == {
        "深圳市华为技术有限公司",
        "张伟",
    }


def test_fields_one_may_not_read_find_nothing(world: dict[str, UUID]) -> None:
    for right in (FieldRight.HIDDEN, FieldRight.MASKED):
        blind = reader(world["rep"], hidden={"contact": {"mobile": right, "account": right}})
        assert titles(blind, "5678", objects=["contact"]) == []
        assert titles(blind, "hwjs", objects=["contact"]) == []
        assert titles(blind, "张伟", objects=["contact"]) == ["张伟"]


def test_a_record_is_not_found_by_the_name_of_an_account_one_does_not_see() -> None:
    rep = user("Rep")
    secret = make("account", name="绝密重工")
    make("contact", name="李明", account=secret, owner=rep)
    actor = Actor(id=rep, grants={"contact": {"read": Scope.OWN}, "account": {"read": Scope.OWN}})
    assert titles(actor, "绝密", objects=["contact"]) == []
    assert titles(actor, "jmzg", objects=["contact"]) == []
    assert titles(actor, "李明", objects=["contact"]) == ["李明"]
    assert titles(actor, "绝密 李", objects=["contact"]) == []
    assert titles(system(), "绝密 李", objects=["contact"]) == ["李明"]


def test_a_hidden_title_shows_the_number(world: dict[str, UUID]) -> None:
    blind = reader(world["rep"], hidden={"account": {"name": FieldRight.HIDDEN}})
    assert titles(blind, "28780808", objects=["account"])[0].startswith("ACC-")
    assert titles(blind, "华为", objects=["account"]) == []
    assert titles(blind, "华为", objects=["contact"]) == []


def test_a_new_name_reaches_the_records_that_carry_it(world: dict[str, UUID]) -> None:
    with changes(system(), "test") as tx:
        tx.update("account", world["huawei"], {"name": "荣耀终端有限公司"})
    assert titles(system(), "华为") == []
    assert set(titles(system(), "荣耀", objects=["account", "contact"])) == {"荣耀终端有限公司", "张伟"}


def test_a_new_number_is_found_and_the_old_one_is_not(world: dict[str, UUID]) -> None:
    with changes(system(), "test") as tx:
        tx.update("account", world["huawei"], {"phone": "0755-11112222"})
    assert titles(system(), "28780808", objects=["account"]) == []
    assert titles(system(), "11112222", objects=["account"]) == ["深圳市华为技术有限公司"]


def test_what_is_in_the_bin_is_not_found_until_it_is_back(world: dict[str, UUID]) -> None:
    with changes(system(), "test") as tx:
        tx.delete("contact", world["zhang"])
    assert titles(system(), "zhangwei") == []
    with changes(system(), "test") as tx:
        tx.restore("contact", world["zhang"])
    assert titles(system(), "zhangwei") == ["张伟"]


def test_entries_can_be_made_anew(world: dict[str, UUID]) -> None:
    before = _docs()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_searchdoc WHERE object = 'contact'")
        assert search.rebuild(cursor, "contact") == 2
        assert search.rebuild(cursor, "stage_entry") == 0
    assert _docs() == before


def _docs() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record, object, title, phone, email, code, tsv::text FROM core_searchdoc ORDER BY record"
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
