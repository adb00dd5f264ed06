"""Somebody leaves: out at once; what he had goes to two, briefed on a phone in the dark; taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.serving import Served


@pytest.fixture
def team(administrator: steps.Person, colleague: Callable[[str, str], steps.Person]) -> dict[str, Any]:
    """Wanda above Leo, Ada and Ben; Leo has ten customers with a deal and a task each."""
    people = {
        name: colleague(f"{name} Handing", "sales_manager" if name == "Wanda" else "sales_rep")
        for name in ("Wanda", "Leo", "Ada", "Ben")
    }
    ids = {name: person.get("session")["user"]["id"] for name, person in people.items()}
    for name in ("Leo", "Ada", "Ben"):
        administrator.send("PATCH", f"users/{ids[name]}", {"manager": ids["Wanda"]})
    leo = people["Leo"]
    for at in range(10):
        account = leo.send("POST", "accounts", {"name": f"Leo's customer {at}"})["id"]
        leo.send("POST", "opportunities", {"name": f"Leo's deal {at}", "account": account, "next_step": "Offer"})
        task = {"subject": f"Leo's task {at}", "kind": "task", "related": [{"object": "account", "id": account}]}
        leo.send("POST", "activities", task)
    return {"people": people, "ids": ids}


def choose(page: Page, label: str, name: str) -> None:
    """Pick a person in a select by typing part of the name."""
    page.get_by_role("combobox", name=label, exact=True).click()
    page.keyboard.type(name)
    page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter(has_text=name).click()
    expect(page.locator(".handover-person").filter(has_text=name)).to_be_visible()


def switch_off(office: Page, person: str) -> None:
    """On his page: what ends and what he has is said before, and it is done at once."""
    office.goto(f"/users/{person}")
    expect(office.get_by_role("region", name="名下内容").get_by_text("商机")).to_be_visible()
    office.get_by_role("button", name="更多").click()
    expect(office.get_by_role("menuitem", name="停用")).to_be_visible()
    expect(office.get_by_role("menuitem", name="启用")).to_have_count(0)
    office.get_by_role("menuitem", name="停用").click()
    dialog = office.get_by_role("dialog")
    expect(dialog.get_by_text("Wanda Handing")).to_be_visible()
    assert steps.violations(office) == []
    dialog.get_by_role("button", name="停用").click()
    expect(dialog).to_have_count(0)


def test_a_leaver_is_out_at_once_and_what_he_had_is_with_two_successors(
    served: Served, team: dict[str, Any], office: Page, new_context: Callable[..., BrowserContext], heard: list[str]
) -> None:
    people, ids = team["people"], team["ids"]
    window = people["Leo"].page(new_context)
    window.goto("/accounts")
    expect(window.get_by_role("row").nth(1)).to_be_visible()
    switch_off(office, ids["Leo"])
    expect(window.get_by_label("密码")).to_be_visible()
    heard[:] = [each for each in heard if "401" not in each]  # the window asked once more

    wanda = people["Wanda"]
    served.wait_until(lambda: wanda.get("handovers")["items"])
    page = wanda.page(new_context)
    page.goto("/today")
    page.locator(".handover-row").get_by_role("link", name="Leo Handing").click()
    page.get_by_role("button", name="添加接收人").click()
    choose(page, "接收人 1", "Ada Handing")
    choose(page, "接收人 2", "Ben Handing")
    page.get_by_role("spinbutton").nth(0).fill("60")
    page.get_by_role("spinbutton").nth(1).fill("40")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("row", name="合计")).to_have_text("合计1812")
    assert wanda.count("accounts", field="owner", op="eq", value=ids["Leo"]) == 10  # nothing has changed yet
    assert steps.violations(page) == []
    page.get_by_role("button", name="移交 30 条记录").click()
    expect(page.get_by_text("移交结果")).to_be_visible()
    page.get_by_text("逐条查看").click()
    expect(page.get_by_role("link", name="Leo's customer 0")).to_be_visible()
    assert wanda.count("accounts", field="owner", op="eq", value=ids["Ada"]) == 6

    phone = people["Ada"].page(new_context, viewport={"width": 390, "height": 844}, color_scheme="dark")
    phone.goto("/today")
    phone.locator(".handover-row").get_by_role("link", name="Leo Handing").click()
    card = phone.get_by_role("article").first
    for text in ("进行中的商机", "待办任务", "Offer"):
        expect(card.get_by_text(text, exact=True)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert steps.violations(phone) == []
    edited = people["Ada"].first("opportunities", field="name", op="contains", value="Leo's deal")
    people["Ada"].send("PATCH", f"opportunities/{edited['id']}", {"next_step": "Visit"})

    page.get_by_role("button", name="撤销移交").click()
    expect(page.get_by_text("29 条记录已恢复原状。")).to_be_visible()
    page.get_by_text("之后已被修改，保持现状").click()
    expect(page.get_by_role("link", name=edited["name"])).to_be_visible()
    assert wanda.count("opportunities", field="owner", op="eq", value=ids["Leo"]) == 9
    assert steps.violations(page) == []
