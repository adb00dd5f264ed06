"""Assignment rules: made and ordered in the settings, tried, then a form leaves the owner to them, who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page


def rule(administrator: steps.Person, name: str, person: steps.Person, **values: Any) -> Any:
    given = {"name": name, "object": "lead", "to_users": [person.get("session")["user"]["id"]], **values}
    return administrator.send("POST", "assignment-rules", given)


def tried(office: Page) -> None:
    """What a rule that is not in use yet would do with what is new."""
    office.get_by_role("button", name="试算“Fairs to Flora”").click()
    dialog = office.get_by_role("dialog")
    expect(dialog.get_by_role("row").filter(has_text="Fern Fair").get_by_text("Flora Fair")).to_be_visible()
    expect(dialog.get_by_role("row").filter(has_text="Fern Fair").get_by_text("来源")).to_be_visible()
    assert steps.violations(office) == []
    office.keyboard.press("Escape")


def test_who_gets_it_is_left_to_the_rules(
    administrator: steps.Person,
    office: Page,
    new_context: Callable[..., BrowserContext],
    colleague: Callable[[str, str], steps.Person],
) -> None:
    flora, rest = colleague("Flora Fair", "sales_rep"), colleague("Rita Rest", "sales_rep")
    administrator.send("POST", "leads", {"name": "Fern Fair", "company": "Fern", "source": "exhibition"})
    fair = {"field": "source", "op": "eq", "value": "exhibition"}
    made = [
        rule(administrator, "Everything to Rita", rest, order=1),
        rule(administrator, "Fairs to Flora", flora, order=2, condition=fair),
    ]
    office.goto("/settings/assignment-rules")
    lines = office.get_by_role("region", name="线索").get_by_role("listitem")
    expect(lines.nth(0)).to_contain_text("Everything to Rita")
    assert steps.violations(office) == []
    tried(office)
    with office.expect_response(lambda reply: reply.request.method == "PATCH") as moved:
        office.get_by_role("button", name="移动“Fairs to Flora”").press("ArrowUp")
    assert moved.value.ok
    expect(lines.nth(0)).to_contain_text("Fairs to Flora")
    for name in ("Fairs to Flora", "Everything to Rita"):
        switch = office.get_by_role("switch", name=f"启用“{name}”")
        switch.click()
        expect(switch).to_be_checked()
    page = rest.page(new_context, viewport={"width": 390, "height": 844})
    page.goto("/leads")
    page.get_by_role("button", name="新建").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("姓名").fill("Basil Booth")
    dialog.get_by_role("checkbox", name="由分配规则指定负责人").check()
    dialog.get_by_role("button", name="创建").click()
    expect(dialog).to_have_count(0)
    record = rest.first("leads", field="name", op="eq", value="Basil Booth")
    page.goto(f"/leads/{record['id']}")
    expect(page.get_by_text("按规则“Everything to Rita”分配给了 Rita Rest")).to_be_visible()
    assert steps.violations(page) == []
    given = administrator.send("POST", f"leads/{record['id']}/actions/assign", {"by_rules": True})
    assert given["record"]["owner"]["title"] == "Rita Rest"
    for each in made:
        administrator.send("DELETE", f"assignment-rules/{each['id']}", {})
