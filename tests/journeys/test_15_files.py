"""Files on a follow-up, a region picked for an address, a year as a year, and the readable API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.journeys.steps import Person

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cf50df0c0004fd01ff3f1cd51e0000000049454e44ae426082"
)
HUGE = """() => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(26 * 1024 * 1024)], "录像.mp4"));
  return transfer;
}"""


def test_files_are_dropped_seen_and_taken_off(administrator: Person, office: Page, tmp_path: Path) -> None:
    account = administrator.send("POST", "accounts", {"name": "附件公司"})
    picture, page = tmp_path / "名片 <b>.png", tmp_path / "quote.html"
    picture.write_bytes(PNG)
    page.write_text("<script>document.title = 'ran'</script>")

    office.goto(f"/accounts/{account['id']}")
    office.get_by_role("textbox", name="内容").fill("收到名片和报价单")
    zone = office.get_by_role("button", name="附件: 选择文件")
    steps.drop_files(zone, [picture, page])
    expect(office.locator(".composer").get_by_role("link")).to_have_count(2)
    zone.dispatch_event("drop", {"dataTransfer": office.evaluate_handle(HUGE)})
    expect(office.get_by_role("alert").filter(has_text="文件超过 25.0 MB")).to_be_visible()
    assert steps.violations(office) == []

    office.get_by_role("button", name="记录跟进").click()
    said = office.get_by_role("listitem").filter(has_text="收到名片和报价单")
    expect(said.get_by_role("link", name="quote.html")).to_be_visible()
    assert steps.violations(office) == []
    shown = said.locator("img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.naturalWidth") == 1

    with office.expect_download() as saved:
        said.get_by_role("link", name="quote.html").click()
    assert saved.value.suggested_filename == "quote.html"

    record = administrator.first("activities", field="subject", op="eq", value="收到名片和报价单")
    office.goto(f"/activities/{record['id']}")
    office.get_by_role("button", name="修改附件").click()
    with office.expect_response(lambda answer: answer.request.method == "PATCH"):
        office.get_by_role("button", name="移除 quote.html").click()
    expect(office.get_by_label("详细信息").get_by_role("link", name="quote.html")).to_have_count(0)
    left = administrator.get(f"activities/{record['id']}")["attachments"]
    assert [each["name"] for each in left] == ["名片 <b>.png"]


def test_a_region_is_picked_and_a_year_is_a_year(administrator: Person, office: Page) -> None:
    account = administrator.send("POST", "accounts", {"name": "地址公司", "founded": 2016})
    office.goto(f"/accounts/{account['id']}")
    details = office.get_by_label("详细信息")
    expect(details.get_by_text("2016", exact=True)).to_be_visible()
    office.get_by_role("button", name="个空字段").click()
    office.get_by_role("button", name="修改地址").click()
    office.get_by_role("combobox", name="省 / 市 / 区县").fill("nanshan")
    office.get_by_title("广东省 / 深圳市 / 南山区").click()
    office.get_by_role("textbox", name="详细地址").fill("科技园1号")
    with office.expect_response(lambda answer: answer.request.method == "PATCH"):
        office.keyboard.press("Enter")
    expect(details).to_contain_text("广东省 深圳市 南山区 科技园1号")
    kept = administrator.get(f"accounts/{account['id']}")["address"]
    assert (kept["code"], kept["district"]) == ("440305", "南山区")


def test_the_api_can_be_read_on_any_screen(new_context: Callable[..., BrowserContext]) -> None:
    for width, language, title in ((1440, "简体中文", "接口文档"), (390, "English", "API reference")):
        page = new_context(viewport={"width": width, "height": 844}).new_page()
        page.goto("/api/docs")
        page.get_by_role("button", name=language).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        page.get_by_role("searchbox").fill("post opportunities")
        assert steps.violations(page) == []
        page.locator("summary", has_text="/api/v1/opportunities/bulk").first.click()
        expect(page.get_by_text("curl -X POST")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_whoever_starts_a_job_hears_of_it(administrator: Person, office: Page) -> None:
    office.goto("/today")
    expect(office.locator("main").first).to_be_visible()
    office.evaluate(
        """() => {
          const address = document.querySelector('meta[name="haoke-events"]').content;
          globalThis.told = [];
          const source = new EventSource(`${address}?objects=account`, { withCredentials: true });
          source.onmessage = (message) => globalThis.told.push(JSON.parse(message.data));
          return new Promise((opened) => (source.onopen = opened));
        }"""
    )
    job = administrator.send("POST", "exports", {"object": "account", "format": "csv", "reason": "x"})["job"]
    office.wait_for_function("id => told.some(each => each.type === 'job' && each.id === id)", arg=job)
