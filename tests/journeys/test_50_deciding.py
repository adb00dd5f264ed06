"""Who decides: roles and lines by keyboard in the table and by dragging in the graph, what is missing, and undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Locator, Page


def scene(person: steps.Person, name: str) -> dict[str, str]:
    """Ids of an account and three of its people, by name."""
    account = person.send("POST", "accounts", {"name": name})["id"]
    people = {
        each: person.send("POST", "contacts", {"name": each, "account": account, "title": title})["id"]
        for each, title in (("Vera Chief", "总经理"), ("Otto Clerk", "采购专员"), ("Hugo Desk", "工程师"))
    }
    return {"account": account, **people}


def lines(person: steps.Person, account: str) -> set[tuple[str, str, str]]:
    found = person.get(f"accounts/{account}/decision-map")["lines"]
    return {(each["contact"]["title"], each["kind"], each["to"]["title"]) for each in found}


def choose(page: Page, dialog: Locator, label: str, option: str) -> None:
    """Pick an option of a select by typing it."""
    dialog.get_by_role("combobox", name=label).focus()
    page.keyboard.type(option)
    expect(page.locator(".ant-select-item-option-active").filter(has_text=option)).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")


def middle(handle: Locator) -> tuple[float, float]:
    box: Any = handle.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_by_keyboard_in_the_table(administrator: steps.Person, new_context: Callable[..., BrowserContext]) -> None:
    made = scene(administrator, "Keyboard Mills")
    page = administrator.page(new_context, viewport={"width": 1440, "height": 900})
    page.goto(f"/accounts/{made['account']}?tab=deciders")
    gaps = page.get_by_role("list", name="存在的缺口")
    expect(gaps.get_by_text("尚未明确决策人")).to_be_visible()
    table = page.get_by_role("button", name="列表")
    table.focus()
    page.keyboard.press("Enter")
    edit = page.get_by_role("button", name="编辑 Vera Chief")
    edit.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Vera Chief")
    choose(page, dialog, "角色", "决策人")
    choose(page, dialog, "影响谁", "Hugo Desk")
    dialog.get_by_role("button", name="保存").press("Enter")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="编辑 Otto Clerk").press("Enter")
    dialog = page.get_by_role("dialog", name="Otto Clerk")
    choose(page, dialog, "汇报给", "Vera Chief")
    dialog.get_by_role("button", name="保存").press("Enter")
    row = page.get_by_role("row").filter(has_text="Otto Clerk")
    expect(row.get_by_text("汇报给 Vera Chief")).to_be_visible()
    expect(gaps.get_by_text("尚未接触决策人")).to_be_visible()
    wanted = {("Otto Clerk", "reports_to", "Vera Chief"), ("Vera Chief", "influences", "Hugo Desk")}
    assert lines(administrator, made["account"]) == wanted
    # Nobody below him is offered as his superior.
    page.get_by_role("button", name="编辑 Vera Chief").click()
    dialog = page.get_by_role("dialog", name="Vera Chief")
    dialog.get_by_role("combobox", name="汇报给").click()
    expect(page.locator(".ant-select-item-option").filter(has_text="Hugo Desk")).to_be_visible()
    expect(page.locator(".ant-select-item-option").filter(has_text="Otto Clerk")).to_have_count(0)
    steps.leave_choices(page)
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_have_count(0)
    assert steps.violations(page) == []


def test_by_dragging_in_the_graph(administrator: steps.Person, new_context: Callable[..., BrowserContext]) -> None:
    made = scene(administrator, "Pointer Mills")
    page = administrator.page(new_context, viewport={"width": 1440, "height": 900})
    page.goto(f"/accounts/{made['account']}?tab=deciders")

    def handle(name: str, side: str) -> Locator:
        return page.locator(f'.react-flow__node[data-id="{made[name]}"] .react-flow__handle-{side}')

    handle("Otto Clerk", "top").hover()
    page.mouse.down()
    page.mouse.move(*middle(handle("Vera Chief", "bottom")), steps=8)
    page.mouse.up()
    line = page.locator(".react-flow__edge.decider-line--reports_to")
    expect(line).to_have_count(1)
    assert lines(administrator, made["account"]) == {("Otto Clerk", "reports_to", "Vera Chief")}
    # Saved before the screen shows it; by keyboard it is taken away again, and put back.
    line.focus()
    page.keyboard.press("Enter")
    erase = page.get_by_role("button", name="删除关系：Otto Clerk 汇报给 Vera Chief")
    expect(erase).to_be_visible()
    assert steps.violations(page) == []
    page.keyboard.press("Delete")
    expect(line).to_have_count(0)
    assert lines(administrator, made["account"]) == set()
    page.get_by_role("button", name="撤销").click()
    expect(line).to_have_count(1)
    card = page.locator(f'.react-flow__node[data-id="{made["Hugo Desk"]}"]')
    card.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Hugo Desk")).to_be_visible()


def test_on_a_phone_everybody_is_a_card(
    administrator: steps.Person, new_context: Callable[..., BrowserContext]
) -> None:
    made = scene(administrator, "Phone Mills")
    page = administrator.page(new_context, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(f"/accounts/{made['account']}?tab=deciders")
    page.get_by_role("button", name="编辑 Otto Clerk").tap()
    dialog = page.get_by_role("dialog", name="Otto Clerk")
    choose(page, dialog, "汇报给", "Vera Chief")
    dialog.get_by_role("button", name="保存").tap()
    expect(page.get_by_text("汇报给 Vera Chief")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert steps.violations(page) == []


def test_the_group_of_an_account(
    administrator: steps.Person,
    new_context: Callable[..., BrowserContext],
    colleague: Callable[[str, str], steps.Person],
) -> None:
    rep = colleague("Gesa Branch", "sales_rep")
    top = administrator.send("POST", "accounts", {"name": "Group Holding"})["id"]
    one = administrator.send("POST", "accounts", {"name": "Group North", "parent": top})["id"]
    # His own, below one he does not see.
    own = rep.send("POST", "accounts", {"name": "Group South"})
    administrator.send("PATCH", f"accounts/{own['id']}", {"parent": top, "version": own["version"]})
    page = administrator.page(new_context, viewport={"width": 1440, "height": 900})
    page.goto(f"/accounts/{one}?tab=group")
    rows = page.locator(".group__table tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("Group Holding")
    expect(page.locator("tr[aria-current]")).to_contain_text("Group North")
    assert steps.violations(page) == []
    page.get_by_role("link", name="Group South").click()
    expect(page.locator("tr[aria-current]")).to_contain_text("Group South")
    page = rep.page(new_context, viewport={"width": 390, "height": 844})
    page.goto(f"/accounts/{own['id']}?tab=group")
    expect(page.get_by_text("不属于任何集团")).to_be_visible()
    assert "Group North" not in page.content()
    assert "Group Holding" not in page.content()
    assert steps.violations(page) == []
