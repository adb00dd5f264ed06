# ruff: noqa: E501 - Chinese counts double
"""Made-up spreadsheets for the import's figures: companies with 17 columns, their people with 16."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.core.text import say
from haoke.customers import choices
from haoke.demo import phrases
from haoke.demo.names import STREETS
from haoke.demo.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from haoke.demo.world import Values

TODAY: Final = date(2026, 1, 15)
#: Another one than the demo company's, so that these are new customers.
SEED: Final = 7
ACCOUNT: Final = (
    "客户名称", "客户类型", "行业", "级别", "来源", "区域", "电话", "邮箱", "网址", "地址", "员工人数", "成立年份", "年营业额", "下次联系", "标签",
    "备注", "负责人",
)  # fmt: skip
CONTACT: Final = (
    "姓名", "客户名称", "称谓", "职务", "所在部门", "手机", "电话", "邮箱", "微信", "是否决策人", "生日", "地址", "下次联系", "标签", "备注", "负责人",
)  # fmt: skip
_UNITS: Final = ("采购部", "生产部", "设备部", "信息部", "财务部", "市场部", "总经办", "研发中心")


def sheets(rows: int, owners: Sequence[str]) -> dict[str, bytes]:
    """{file name: CSV} of so many companies and of so many people of theirs; all rows new, nearly all cells filled."""
    world = World(SEED, TODAY, rows, roles={})
    list(world.offices()), list(world.people())
    rng = random.Random(SEED)
    accounts = [line[2] for line in world.accounts()]
    companies = {
        customer.id: (customer.name, account) for customer, account in zip(world.customers, accounts, strict=True)
    }
    people = [line[2] for line in islice(world.contacts(), rows)]
    return {
        "accounts.csv": _csv(ACCOUNT, (_account(rng, each, owners) for each in accounts)),
        "contacts.csv": _csv(CONTACT, (_contact(rng, n, each, companies, owners) for n, each in enumerate(people))),
    }


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(head)
    writer.writerows(rows)
    return made.getvalue().encode()


def _account(rng: random.Random, values: Values, owners: Sequence[str]) -> list[Any]:
    domain = str(values.get("website") or f"https://www.c{rng.randrange(10**6)}.example").removeprefix("https://www.")
    return [
        values["name"], _label(choices.ACCOUNT_KINDS, values["kind"]), _label(choices.INDUSTRIES, values.get("industry")),
        _label(choices.LEVELS, values["level"]), _label(choices.SOURCES, values["source"]), values.get("region"),
        values.get("phone"), f"info{rng.randrange(1000)}@{domain}", f"https://www.{domain}", _address(rng, values),
        values.get("employees") or 1, values.get("founded") or 2019, values.get("revenue"), _day(rng),
        "，".join(rng.sample(phrases.TAGS["zh"], rng.choice((0, 1, 2)))), _remark(rng), rng.choice(owners),
    ]  # fmt: skip


def _contact(
    rng: random.Random, number: int, values: Values, companies: dict[UUID, tuple[str, Values]], owners: Sequence[str]
) -> list[Any]:
    company, account = companies[values["account"]]
    birthday = date(1960, 1, 1) + timedelta(days=rng.randrange(15_000))
    return [
        values["name"], company, _label(choices.SALUTATIONS, values.get("salutation")), values.get("title"), rng.choice(_UNITS),
        values["mobile"], account.get("phone"), values.get("email") or f"c{number}@mail{rng.randrange(50)}.example",
        f"wx_{number:06d}", "是" if values.get("decider") else "否", birthday.isoformat(), _address(rng, account), _day(rng),
        rng.choice(phrases.TAGS["zh"]), _remark(rng), rng.choice(owners),
    ]  # fmt: skip


def _label(options: Sequence[Any], value: Any) -> str:
    return next((say(option.label, "zh") for option in options if option.value == value), "")


def _address(rng: random.Random, values: Values) -> str:
    place = values["address"]
    line = place.get("line") or f"{rng.choice(STREETS.split())}{rng.randint(1, 1999)}号"
    return f"{place.get('province') or ''}{place['city']}{line}"


def _day(rng: random.Random) -> str:
    return (TODAY + timedelta(days=rng.randrange(365))).strftime("%Y-%m-%d")


def _remark(rng: random.Random) -> str:
    subject, body = rng.choice(phrases.TALK_ZH["call"])
    return f"{subject}：{body}（{rng.randrange(10**6)}）"
