"""Signing out: every window of the browser is left at once, and nothing stays on the device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page, Playwright

    from tests.serving import Served

CACHED = """async () => {
  const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return all.flat().map(({ url }) => url).filter((url) => url.includes("/api/"));
}"""
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('haoke.draft.'))"


def outside(page: Page) -> None:
    """The window shows the way in and no record, without a touch, and the way back leads nowhere else."""
    expect(page.get_by_label("密码")).to_be_visible()
    expect(page.locator(".grid, .composer")).to_have_count(0)
    page.go_back()
    expect(page.get_by_label("密码")).to_be_visible()


def test_nothing_stays_behind(
    playwright: Playwright, served: Served, administrator: steps.Person,
    new_context: Callable[..., BrowserContext], heard: list[str],
) -> None:  # fmt: skip
    account = administrator.first("accounts", field="name", op="nempty")
    person = steps.sign_in(playwright, served, steps.ADMIN, steps.PASSWORD)  # a session nobody else uses
    one = person.page(new_context)
    other = one.context.new_page()
    for page, path in ((one, "/accounts"), (other, f"/accounts/{account['id']}")):
        page.goto("/today")
        page.goto(path)
    other.locator(".composer textarea").fill("谈了续约")
    other.wait_for_function(f"{KEPT}.length > 0")
    expect(one.get_by_role("row").nth(1)).to_be_visible()
    other.keyboard.press("Control+k")
    other.locator(".palette input").fill("退出登录")
    other.get_by_role("option", name="退出登录").click()
    outside(other)
    outside(one)
    assert one.evaluate(KEPT) == []
    assert one.evaluate(CACHED) == []
    assert one.evaluate("fetch('/api/v1/accounts').then(({ status }) => status)") == 401
    assert not [each for each in one.context.cookies() if "session" in str(each["name"])]

    again = steps.sign_in(playwright, served, steps.ADMIN, steps.PASSWORD)
    page = again.page(new_context)
    page.goto("/accounts")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    (mine,) = [each["id"] for each in again.get("sessions")["items"] if each.get("current")]
    administrator.send("DELETE", f"sessions/{mine}", {})
    expect(page.get_by_label("密码")).to_be_visible(timeout=60_000)
    # What a session that has ended is answered is the only complaint.
    assert [each for each in heard if "401" not in each] == []
    heard.clear()
    person.api.dispose()
    again.api.dispose()
