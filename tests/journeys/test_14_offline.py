"""Without a network: Haoke says so, keeps what was typed on the device, opens again, and saves when it can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from tests.journeys.steps import Person

TEXT = "谈了续约，客户要一份新报价"

#: Until all scripts of this page are kept, those fetched before the service worker was there too.
KEPT = """async () => {
  const kept = async () => {
    const loaded = performance.getEntriesByType("resource").filter((entry) => /\\/assets\\/.*js$/.test(entry.name));
    const found = await Promise.all(loaded.map((entry) => caches.match(entry.name)));
    return navigator.serviceWorker.controller !== null && found.every(Boolean);
  };
  const end = Date.now() + 60_000;
  while (!(await kept())) {
    if (Date.now() > end) throw new Error("not kept");
    await new Promise((done) => setTimeout(done, 50));
  }
}"""


def test_what_is_typed_outlives_the_network(
    administrator: Person, new_context: Callable[..., BrowserContext], heard: list[str]
) -> None:
    account = administrator.first("accounts", field="name", op="nempty")
    page = administrator.page(new_context)
    page.goto(f"/accounts/{account['id']}")
    box = page.locator(".composer textarea")
    log = page.locator(".composer").get_by_role("button", name="记录").last
    expect(box).to_be_visible()
    expect(page.get_by_role("button", name="写邮件")).to_be_visible()
    page.evaluate(KEPT)

    page.context.set_offline(True)
    expect(page.get_by_text("网络已断开")).to_be_visible()
    box.fill(TEXT)
    log.click()
    expect(page.get_by_text("连不上服务器").first).to_be_visible()
    expect(page.get_by_text("HTTP 0")).to_have_count(0)
    expect(box).to_have_value(TEXT)

    page.reload()
    expect(page.get_by_role("heading", name="连不上服务器")).to_be_visible()

    page.context.set_offline(False)
    # A script that was missing without the network has the page load once more: it is whole when this stands.
    expect(page.get_by_role("button", name="写邮件")).to_be_visible()
    expect(page.get_by_text("已恢复您在")).to_be_visible()
    expect(page.locator(".composer textarea")).to_have_value(TEXT)
    log.click()
    expect(page.get_by_role("listitem").filter(has_text=TEXT).first).to_be_visible()
    expect(page.locator(".composer textarea")).to_have_value("")
    page.reload()
    expect(page.locator(".composer textarea")).to_have_value("")
    expect(page.get_by_text("已恢复您在")).to_have_count(0)
    # The second is what the service worker's own requests say.
    steps.disconnected(heard)


def test_haoke_can_be_installed(administrator: Person, new_context: Callable[..., BrowserContext]) -> None:
    page = administrator.page(new_context)
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    tools = page.context.new_cdp_session(page)
    manifest = tools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert "好客" in manifest["data"]
    # A test's context is a private window, where browsers install nothing: the only complaint there may be.
    complaints = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {complaint["errorId"] for complaint in complaints} <= {"in-incognito"}
