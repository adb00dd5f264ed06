"""A new company's first ten minutes: sign in, start, drop the files, confirm, look at what was found."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from tests.serving import Served


def test_from_the_first_sign_in_to_8800_opportunities(
    served: Served, new_context: Callable[..., BrowserContext]
) -> None:
    files = steps.pipeline()
    page = new_context().new_page()

    page.goto("/")
    page.get_by_label("邮箱").fill(steps.ADMIN)
    page.get_by_label("密码").fill(steps.PASSWORD)
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("heading", name="欢迎使用好客")).to_be_visible()
    expect(page.get_by_role("button", name="看看演示公司")).to_be_visible()
    for shade in ("light", "dark"):
        page.emulate_media(color_scheme=shade)
        expect(page.locator("html")).to_have_attribute("data-theme", shade)
        assert steps.violations(page) == []
    page.emulate_media(color_scheme="light")
    spoken = [{"name": "haoke.language", "value": "en"}]
    elsewhere = {"cookies": page.context.cookies(), "origins": [{"origin": served.url, "localStorage": spoken}]}
    english = new_context(storage_state=elsewhere).new_page()
    english.goto("/start")
    expect(english.get_by_role("heading", name="Welcome to Haoke")).to_be_visible()
    english.context.close()
    page.get_by_role("button", name="开始我的公司").click()
    page.get_by_label("公司名称").fill("旅程公司")
    page.get_by_label("本位币").select_option("USD")
    page.get_by_role("button", name="开始", exact=True).click()

    imports = page.get_by_role("navigation").get_by_role("link", name="导入", exact=True)
    expect(imports).to_be_visible(timeout=steps.IMPORT_PATIENCE)  # a company is set up
    imports.click()
    steps.drop_files(page.get_by_label("把文件拖到这里"), files)

    run = page.get_by_role("button", name="开始导入")
    expect(run).to_be_enabled(timeout=steps.IMPORT_PATIENCE)
    for file in files:
        expect(page.get_by_text(file.name, exact=True)).to_be_visible()
    planned = page.get_by_test_id("import-plan").get_by_role("listitem").filter(has_text="商机")
    expect(planned).to_contain_text("新建 8,800")
    expect(page.get_by_label("历史导入")).to_be_checked()
    run.click()

    expect(page.get_by_text("已导入", exact=True)).to_be_visible(timeout=steps.IMPORT_PATIENCE)
    found = page.get_by_test_id("import-found").get_by_role("link")
    expect(found.first).to_be_visible()
    without = found.filter(has_text="没有客户")
    expect(without).to_contain_text("1,425")
    without.click()
    steps.expect_count(page, "共 1,425 条")

    page.get_by_role("navigation").get_by_role("link", name="商机").click()
    steps.expect_count(page, "共 8,800 条")


def test_counts_are_those_of_the_file(administrator: steps.Person) -> None:
    with (steps.DATA / "pipeline" / "sales_pipeline.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    won = [row for row in rows if row["deal_stage"] == "Won"]
    assert (len(rows), len(won), sum(int(row["close_value"]) for row in won)) == (8800, 4238, 10_005_534)

    assert administrator.count("opportunities") == len(rows)
    assert administrator.count("opportunities", field="stage.kind", op="in", value=["won"]) == len(won)
    assert administrator.count("opportunities", field="account", op="empty") == sum(not row["account"] for row in rows)
    totals = administrator.get(
        "opportunities/totals", sum="amount", filter={"field": "stage.kind", "op": "in", "value": ["won"]}
    )
    assert totals["count"] == len(won)
