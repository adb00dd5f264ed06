"""Two sellers want the same customer: one has registered it, the other says why, and somebody decides between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.serving import Served


def test_a_collision_is_decided_side_by_side(  # noqa: PLR0917 (fixtures)
    administrator: steps.Person, colleague: Callable[[str, str], steps.Person], office: Page, served: Served,
    new_context: Callable[..., BrowserContext], heard: list[str],
) -> None:  # fmt: skip
    ria, bo = (colleague(f"{name} Fiftynine", "sales_rep") for name in ("Ria", "Bo"))
    ria.send("POST", "registrations", {"company": "深圳银杏五十九科技有限公司", "evidence": "五月招标"})
    page = bo.page(new_context)
    page.goto("/registrations")
    page.get_by_role("button", name="新建报备").first.click()
    dialog = page.get_by_role("dialog", name="新建报备")
    dialog.get_by_label("公司名称").fill("银杏五十九科技")
    dialog.get_by_role("button", name="创建").click()
    found = page.get_by_role("dialog", name="该客户已被他人报备")
    expect(found).to_contain_text("Ria Fiftynine")
    expect(found).not_to_contain_text("深圳银杏")
    assert steps.violations(page) == []
    found.get_by_label("为何仍要继续？").fill("客户主动联系我")
    found.get_by_role("button", name="仍然保存").click()
    expect(page.get_by_text("撞单待裁决").first).to_be_visible()
    assert [one for one in heard if "409" not in one] == []
    heard.clear()

    def mine() -> list[dict[str, str]]:
        return [each for each in bo.get("collision-cases")["items"] if each["state"] == "open"]

    served.wait_until(lambda: bool(mine()))
    [case] = mine()
    office.goto("/today")
    expect(office.get_by_role("region", name="撞单").get_by_text("Ria Fiftynine")).to_be_visible()
    expect(office.get_by_role("navigation").get_by_role("link", name="撞单").first).to_be_visible()
    office.goto(f"/collision-cases/{case['id']}")
    expect(office.get_by_role("region", name="Ria Fiftynine")).to_contain_text("五月招标")
    expect(office.get_by_role("region", name="Bo Fiftynine")).to_contain_text("客户主动联系我")
    assert steps.violations(office) == []
    office.get_by_role("radio", name="双方共享并分成").check()
    office.get_by_label("理由").fill("共同跟进")
    office.get_by_role("button", name="裁决", exact=True).click()
    expect(office.get_by_text("双方共享并分成 (50 %)")).to_be_visible()
    [held] = ria.get("registrations")["items"]
    assert [each["title"] for each in held["partners"]] == ["Bo Fiftynine"]
    page.goto(f"/collision-cases/{case['id']}")
    expect(page.get_by_role("region", name="Bo Fiftynine")).to_be_visible()
    expect(page.get_by_role("region", name="Ria Fiftynine")).to_have_count(0)
