"""Tags by group and rule, a level with its reason, figures: seen, chosen by keyboard, set by hand; rules are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext

import pytest

BIG = {"and": [{"field": "employees", "op": "gte", "value": 4321}, {"field": "name", "op": "contains", "value": "J62"}]}


@pytest.fixture
def account(administrator: steps.Person) -> Iterator[str]:
    """A large account; afterwards what was set up is gone again."""
    send, made = administrator.send, []

    def add(plural: str, **values: object) -> str:
        record = send("POST", plural, {"object": "account", **values})
        made.append((plural, record["id"]))
        return str(record["id"])

    rank = add("tag-groups", name={"zh": "合作意向", "en": "Intent"}, multiple=False)
    for name in ("J62高意向", "J62低意向"):
        add("tags", name=name, group=rank)
    add("tags", name="J62大企业", group=add("tag-groups", name={"zh": "规模", "en": "Size"}), condition=BIG)
    add("level-rules", name="J62大客户", field="level", value="a", condition=BIG, active=True)
    yield send("POST", "accounts", {"name": "J62 Steel", "employees": 5000})["id"]
    for plural, record in reversed(made):
        send("DELETE", f"{plural}/{record}", {})


def test_tags_and_levels_say_why(
    administrator: steps.Person, account: str, new_context: Callable[..., BrowserContext], served: object
) -> None:
    page = administrator.page(new_context, viewport={"width": 1440, "height": 900})

    def settled() -> bool:
        return bool(administrator.get("profile", object="account", id=account)["tags"])

    served.wait_until(settled)  # type: ignore[attr-defined]  # Served
    page.goto(f"/accounts/{account}")
    card = page.get_by_role("region", name="画像")
    expect(card.get_by_text("J62大客户", exact=False)).to_be_visible()
    ruled = card.get_by_role("button", name="J62大企业")
    ruled.press("Enter")
    expect(card.get_by_text("规则", exact=False).last).to_be_visible()
    card.get_by_role("button", name="编辑标签").press("Enter")
    for name in ("J62低意向", "J62高意向"):
        page.keyboard.type(name)
        expect(page.locator(".ant-select-item-option-active").filter(has_text=name)).to_be_visible()
        page.keyboard.press("Enter")
    card.get_by_role("button", name="保存").press("Enter")
    expect(card.get_by_role("button", name="J62高意向")).to_be_visible()
    expect(card.get_by_role("button", name="J62低意向")).to_have_count(0)
    for figure in ("进行中的商机", "累计成交", "尚未明确决策人", "潜在"):
        expect(card.get_by_text(figure, exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="相关").get_by_role("link", name="任职关系")).to_have_count(0)
    card.get_by_role("button", name="手工调整客户级别").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("原因").fill("总部直接管理")
    dialog.get_by_role("button", name="保存").press("Enter")
    expect(card.get_by_text("总部直接管理", exact=False)).to_be_visible()
    assert steps.violations(page) == []
    page.goto(f"/level-rules/{administrator.first('level-rules', field='field', op='eq', value='level')['id']}")
    page.get_by_role("button", name="试算全部规则").press("Enter")
    expect(page.get_by_role("region", name="试算").get_by_text("记录会变动")).to_be_visible()
    assert steps.violations(page) == []
