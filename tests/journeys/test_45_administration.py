"""Administering: people invited by a list, what a change of a role opens; the log, failed work, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Locator, Page, Playwright

    from tests.serving import Served

PASSWORD = "forty-five paper boats"
#: A piece of work that has failed for good, as the worker leaves it behind.
DEAD = """
import datetime as dt
from haoke.cli.installation import application
with application():
    from django.db import connection, transaction
    from haoke.core.jobs import defer
    from haoke.core.jobs.maintenance import sweep_files
    from haoke.core.jobs.models import Job
    now = dt.datetime.now(dt.UTC)
    for place in range(2):
        with transaction.atomic(), connection.cursor() as cursor:
            made = Job.objects.get(id=defer(sweep_files))
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [made.queue_id])
            made.message = {"en": f"The disk was full {place}", "zh": f"磁盘已满 {place}"}
            made.state, made.attempt, made.started_at, made.finished_at = "failed", 5, now, now
            made.save()
"""


def roles(administrator: steps.Person) -> dict[str, Any]:
    """One who may change roles and reads accounts, and the role of those he changes."""
    staff = {"account": {"read": "all"}, "role": {"read": "all", "update": "all"}, "user": {"read": "all"}}
    administrator.send("POST", "roles", {"name": {"zh": "人事甲"}, "grants": staff})
    desk: dict[str, Any] = administrator.send("POST", "roles", {"name": {"zh": "台账甲"}, "grants": {}})
    return desk


def invite(page: Page, *lines: str) -> Locator:
    """Paste a list into the dialog; the links it makes."""
    page.goto("/settings/users")
    page.get_by_role("button", name="新建用户").click()
    page.get_by_role("button", name="邀请多人").click()
    dialog = page.get_by_role("dialog", name="邀请多人")
    dialog.get_by_label("每行一人").fill("\n".join((*lines, "没有地址的人")))
    dialog.get_by_role("button", name="生成邀请链接").click()
    expect(dialog.get_by_role("alert")).to_contain_text(f"第 {len(lines) + 1} 行：此行没有邮箱地址")
    assert steps.violations(page) == []
    dialog.get_by_label("每行一人").fill("\n".join(lines))
    dialog.get_by_role("button", name="生成邀请链接").click()
    expect(dialog.get_by_role("textbox")).to_have_count(len(lines))
    return dialog


def accept(playwright: Playwright, served: Served, link: str) -> steps.Person:
    """The person of a link, signed in."""
    api = playwright.request.new_context(base_url=served.url, timeout=60_000)
    reply = api.post(f"/api/v1/invitations/{link.rpartition('/')[2]}", data={"password": PASSWORD})
    assert reply.ok, reply.text()
    return steps.Person(api, reply.json()["csrf"])


def test_who_is_invited_by_a_list_and_may_change_roles_sees_what_that_opens(
    administrator: steps.Person, served: Served, playwright: Playwright,
    new_context: Callable[..., BrowserContext], heard: list[str],
) -> None:  # fmt: skip
    desk = roles(administrator)
    page = administrator.page(new_context)
    dialog = invite(page, "张人事, staff45@example.com, 人事甲", "李台账 <desk45@example.com>；台账甲")
    assert steps.violations(page) == []
    heard[:] = [line for line in heard if "422" not in line]
    staff = accept(playwright, served, dialog.get_by_label("张人事的邀请链接").input_value())
    page = staff.page(new_context)
    page.goto(f"/settings/roles/{desk['id']}")
    page.get_by_label("客户 · 查看", exact=True).focus()
    page.keyboard.press("5")
    page.get_by_role("button", name="保存").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"将向 1 人开放 {administrator.count('accounts'):,} 条记录")
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="开放并保存").click()
    expect(dialog).to_be_hidden()
    assert administrator.get(f"roles/{desk['id']}")["grants"] == {"account": {"read": "all"}}
    staff.api.dispose()


def test_the_log_is_searched_and_failed_work_is_seen_to(
    administrator: steps.Person, served: Served, new_context: Callable[..., BrowserContext]
) -> None:
    account = administrator.send("POST", "accounts", {"name": "Journey 45"})
    administrator.send("PATCH", f"accounts/{account['id']}", {"name": "Journey forty-five", "version": 1})
    served.inside(DEAD)

    page = administrator.page(new_context, color_scheme="dark")
    page.goto("/settings/log")
    page.get_by_role("combobox", name="对象").fill("客户")
    page.locator('.ant-select-item-option[title="客户"]').click()
    page.get_by_role("combobox", name="字段").click()
    page.locator('.ant-select-item-option[title="客户名称"]').click()
    lines = page.get_by_role("listitem").filter(has_text="Journey forty-five")
    expect(lines.filter(has_text="修改了").first).to_be_visible()
    assert steps.violations(page) == []

    page.get_by_role("link", name="系统与任务").click()
    health = page.get_by_role("region", name="系统状态")
    expect(health).to_contain_text("PostgreSQL")
    again = page.get_by_role("listitem").filter(has_text="磁盘已满 0")
    given_up = page.get_by_role("listitem").filter(has_text="磁盘已满 1")
    expect(again).to_contain_text("清理无人使用的文件")
    assert steps.violations(page) == []
    again.get_by_role("button", name="重新执行").click()
    expect(again).to_have_count(0)
    given_up.get_by_role("button", name="放弃").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("磁盘已更换")
    dialog.get_by_role("button", name="放弃").click()
    expect(given_up).to_have_count(0)

    page.get_by_role("link", name="今日读取").click()
    page.get_by_role("link", name="调整限额").click()
    expect(page.get_by_role("heading", name="读取限额", exact=True)).to_be_visible()
