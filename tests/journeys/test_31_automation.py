"""A rule that acts by itself: begun from a template, built, tried on what has been, switched on, seen to have run."""

from __future__ import annotations

import base64
import hmac
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page

#: Of a button nobody points at: colours of one that was pointed at pass slowly.
INK = {"light": "rgb(27, 29, 34)", "dark": "rgb(233, 234, 237)"}


def pick(page: Page, label: str, choice: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).last.click()
    page.keyboard.type(choice)
    page.locator(f'.ant-select-item-option[title="{choice}"]').last.click()


@pytest.mark.parametrize(("shade", "width"), [("light", 1440), ("dark", 390)])
def test_a_rule_is_built_tried_switched_on_and_runs(
    administrator: steps.Person, new_context: Callable[..., BrowserContext], shade: str, width: int
) -> None:
    name, product = f"Rule {shade}", f"Acted on {shade}"
    administrator.send("POST", "products", {"name": f"{product} before", "unit": "box"})
    page = administrator.page(new_context, color_scheme=shade, viewport={"width": width, "height": 900})
    page.goto("/settings/automations")
    page.get_by_role("button", name="新建自动化").first.click()
    expect(page.get_by_role("dialog").get_by_role("button", name="赢单后交接给服务")).to_be_visible()
    assert steps.violations(page) == []
    page.get_by_role("dialog").get_by_role("button", name="空白规则").click()

    page.get_by_label("规则名称").fill(name)
    pick(page, "对象", "产品")
    page.get_by_role("button", name="添加条件", exact=True).click()
    page.locator(".condition").get_by_role("combobox").first.click()
    page.keyboard.type("产品名称")
    page.locator('.ant-select-item-option[title="产品名称"]').last.click()
    page.locator(".condition").get_by_role("textbox").fill(product)
    page.get_by_role("button", name="添加步骤").click()
    page.get_by_role("menuitem", name="设置字段").click()
    pick(page, "添加字段", "单位")
    page.get_by_role("listitem", name="设置字段").get_by_role("textbox").last.fill("kg")
    page.get_by_role("button", name="用过去 30 天试运行").click()
    tried = page.get_by_role("status", name="试运行结果")
    expect(tried).to_contain_text("会执行 1 次")
    expect(tried).to_contain_text("kg")
    page.mouse.move(0, 0)
    expect(page.get_by_role("button", name="用过去 30 天试运行")).to_have_css("color", INK[shade])
    assert steps.violations(page) == []
    assert administrator.count("products", field="unit", op="eq", value="kg") == 0 or shade == "dark"

    page.get_by_role("switch", name="启用此规则").click()
    expect(page.get_by_role("switch", name="启用此规则")).to_be_checked()
    made = administrator.send("POST", "products", {"name": f"{product} after", "unit": "box"})
    page.get_by_role("button", name="运行记录").click()
    expect(page.get_by_role("link", name=f"{product} after")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=f"{product} after")).to_contain_text("已完成")
    assert administrator.send("GET", f"products/{made['id']}")["unit"] == "kg"
    assert steps.violations(page) == []

    page.goto("/settings/automations")
    page.get_by_role("switch", name=f"启用“{name}”").click()
    expect(page.get_by_role("switch", name=f"启用“{name}”")).not_to_be_checked()


def test_a_webhook_is_made_told_and_looked_at(
    administrator: steps.Person, new_context: Callable[..., BrowserContext], receiver: Receiver
) -> None:
    page = administrator.page(new_context)
    page.goto("/settings/webhooks")
    page.get_by_role("button", name="新建 Webhook").first.click()
    form = page.get_by_role("dialog")
    form.get_by_label("名称").fill("ERP")
    form.get_by_label("接收地址").fill(receiver.url)
    pick(page, "对象", "产品")
    steps.leave_choices(page)
    pick(page, "触发时机", "新建")
    steps.leave_choices(page)
    form.get_by_role("button", name="创建", exact=True).click()
    expect(form).to_be_hidden()

    hook = administrator.first("webhooks", field="name", op="eq", value="ERP")
    page.goto(f"/webhooks/{hook['id']}")
    page.get_by_role("button", name="生成新密钥").click()
    secret = page.get_by_role("dialog").get_by_label("签名密钥").input_value()
    expect(page.get_by_role("dialog").get_by_text("接收方如何校验签名")).to_be_visible()
    assert steps.violations(page) == []
    page.get_by_role("dialog").get_by_role("button", name="完成").click()

    administrator.send("POST", "products", {"name": "Told of"})
    expect(page.get_by_role("region", name="发送记录").get_by_role("button", name="Told of")).to_contain_text("已送达")
    page.get_by_role("region", name="发送记录").get_by_role("button", name="Told of").click()
    expect(page.get_by_role("dialog")).to_contain_text('"name": "Told of"')
    assert steps.violations(page) == []
    page.get_by_role("dialog").get_by_role("button", name="重新发送").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert receiver.is_signed_with(secret)

    page.set_viewport_size({"width": 390, "height": 844})  # on the phone they stand with its details
    page.goto(f"/webhooks/{hook['id']}")
    expect(page.get_by_role("tab", name="详细信息")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("region", name="发送记录").get_by_role("button", name="Told of").first).to_be_visible()


def test_a_message_is_tried_before_another_program_sends_any(
    administrator: steps.Person, new_context: Callable[..., BrowserContext]
) -> None:
    given = {"name": "Shop", "object": "product", "mapping": {"name": "data.name", "unit": "data.units.0"}}
    made = administrator.send("POST", "inbound-endpoints", given)
    page = administrator.page(new_context)
    page.goto(f"/inbound-endpoints/{made['id']}")
    part = page.get_by_role("region", name="如何发送")
    part.get_by_label("示例消息").fill('{"data": {"name": "Only tried", "units": ["box"]}}')
    part.get_by_role("button", name="试收").click()
    expect(part.get_by_role("status")).to_contain_text("将新建一条记录")
    expect(part.get_by_role("status")).to_contain_text("Only tried")
    assert steps.violations(page) == []
    assert administrator.count("products", field="name", op="eq", value="Only tried") == 0


@dataclass
class Receiver:
    """Another program on this machine that takes whatever is sent to it."""

    url: str
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def is_signed_with(self, secret: str) -> bool:
        """Whether all it heard carries a signature made with the secret."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        return bool(self.heard) and all(
            named["webhook-signature"]
            == "v1,"
            + base64.b64encode(
                hmac.digest(key, f"{named['webhook-id']}.{named['webhook-timestamp']}.".encode() + body, "sha256")
            ).decode()
            for named, body in self.heard
        )


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver("")

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            made.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        made.url = f"http://127.0.0.1:{server.server_port}/in"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield made
        server.shutdown()
