"""Two-step sign-in as a person meets it: set up in the profile, asked for at the door, required by a role."""

from __future__ import annotations

import time
from base64 import b32decode
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page, Route

PASSWORD = "nine brown kettles"


class Phone:
    """An authenticator app; each code it shows is newer than the one before, as the server wants it."""

    def __init__(self, secret: str) -> None:
        self.totp = TOTP(b32decode(secret.replace(" ", "")), 6, SHA1(), 30)  # noqa: S303 - as every authenticator
        self.step = 0

    def code(self) -> str:
        """The next code the server takes: it allows for a clock that is half a minute off."""
        self.step = max(self.step + 1, int(time.time()) // 30 - 1)
        return self.totp.generate(self.step * 30).decode()


def colleague(administrator: steps.Person, name: str, roles: list[str]) -> str:
    """Somebody invited; the address of his invitation."""
    email = f"{name}@example.org"
    user = administrator.send("POST", "users", {"name": name, "email": email})["id"]
    made = administrator.send("POST", f"users/{user}/actions/invite", {"roles": roles})
    return str(made["result"]["url"]).rpartition("/invitations/")[2]


def join(page: Page, token: str) -> None:
    page.goto(f"/invitations/{token}")
    page.get_by_label("设置密码").fill(PASSWORD)
    page.get_by_label("再输入一次").fill(PASSWORD)
    page.get_by_role("button", name="加入").click()


def set_up(page: Page) -> Phone:
    """Scan and type; the codes for a lost phone are on the screen afterwards."""
    expect(page.get_by_role("img", name="身份验证器二维码")).to_be_visible()
    phone = Phone(page.locator("code.settings__key").inner_text())
    assert steps.violations(page) == []
    page.get_by_label("应用中显示的 6 位验证码").fill(phone.code())
    page.get_by_role("button", name="开启").click()
    expect(page.locator(".two-step__codes li")).to_have_count(10)
    assert steps.violations(page) == []
    return phone


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_set_up_and_asked_for(
    administrator: steps.Person, new_context: Callable[..., BrowserContext], heard: list[str], shade: str
) -> None:
    role = administrator.first("roles", field="code", op="eq", value="administrator")["id"]
    page = new_context(color_scheme=shade).new_page()
    name = f"Two {shade}"
    join(page, colleague(administrator, name.replace(" ", "."), [role]))
    page.wait_for_url("**/today")
    page.goto("/settings/profile")
    page.get_by_role("button", name="开始设置").click()
    phone = set_up(page)
    recovery = page.locator(".two-step__codes li").first.inner_text()
    page.get_by_role("button", name="我已保存").click()
    expect(page.get_by_text("剩余 10 个恢复码")).to_be_visible()

    for code in (phone.code(), recovery):
        page.context.clear_cookies()
        page.goto("/sign-in")
        page.get_by_label("邮箱").fill(f"{name.replace(' ', '.')}@example.org")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("heading", name="还差一步")).to_be_visible()
        assert steps.violations(page) == []
        page.get_by_label("身份验证器中的验证码").fill(code)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url("**/today")
    asks_again(page, phone)
    # The one refusal this journey provokes is the only complaint.
    assert [each for each in heard if "403" not in each] == []
    heard.clear()


def asks_again(page: Page, phone: Phone) -> None:
    """A guarded request that the server does not take at once asks who sits there, and goes through by itself."""
    refused: list[str] = []

    def refuse_once(route: Route) -> None:
        if refused or route.request.method != "POST":
            route.fallback()
            return
        refused.append(route.request.url)
        body = {"code": "step_up_required", "status": 403, "title": "x", "detail": "x", "errors": []}
        route.fulfill(status=403, json=body, content_type="application/problem+json")

    page.route("**/api/v1/api-keys", refuse_once)
    page.goto("/settings/api-keys")
    page.get_by_label("密钥名称").fill("robot")
    page.get_by_role("button", name="新建密钥").click()
    dialog = page.get_by_role("dialog", name="验证身份")
    expect(dialog).to_be_visible()
    dialog.get_by_label("身份验证器中的验证码").fill(phone.code())
    dialog.get_by_role("button", name="继续").click()
    expect(page.get_by_text("hk_").first).to_be_visible()
    assert len(refused) == 1


def test_a_role_requires_it(administrator: steps.Person, new_context: Callable[..., BrowserContext]) -> None:
    role = administrator.send(
        "POST", "roles", {"name": {"zh": "谨慎的人", "en": "Careful"}, "two_step": True, "grants": {}, "fields": {}}
    )["id"]
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    join(page, colleague(administrator, "careful", [role]))
    expect(page.get_by_role("heading", name="设置两步验证")).to_be_visible()
    page.goto("/today")
    expect(page.get_by_role("heading", name="设置两步验证")).to_be_visible()
    set_up(page)
    page.get_by_role("button", name="我已保存").click()
    page.wait_for_url("**/today")
    page.goto("/settings/profile")
    expect(page.get_by_text("您的角色要求两步验证")).to_be_visible()
