"""Rules of people and roles: nobody's rights grow by what he himself writes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from haoke.core.errors import Problem
from haoke.core.fieldtypes import currencies
from haoke.core.records.files import attaching
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.identity import company
from haoke.identity.rights import ADMINISTRATOR, exceeds, field_problems, fields_of, grant_problems, grants_of

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.spec import Change

ONLY_ADMINISTRATORS = T(
    "Only administrators arrange who belongs where, because rights follow from it",
    "组织归属决定权限范围，只有管理员可以调整",
)
MORE_THAN_YOURS = T("A role cannot give more than you hold yourself", "角色权限不能超过您自己拥有的权限")
ALWAYS_ALL = T("The administrator role always gives everything", "管理员角色始终拥有全部权限")
NO_CURRENCY = T("Write a currency code such as CNY", "请填写 CNY 这样的币种代码")
NO_ZONE = T("Write a time zone such as Asia/Shanghai", "请填写 Asia/Shanghai 这样的时区")
OUT_OF_RANGE = T("Give a number from {least} to {most}", "请填写 {least} 至 {most} 之间的数字")
NO_MONTH = T("Write a month from 1 to 12", "请填写 1 至 12 的月份")
MONTHS = 12
#: What a logo may be, also before anybody has signed in; no SVG, which is a program.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
LARGEST = 512 * 1024
NO_PICTURE = T(
    "A logo is a PNG, JPEG, GIF or WebP picture of at most {most} KB",
    "公司标志应为不超过 {most} KB 的 PNG、JPEG、GIF 或 WebP 图片",
)
NOT_IMPORTED = T("Invite people after the import; access is not imported", "访问权限不能导入，请导入后再邀请")


def belongs_to_nobody(change: Change) -> None:
    """People and their arrangement have no owner; a department only where one was given."""
    if change.creating:
        change.after["owner"] = None
        if "department" not in change.changed:
            change.after["department"] = None


def only_administrators_place_people(change: Change) -> None:
    """Manager and department decide what people see."""
    _only_administrators(change, ("manager", "department"))


def speaks_the_companys_language(change: Change) -> None:
    """Until a person chooses another."""
    if change.creating and "language" not in change.changed:
        change.after["language"] = company.settings().language


def access_is_not_imported(change: Change) -> None:
    """A file of former times says who worked here, not who may sign in now."""
    named = [name for name in ("state", "roles") if change.history and name in change.changed]
    if named:
        raise RuleBroken(problems=[Problem(name, "not_imported", NOT_IMPORTED) for name in named])


def only_administrators_move_departments(change: Change) -> None:
    """A department under another is seen from there."""
    if not change.creating:
        _only_administrators(change, ("parent",))


def only_administrators_fill_teams(change: Change) -> None:
    """What is shared with a team is seen by its members."""
    _only_administrators(change, ("team", "user"))


def _only_administrators(change: Change, fields: tuple[str, ...]) -> None:
    if change.actor.admin:
        return
    before = change.before or {}
    moved = [name for name in fields if change.after[name] != before.get(name)]
    if moved:
        raise RuleBroken(problems=[Problem(name, "only_administrators", ONLY_ADMINISTRATORS) for name in moved])


def role_makes_sense(change: Change) -> None:
    """Known objects, verbs, fields and scopes only."""
    problems = [
        *(grant_problems(change.after["grants"]) if "grants" in change.changed else ()),
        *(field_problems(change.after["fields"]) if "fields" in change.changed else ()),
    ]
    if problems:
        raise RuleBroken(problems=problems)


def role_gives_no_more_than_its_author_holds(change: Change) -> None:
    """Neither as it was nor as it will be; the administrators' role keeps its rights."""
    if not change.changed & {"grants", "fields", "two_step"}:
        return
    if change.after["code"] == ADMINISTRATOR and not change.creating and change.changed & {"grants", "fields"}:
        raise RuleBroken.at("grants", "always_all", ALWAYS_ALL)
    for role in filter(None, (change.before, change.after)):
        if exceeds(change.actor, grants_of(role["grants"]), fields_of(role["fields"])):
            raise RuleBroken.at("grants", "more_than_yours", MORE_THAN_YOURS)


def company_settings_exist(change: Change) -> None:
    """A currency and a time zone there are: every request is answered in them."""
    if "currency" in change.changed:
        code = currencies.named(change.after["currency"])
        if code is None:
            raise RuleBroken.at("currency", "currency", NO_CURRENCY)
        change.after["currency"] = code
    if "logo" in change.changed and change.after["logo"] is not None:
        _picture(change.after["logo"].id)
    if not 1 <= change.after["fiscal_start"] <= MONTHS:
        raise RuleBroken.at("fiscal_start", "month", NO_MONTH)
    for name, least, most in (("visit_radius", 100, 2000), ("position_days", 1, 1000), ("answer_days", 1, 60)):
        if not least <= change.after[name] <= most:
            raise RuleBroken.at(name, "out_of_range", OUT_OF_RANGE.fill(least=least, most=most))
    if "time_zone" in change.changed and not _is_zone(change.after["time_zone"]):
        raise RuleBroken.at("time_zone", "time_zone", NO_ZONE)


def _picture(file: UUID) -> None:
    found = attaching.known([file]).get(file)
    if found is not None and (found.type not in PICTURES or found.size > LARGEST):
        raise RuleBroken.at("logo", "not_a_picture", NO_PICTURE.fill(most=LARGEST // 1024))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
