"""The company's own sign-in, set up and used and refused; and an administrator who looks as a sales rep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from haoke.identity.provider.tests import provider as local
from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page, Playwright

    from haoke.identity.provider.tests.provider import Provider
    from tests.serving import Served


@pytest.fixture
def there(administrator: steps.Person) -> Iterator[Provider]:
    """The company's provider; nothing of it is left for other journeys."""
    with local.running() as made:
        yield made
    administrator.send("DELETE", "sign-in-provider", {})


def invited(administrator: steps.Person, name: str, role: str) -> tuple[str, str]:
    """Somebody with a role: (id, path of the invitation)."""
    given = administrator.first("roles", field="code", op="eq", value=role)["id"]
    user = administrator.send("POST", "users", {"name": name, "email": f"{name}@example.org"})["id"]
    made = administrator.send("POST", f"users/{user}/actions/invite", {"roles": [given]})
    return user, "/invitations/" + str(made["result"]["url"]).rpartition("/invitations/")[2]


def set_up(page: Page, there: Provider) -> None:
    """What is wrong is told at its field before anybody depends on it."""
    page.goto("/settings/sign-in")
    expect(page.get_by_text("/sign-in/provider")).to_be_visible()
    page.get_by_label("按钮名称").fill("企业账号")
    page.get_by_label("签发者地址（issuer）").fill(there.issuer)
    page.get_by_label("客户端 ID").fill(local.CLIENT)
    page.get_by_label("客户端密钥").fill("mistyped")
    there.refusal = "invalid_client"
    page.get_by_role("button", name="测试连接").click()
    expect(page.get_by_text("密钥不正确")).to_be_visible()
    assert steps.violations(page) == []
    page.get_by_label("客户端密钥").fill(local.SECRET)
    there.refusal = "invalid_grant"
    page.get_by_role("button", name="测试连接").click()
    expect(page.get_by_text("连接正常")).to_be_visible()
    there.refusal = ""
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("button", name="停用统一登录")).to_be_visible()
    expect(page.get_by_label("客户端密钥")).to_have_value("")


def test_the_companys_own_sign_in(
    administrator: steps.Person, there: Provider, new_context: Callable[..., BrowserContext], heard: list[str]
) -> None:
    _, invitation = invited(administrator, "统一登录员", "sales_rep")
    set_up(administrator.page(new_context), there)

    page = new_context(viewport={"width": 390, "height": 844}, color_scheme="dark").new_page()
    page.goto(invitation)
    page.get_by_role("button", name="使用企业账号登录").click()
    page.wait_for_url("**/today")

    page.context.clear_cookies()
    there.error = "access_denied"
    page.goto("/sign-in")
    page.get_by_role("button", name="使用企业账号登录").click()
    expect(page.get_by_text("您在统一登录页面取消了登录")).to_be_visible()
    assert steps.violations(page) == []
    there.error, there.claims = "", {"sub": "a stranger"}
    page.get_by_role("button", name="重新登录").click()
    expect(page.get_by_text("anna@example.com 尚未关联账号")).to_be_visible()
    there.claims = {}
    page.get_by_role("button", name="重新登录").click()
    page.wait_for_url("**/today")
    # The two refusals this journey provokes are the only complaints.
    assert [each for each in heard if "401" not in each and "422" not in each] == []
    heard.clear()


def test_looking_as_a_sales_rep(
    playwright: Playwright, served: Served, administrator: steps.Person,
    new_context: Callable[..., BrowserContext], heard: list[str],
) -> None:  # fmt: skip
    user, invitation = invited(administrator, "被查看的销售", "sales_rep")
    rep = new_context().request.post(f"{served.url}/api/v1{invitation}", data={"password": "nine brown kettles"})
    assert rep.ok, rep.text()
    mine = administrator.send("POST", "accounts", {"name": "只属于被查看的销售"})
    administrator.send("POST", f"accounts/{mine['id']}/actions/assign", {"owner": user})
    chief = steps.sign_in(playwright, served, steps.ADMIN, steps.PASSWORD)  # a session nobody else uses
    page = chief.page(new_context)
    page.goto(f"/users/{user}")
    page.get_by_role("button", name="以此人身份查看").click()
    banner = page.get_by_role("status").filter(has_text="您正以被查看的销售的身份查看")
    expect(banner).to_be_visible()
    page.goto("/accounts")
    steps.expect_count(page, "共 1 条")
    expect(page.get_by_text("只属于被查看的销售").first).to_be_visible()
    assert steps.violations(page) == []

    steps.edit_cell(page, page.get_by_role("row").nth(1), "电话", "010-88886666")
    expect(page.get_by_text("您正以他人身份只读查看").first).to_be_visible()
    assert administrator.get(f"accounts/{mine['id']}")["phone"] is None
    page.goto("/accounts")
    banner.get_by_role("button", name="结束").click()
    page.wait_for_url(f"**/users/{user}")
    expect(banner).to_be_hidden()
    assert [each for each in heard if "403" not in each] == []
    heard.clear()
    chief.api.dispose()
