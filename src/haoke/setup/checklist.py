"""What somebody new to Haoke does first, by what he is there for; ticked by what has really happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.text import T, say
from haoke.core.worktime import year_to_enter
from haoke.identity.queries import dismissed, leads

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

WHAT: Final = "checklist"
ADMIN, MANAGER, MARKETER, SELLER, SERVICE, READER = "admin", "manager", "marketer", "seller", "service", "reader"


NO_DAYS: Final = T(
    "The holidays and make-up days of {year} are not in the work calendar yet",
    "工作日历中还没有 {year} 年的放假与调休安排",
)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: `done` is a SELECT of one boolean, %(me)s is the person; `needs`: (object, verb) it takes."""

    key: str
    who: frozenset[str]
    label: T
    hint: T
    to: str
    done: str
    needs: tuple[str, str] | None = None


def _made(table: str, more: str = "") -> str:
    return f"SELECT EXISTS (SELECT 1 FROM {table} WHERE created_by_id = %(me)s AND deleted_at IS NULL{more})"


PHONE: Final = (
    "SELECT EXISTS (SELECT 1 FROM identity_session WHERE user_id = %(me)s AND agent ~ 'Mobile|Android|iPhone')"
)
TASKS: Final = (
    Task(
        "preset", frozenset({ADMIN}), T("Set the company up", "完成初始设置"),
        T("Industry preset, business year, modules", "行业方案、财年与模块"), "/settings/setup",
        "SELECT EXISTS (SELECT 1 FROM identity_company WHERE preset IS NOT NULL AND deleted_at IS NULL)",
    ),
    Task(
        "import", frozenset({ADMIN}), T("Import your files", "导入现有数据"),
        T("Customers, contacts, deals from Excel or CSV", "从 Excel 或 CSV 导入客户、联系人、商机"), "/import",
        "SELECT EXISTS (SELECT 1 FROM core_import WHERE state = 'done')",
    ),
    Task(
        "invite", frozenset({ADMIN}), T("Invite somebody", "邀请同事"),
        T("Add a user and send the link", "新建用户并发送邀请链接"), "/settings/users",
        "SELECT EXISTS (SELECT 1 FROM identity_user WHERE id <> %(me)s AND state <> 'listed' AND deleted_at IS NULL)",
    ),
    Task(
        "rights", frozenset({ADMIN}), T("Set rights", "设置权限"),
        T("Look through the roles and make them yours", "查看角色并按公司情况调整"), "/settings/roles",
        "SELECT EXISTS (SELECT 1 FROM identity_role WHERE deleted_at IS NULL AND (version > 1 OR code IS NULL))",
    ),
    Task(
        "calendar", frozenset({ADMIN}), T("Check the work calendar", "核对工作日历"),
        T("Working hours and your own days off", "工作时间与公司自有假期"), "/settings/work-calendars",
        "SELECT EXISTS (SELECT 1 FROM core_workcalendar WHERE deleted_at IS NULL AND (version > 1 OR code IS NULL))"
        " OR EXISTS (SELECT 1 FROM core_workday WHERE created_by_id = %(me)s)",
    ),
    Task(
        "pool", frozenset({ADMIN}), T("Switch the public pool on", "启用公海"),
        T("One for all customers, 30 days; off until you switch it on", "全员一个客户公海，30 天回收，启用前不生效"),
        "/settings/pools", "SELECT EXISTS (SELECT 1 FROM pools_pool WHERE active AND deleted_at IS NULL)",
        needs=("pool", "update"),
    ),
    Task(
        "two_step", frozenset({ADMIN, READER}), T("Switch two-step sign-in on", "启用两步验证"),
        T("Whoever sees much is worth stealing from", "权限越大，账号越需要保护"), "/settings/sessions",
        "SELECT EXISTS (SELECT 1 FROM identity_secondfactor WHERE user_id = %(me)s AND secret IS NOT NULL)",
    ),
    Task(
        "account", frozenset({SELLER}), T("Enter your first customer", "录入第一个客户"),
        T("A name is enough to begin with", "填写名称即可，其余以后补充"), "/accounts", _made("customers_account"),
        ("account", Verb.CREATE),
    ),
    Task(
        "lead", frozenset({MARKETER}), T("Enter a first lead", "录入第一条线索"),
        T("Or import those of an event from a file", "也可以从文件导入活动名单"), "/leads", _made("sales_lead"),
        ("lead", Verb.CREATE),
    ),
    Task(
        "followup", frozenset({MANAGER, SELLER, SERVICE}), T("Write down a first follow-up", "写第一条跟进记录"),
        T("On the page of a customer: a call, a visit, a note", "在客户页面记录电话、拜访或备注"), "/accounts",
        _made("inbox_activity"), ("activity", Verb.CREATE),
    ),
    Task(
        "deal", frozenset({SELLER}), T("Begin a deal", "新建商机"),
        T("It moves through its stages on the board", "在看板上推进各阶段"), "/opportunities",
        _made("sales_opportunity"), ("opportunity", Verb.CREATE),
    ),
    Task(
        "shared_view", frozenset({MANAGER}), T("Save a view for your team", "为团队保存视图"),
        T("Filter a list, save it, offer it to your people", "筛选列表并保存，提供给团队成员"), "/accounts",
        _made("core_view", " AND (to_everybody OR to_roles <> '{}' OR to_departments <> '{}' OR to_teams <> '{}')"),
        ("account", Verb.READ),
    ),
    Task(
        "view", frozenset({MARKETER, SELLER, SERVICE, READER}), T("Save a view", "保存一个视图"),
        T("Filter a list to what you look at every day, save it", "把列表筛选成每天要看的样子并保存"), "/accounts",
        _made("core_view"), ("account", Verb.READ),
    ),
    Task(
        "follow", frozenset({MANAGER, MARKETER, SERVICE, READER}), T("Follow a customer", "关注一个客户"),
        T("“Follow” on its page; the bell tells you what happens to it", "在客户页面点“关注”，有变化时铃铛会提醒"),
        "/accounts",
        "SELECT EXISTS (SELECT 1 FROM inbox_follow WHERE user_id = %(me)s AND chosen AND \"on\")",
        ("account", Verb.READ),
    ),
    Task(
        "comment", frozenset({MANAGER, MARKETER, SERVICE}), T("Mention a colleague", "@一位同事"),
        T("Comment on a record with @ and a name; they are told", "在记录中评论并 @ 同事，对方会收到通知"), "/accounts",
        _made("inbox_comment"), ("comment", Verb.CREATE),
    ),
    Task(
        "phone", frozenset({MANAGER, MARKETER, SELLER, SERVICE, READER}), T("Sign in on the phone", "在手机上登录"),
        T("Open Haoke in the phone's browser and add it to the home screen", "用手机浏览器打开好客并添加到主屏幕"),
        "/settings/sessions", PHONE,
    ),
)  # fmt: skip


def read(actor: Actor) -> dict[str, Any]:
    """{items: [{key, label, hint, to, done}], due: [{key, label, to}], dismissed, toured} for this person."""
    away = dismissed(actor.id)
    due = _due(actor)
    if WHAT in away:
        return {"items": [], "due": due, "dismissed": True, "toured": "tour" in away}
    who = _who(actor)
    tasks = [task for task in TASKS if who in task.who and _open_to(actor, task)]
    done = _done(actor, tasks)
    return {
        "items": [
            {"key": task.key, "label": say(task.label), "hint": say(task.hint), "to": task.to, "done": ticked}
            for task, ticked in zip(tasks, done, strict=True)
        ],
        "due": due,
        "dismissed": False,
        "toured": "tour" in away,
    }


def _due(actor: Actor) -> list[dict[str, Any]]:
    """What the company lacks by now, for who can mend it; shown until it is done."""
    if not _may(actor, "work_calendar", Verb.UPDATE):
        return []
    year = year_to_enter()
    label = NO_DAYS.fill(year=year)
    return [{"key": "work_days", "label": say(label), "to": "/settings/work-calendars"}] if year else []


def _who(actor: Actor) -> str:
    """What somebody is there for, by what he may do: roles have any name."""
    if actor.admin:
        return ADMIN
    if leads(actor):
        return MANAGER
    if not _may(actor, "activity", Verb.CREATE):
        return READER
    if not _may(actor, "opportunity", Verb.CREATE):
        return SERVICE
    looks_wider = _scope(actor, "account", Verb.READ) > _scope(actor, "account", Verb.UPDATE)
    return MARKETER if looks_wider else SELLER


def _scope(actor: Actor, key: str, verb: str) -> Scope:
    return access.scope_of(actor, registry.get(key), verb)


def _may(actor: Actor, key: str, verb: str) -> bool:
    return _scope(actor, key, verb) > Scope.NONE


def _open_to(actor: Actor, task: Task) -> bool:
    return task.needs is None or _may(actor, *task.needs)


def _done(actor: Actor, tasks: list[Task]) -> tuple[bool, ...]:
    if not tasks:
        return ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({task.done})" for task in tasks), {"me": actor.id})
        found: tuple[bool, ...] = cursor.fetchone()
    return found
