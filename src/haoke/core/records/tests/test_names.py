"""Names are ordered as they are read, however they came in; the Log says nothing of it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import BadRequest
from haoke.core.fieldtypes import pinyin
from haoke.core.records import changes, undo
from haoke.core.records.filling import sort_keys
from haoke.core.records.reading import ListQuery, list_page
from haoke.core.records.shapes import how_read

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

pytestmark = pytest.mark.django_db
#: Fields whose object says how they are read: a person, a company (maybe a person), something else.
READ = [("contact", "name", True), ("lead", "company", None), ("account", "name", None), ("product", "name", False)]
SIGNS = "李黎王汪单曾解仇欧阳司马张章明鸣敏阿里百度重庆厦门AaBbÉéüÜ019 -·（）"


def make_all(key: str, names: list[str]) -> None:
    with changes(system(), "test") as tx:
        assert all(verdict.taken for verdict in tx.batch(key).rows((None, None, {"name": name}) for name in names))


def walked(key: str, sort: str, limit: int) -> list[dict[str, Any]]:
    """All records of an object, page by page."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = list_page(system(), registry.get(key), ListQuery(sort=sort, limit=limit, cursor=cursor))
        found += page.items
        cursor = page.next
        if cursor is None:
            return found


def key_of(key: str, record: UUID, name: str = "name") -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}_sort FROM {registry.get(key).model._meta.db_table} WHERE id = %s", [record])
        found: str | None = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize(("key", "name", "read"), READ)
def test_the_object_says_how_a_name_is_read(key: str, name: str, read: bool | None) -> None:
    assert how_read(key, name) is read
    assert registry.field(key, name).sort == f"{name}_sort"


def test_names_of_both_scripts_are_in_the_order_a_chinese_reader_expects() -> None:
    names = ["9号仓", "A公司", "阿里巴巴", "Apple", "百度", "重庆啤酒", "Éclair", "厦门航空", "张江高科", "Zoom"]
    expected = [
        "9号仓",
        "A公司",
        "阿里巴巴",
        "Apple",
        "百度",
        "重庆啤酒",
        "Éclair",
        "厦门航空",
        "张江高科",
        "Zoom",
    ]
    make_all("account", random.Random(1).sample(names, len(names)))
    assert [item["name"] for item in walked("account", "name", 3)] == expected
    assert [item["name"] for item in walked("account", "-name", 4)] == expected[::-1]


def test_surnames_have_their_own_reading() -> None:
    make_all("contact", ["单雄信", "沈括", "曾巩", "岑参", "丹青", "邵雍", "解缙", "夏言", "尉迟恭", "于谦", "余光中"])
    assert [item["name"] for item in walked("contact", "name", 50)] == [
        "岑参", "丹青", "单雄信", "邵雍", "沈括", "夏言", "解缙", "于谦", "余光中", "尉迟恭", "曾巩",
    ]  # fmt: skip


@pytest.mark.parametrize("sort", ["name", "-name", "name,-updated_at", "-name,title"])
@pytest.mark.parametrize("limit", [1, 7, 100])
def test_any_names_are_in_the_order_of_their_keys_over_all_pages(sort: str, limit: int) -> None:
    rng = random.Random(f"{sort} {limit}")
    names = ["".join(rng.choices(SIGNS, k=rng.randint(1, 5))).strip() or "李" for _ in range(30)]
    names += rng.choices(names, k=15)
    make_all("contact", names)
    found = walked("contact", sort, limit)
    keys = [pinyin.sort_text(item["name"], name=True) for item in found]
    assert keys == sorted(keys, key=lambda key: (key or "").encode(), reverse=sort.startswith("-"))
    assert len({item["id"] for item in found}) == 45
    if sort in ("name", "-name"):
        order = [(key, item["id"]) for key, item in zip(keys, found, strict=True)]
        assert order == sorted(order, reverse=sort == "-name")


def test_every_way_of_writing_keeps_the_key() -> None:
    with changes(system(), "test") as tx:
        made = tx.create("contact", {"name": "单雄信"}).id
    assert key_of("contact", made) == "shan 单 xiong 雄 xin 信"
    with changes(system(), "test") as tx:
        tx.update("contact", made, {"name": "李明"})
        changed = tx.change
    assert key_of("contact", made) == "li 李 ming 明"
    with changes(system(), "test") as tx:
        tx.batch("contact").rows([(made, None, {"name": "曾巩", "title": "文人"})])
        batched = tx.change
    assert key_of("contact", made) == "zeng 曾 gong 巩"
    with changes(system(), "test") as tx:
        tx.delete("contact", made)
        tx.restore("contact", made)
    assert key_of("contact", made) == "zeng 曾 gong 巩"
    undo(system(), batched)
    assert key_of("contact", made) == "li 李 ming 明"
    undo(system(), changed)
    assert key_of("contact", made) == "shan 单 xiong 雄 xin 信"


def test_no_name_has_no_key_and_comes_last_either_way() -> None:
    with changes(system(), "test") as tx:
        bare = tx.create("lead", {"name": "李明"}).id
        full = tx.create("lead", {"name": "王芳", "company": "单县农机"}).id
    assert key_of("lead", bare, "company") is None
    assert key_of("lead", full, "company") == "shan 单 xian 县 nong 农 ji 机"
    for sort in ("company", "-company"):
        assert [item["id"] for item in walked("lead", sort, 1)] == [str(full), str(bare)]
    with changes(system(), "test") as tx:
        tx.update("lead", full, {"company": None})
    assert key_of("lead", full, "company") is None


def test_the_log_has_names_and_no_keys() -> None:
    with changes(system(), "test") as tx:
        made = tx.create("contact", {"name": "李明"}).id
        tx.update("contact", made, {"name": "王芳"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM log.entry WHERE record = %s AND verb = 'update'", [made])
        assert "name_sort" not in cursor.fetchone()[0]


def test_a_key_is_nobodys_field() -> None:
    for key in registry.objects():
        assert not [name for name in registry.fields(key) if name.endswith("_sort")]


@pytest.mark.parametrize("right", [FieldRight.HIDDEN, FieldRight.MASKED])
def test_a_name_one_may_not_read_orders_nothing(right: FieldRight) -> None:
    actor = Actor(id=system().id, grants={"*": {"read": Scope.ALL}}, fields={"contact": {"name": right}})
    for sort in ("name", "-name", "name_sort"):
        with pytest.raises(BadRequest):
            list_page(actor, registry.get("contact"), ListQuery(sort=sort))


@pytest.mark.django_db(transaction=True)
def test_names_from_before_get_their_keys_and_the_log_no_entry(
    owner_connection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("haoke.core.records.filling.CHUNK", 2)
    make_all("contact", ["单雄信", "李明", "王芳"])
    with owner_connection.cursor() as cursor:
        cursor.execute("ALTER TABLE customers_contact DISABLE TRIGGER USER")
        cursor.execute("UPDATE customers_contact SET name_sort = ''")
        cursor.execute("ALTER TABLE customers_contact ENABLE TRIGGER USER")
        cursor.execute("SELECT count(*), max(version) FROM log.entry")
        before = cursor.fetchone()
        fill: Callable[..., None] = sort_keys("customers_contact", "name", read=True).code
        fill(None, type("Editor", (), {"connection": owner_connection}))
        cursor.execute("SELECT count(*), max(version) FROM log.entry")
        assert cursor.fetchone() == before
        cursor.execute("SELECT name_sort, version FROM customers_contact ORDER BY 1")
        assert cursor.fetchall() == [("li 李 ming 明", 1), ("shan 单 xiong 雄 xin 信", 1), ("wang 王 fang 芳", 1)]
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'")
        assert cursor.fetchone() == (0,)
