"""A day of visits on a phone: near, far with a reason, without a position; what the superior says of it."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
AMAP = re.compile(r"^https://uri\.amap\.com/marker\?position=113\.917")
#: One grey pixel.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
HERE = {"latitude": 22.543847, "longitude": 113.912316, "accuracy": 10}


def planned(rep: steps.Person, name: str, minutes: int, **where: Any) -> tuple[Any, Any]:
    """A customer and a visit there that was due some minutes ago."""
    account = rep.send("POST", "accounts", {"name": name, **where})
    due = (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()
    related = [{"object": "account", "id": account["id"]}]
    visit = {"subject": f"拜访 {name}", "kind": "visit", "due": due, "related": related}
    return account, rep.send("POST", "activities", visit)


def stop(page: Page, name: str) -> Any:
    return page.locator(".stop").filter(has_text=f"拜访 {name}")


def test_visits_are_checked_into_near_and_far(
    new_context: Callable[..., BrowserContext], colleague: Callable[[str, str], steps.Person], heard: list[str]
) -> None:
    rep = colleague("Vera Visit", "sales_rep")
    planned(rep, "Shekou Gears", 20)
    planned(rep, "Qianhai Pumps", 10, latitude="22.543847", longitude="113.912316")
    page = rep.page(new_context, **PHONE, geolocation=HERE, permissions=["geolocation"])
    page.goto("/today")
    expect(page.locator(".stop__number")).to_have_text(["1", "2"])
    first = stop(page, "Shekou Gears")
    first.get_by_role("button", name="签到").tap()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("90 天后删除")).to_be_visible()
    assert steps.violations(page) == []
    sheet.get_by_role("checkbox", name="客户位置尚未登记").check()
    sheet.get_by_role("button", name="使用当前位置签到").tap()
    expect(first.get_by_text("由此登记客户位置")).to_be_visible()
    expect(first.get_by_role("link", name=re.compile("前往.*Shekou Gears"))).to_have_attribute("href", AMAP)
    page.context.set_geolocation({"latitude": 22.6, "longitude": 113.912316})
    second = stop(page, "Qianhai Pumps")
    second.get_by_role("button", name="签到").tap()
    sheet.get_by_role("button", name="使用当前位置签到").tap()
    expect(sheet.get_by_text("您距离客户约 6244 米，请填写原因")).to_be_visible()
    heard[:] = [each for each in heard if "422" not in each]  # the refusal just read
    sheet.get_by_role("textbox", name="为什么距离客户较远？").fill("客户在工厂")
    sheet.get_by_role("button", name="使用当前位置签到").tap()
    expect(second.get_by_text("位置异常", exact=True)).to_be_visible()
    expect(second.get_by_text("距离较远的原因：客户在工厂")).to_be_visible()
    second.get_by_role("button", name="签退").tap()
    sheet.get_by_role("textbox").fill("同意试用两台")
    sheet.get_by_role("button", name="不提供位置").tap()
    expect(second.get_by_text("共 0 分钟")).to_be_visible()
    assert steps.violations(page) == []


def test_without_a_network_a_check_in_is_kept_and_sent_when_it_is_back(
    new_context: Callable[..., BrowserContext], colleague: Callable[[str, str], steps.Person], heard: list[str]
) -> None:
    rep = colleague("Otto Offline", "sales_rep")
    where = {"latitude": "22.543847", "longitude": "113.912316"}
    planned(rep, "Futian Seals", 20)
    _, visit = planned(rep, "Nanshan Valves", 10, **where)
    page = rep.page(new_context, **PHONE, geolocation=HERE, permissions=["geolocation"])
    page.goto("/today")
    expect(page.locator(".stop").first).to_contain_text("Futian Seals")
    page.get_by_role("button", name="调整顺序：Futian Seals").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".stop").first).to_contain_text("Nanshan Valves")
    expect(page.get_by_role("link", name="导航到下一站：Nanshan Valves")).to_be_visible()
    page.reload()
    expect(page.locator(".stop").first).to_contain_text("Nanshan Valves")
    expect(page.locator(".stop__number")).to_have_text(["1", "2"])
    page.context.set_offline(True)
    expect(page.get_by_text("网络已断开").first).to_be_visible()
    stop(page, "Nanshan Valves").get_by_role("button", name="签到").tap()
    sheet = page.get_by_role("dialog")
    sheet.locator("input[type=file]").set_input_files({"name": "gate.png", "mimeType": "image/png", "buffer": PICTURE})
    sheet.get_by_role("button", name="使用当前位置签到").tap()
    expect(page.get_by_role("heading", name="等待发送的签到")).to_be_visible()
    assert steps.violations(page) == []
    page.context.set_offline(False)
    expect(stop(page, "Nanshan Valves").get_by_text("离线补传")).to_be_visible()
    expect(page.get_by_role("heading", name="等待发送的签到")).to_have_count(0)
    made = rep.get(f"activities/{visit['id']}")
    assert (made["marks"], made["photo_hash"]) == (["sent_later"], sha256(PICTURE).hexdigest())
    # What was written on it makes it another picture than the one that was taken.
    assert made["photo"]["name"] == "gate.jpg"
    steps.disconnected(heard)


def test_a_superior_comments_and_whoever_did_it_answers(
    administrator: steps.Person,
    new_context: Callable[..., BrowserContext],
    colleague: Callable[[str, str], steps.Person],
) -> None:
    rep = colleague("Rita Review", "sales_rep")
    person, boss = (each.get("session")["user"]["id"] for each in (rep, administrator))
    record = administrator.get(f"users/{person}")
    administrator.send("PATCH", f"users/{person}", {"manager": boss, "version": record["version"]})
    account, visit = planned(rep, "Bao'an Moulds", 5)
    office = administrator.page(new_context)
    office.goto(f"/accounts/{account['id']}")
    office.get_by_role("button", name="点评").click()
    office.get_by_role("button", name="待改进").click()
    office.get_by_role("textbox", name="写下您的意见").fill("请先确认预算")
    office.get_by_role("button", name="发表").click()
    expect(office.locator(".remark")).to_contain_text("请先确认预算")
    assert steps.violations(office) == []
    phone = rep.page(new_context, **PHONE)
    phone.goto(f"/activities/{visit['id']}?tab=details")
    expect(phone.locator(".remark")).to_contain_text("待改进")
    phone.get_by_role("button", name="评论").tap()
    phone.get_by_role("textbox", name="写下您的意见").fill("已确认，二十万以内")
    phone.get_by_role("button", name="发表").tap()
    expect(phone.locator(".remark")).to_have_count(2)
    office.goto(f"/accounts/{account['id']}?of=reviewed")
    expect(office.locator(".remark").last).to_contain_text("已确认，二十万以内")
