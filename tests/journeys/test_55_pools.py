"""Public pools: two people claim the same customer, one gets it and the other is told; what is masked is shown then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

PHONE = "13912345678"


def lake(administrator: steps.Person, *members: steps.Person) -> Any:
    """A pool of these members, with one customer in it; nothing else comes in."""
    people = [each.get("session")["user"]["id"] for each in members]
    made = administrator.send(
        "POST",
        "pools",
        {"name": {"zh": "湖区公海", "en": "Lake"}, "object": "account", "member_users": people, "active": True,
         "collects": False, "daily_claims": 3},
    )  # fmt: skip
    record = administrator.send("POST", "accounts", {"name": "Lake Anvil", "phone": PHONE})
    reason = {"reason": "Nobody calls them", "pool": made["id"]}
    administrator.send("POST", f"accounts/{record['id']}/actions/return_to_pool", reason)
    return made


def opened(person: steps.Person, new_context: Callable[..., BrowserContext], **options: Any) -> Page:
    page = person.page(new_context, **options)
    page.goto("/public-pools")
    expect(page.get_by_role("button", name="查看 Lake Anvil")).to_be_visible()
    return page


def test_one_gets_it_and_the_other_is_told(
    administrator: steps.Person,
    new_context: Callable[..., BrowserContext],
    colleague: Callable[[str, str], steps.Person],
    heard: list[str],
) -> None:
    first, second = colleague("Lena Lake", "sales_rep"), colleague("Piet Pond", "sales_rep")
    pool = lake(administrator, first, second)
    slow, quick = opened(second, new_context), opened(first, new_context, viewport={"width": 390, "height": 844})
    assert steps.violations(slow) == []
    assert steps.violations(quick) == []
    expect(slow.get_by_text(PHONE)).to_have_count(0)
    slow.get_by_role("button", name="查看 Lake Anvil").click()
    look = slow.get_by_role("dialog")
    expect(look.get_by_text("联系方式在领取后可见。")).to_be_visible()
    expect(look.get_by_text("Nobody calls them")).to_be_visible()
    assert steps.violations(slow) == []
    # The first has it before the other lets go of the button.
    quick.get_by_role("button", name="领取 Lake Anvil").click()
    expect(quick.get_by_text("已领取 1 条")).to_be_visible()
    look.get_by_role("button", name="领取").click()
    expect(slow.get_by_text("手慢了，Lena Lake 已领取")).to_be_visible()
    expect(slow.get_by_role("button", name="查看 Lake Anvil")).to_have_count(0)
    quick.get_by_role("button", name="打开").click()
    quick.get_by_role("tab", name="详细信息").click()
    expect(quick.get_by_text("139 1234 5678").or_(quick.get_by_text(PHONE)).first).to_be_visible()
    administrator.send("PATCH", f"pools/{pool['id']}", {"active": False})
    # The refusal just read, and the record that had left the pool by then.
    heard[:] = [line for line in heard if "409" not in line and "404" not in line]


def test_who_administers_a_pool_tries_the_sweep_for_it(
    administrator: steps.Person,
    new_context: Callable[..., BrowserContext],
    colleague: Callable[[str, str], steps.Person],
    office: Page,
) -> None:
    keeper = colleague("Kai Keeper", "sales_rep")
    person = keeper.get("session")["user"]["id"]
    values = {"name": {"zh": "池塘公海", "en": "Pond"}, "object": "account", "active": True, "collects": False}
    pool = administrator.send("POST", "pools", {**values, "administrators": [person]})
    rule = {"name": "百日", "object": "account", "pool": pool["id"], "days": 100, "kind": "no_follow_up"}
    made = administrator.send("POST", "recycle-rules", rule)
    page = keeper.page(new_context, viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.goto("/public-pools")
    page.get_by_role("button", name="试算今晚回收").click()
    expect(page.get_by_role("dialog").get_by_text("今晚没有需要回收的记录")).to_be_visible()
    assert steps.violations(page) == []
    office.goto("/settings/pools")
    expect(office.get_by_role("link", name="池塘公海")).to_be_visible()
    assert steps.violations(office) == []
    administrator.send("PATCH", f"recycle-rules/{made['id']}", {"active": False})
    administrator.send("PATCH", f"pools/{pool['id']}", {"active": False})
