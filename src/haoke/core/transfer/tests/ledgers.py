"""Ledgers as other people keep them: other wordings, other order, other marks; made from a seed, with the truth beside."""

# Tables of words.
# ruff: noqa: E501, SIM905

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from haoke.core.transfer.tests import books

HEADERS = {
    "name": ("客户名称*", "公司名称", "单位名称", "客户", "企业名称", "客户全称", "Company", "Customer name"),
    "people": ("联系人及电话", "联系人", "联系方式", "联系人/电话", "联系人信息", "Contacts", "Contact person"),
    "region": ("地区", "区域", "所在地区", "片区", "Region", "Area"),
    "industry": ("行业", "所属行业", "行业类别", "Industry", "Sector"),
    "source": ("来源", "客户来源", "获客渠道", "Source", "Lead source"),
    "amount": ("预计金额", "商机金额", "金额", "预算", "合同金额（元）", "Deal value", "Amount"),
    "stage": ("当前进展", "销售阶段", "阶段", "跟进阶段", "Stage", "Deal stage"),
    "next": ("下次联系", "下次跟进时间", "下次联系时间", "Next contact", "Next follow-up"),
    "notes": ("跟进记录", "跟进内容", "沟通内容", "拜访记录", "Follow-up", "Comment"),
}
_PLACES = "北京 上海 杭州 宁波 青岛 长沙 合肥 沈阳 郑州 济南 福州 昆明".split()
_NAMES = "海天 宏远 瑞丰 德隆 金诚 永盛 卓越 新锐 博大 天成 伟业 鸿运 佳和 同创 中联 恒信".split()
_TRADES = "电子 机械 食品 软件 物流 教育 化工 汽车 金融 零售".split()
_SURNAMES = "李王张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗欧阳司徒"
_GIVEN = "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平 子轩 雨晴".split()
_STAGES = "初步接触 需求确认 方案报价 商务谈判 赢单 输单".split()
_SAID = "已发报价 电话沟通，有意向 上门拜访，需求待确认 竞品也在跟 客户说预算下季度批".split()


@dataclass
class Truth:
    """What a row says, however it is written."""

    name: str
    phones: list[str]
    amount: int | None
    notes: int
    named: list[str] = field(default_factory=list)


@dataclass
class Ledger:
    """A file and what it says."""

    file: str
    data: bytes
    rows: list[Truth]
    totals: int


def ledger(seed: int, size: int = 60) -> Ledger:
    """A ledger of `size` customers."""
    rng = random.Random(seed)
    language = slice(-2, None) if seed % 4 == 3 else slice(0, -2)
    columns = list(HEADERS)
    rng.shuffle(columns)
    headers = {key: rng.choice(HEADERS[key][language]) for key in columns}
    truth = [_truth(rng, number) for number in range(size)]
    serial = rng.random() < 0.5
    lead: list[Any] = ["序号"] if serial else []
    table: list[list[Any]] = [[*lead, *(headers[key] for key in columns)]]
    totals = 0
    style = rng.randrange(6)
    for number, row in enumerate(truth, 1):
        cells = _cells(rng, row, style)
        table.append([*([number] if serial else []), *(cells[key] for key in columns)])
        if number % 25 == 0:
            total: list[Any] = [None] * len(table[0])
            total[len(lead) + columns.index("name")] = rng.choice(("小计", "合计：", "Subtotal", "小 计"))
            total[len(lead) + columns.index("amount")] = 123456
            table.append(total)
            totals += 1
    titles: list[list[Any]] = [["客户跟进登记表"], ["制表人：张三"], []][: rng.randrange(4)]
    return Ledger(*_written(rng, [*titles, *table], seed), truth, totals)


def _truth(rng: random.Random, number: int) -> Truth:
    name = f"{rng.choice(_PLACES)}{rng.choice(_NAMES)}{rng.choice(_NAMES)}{rng.choice(_TRADES)}有限公司{'' if number % 7 else '（总部）'}{number}"
    phones = [f"1{rng.choice('35789')}{rng.randrange(10**9):09d}" for _ in range(rng.choice((1, 1, 2, 3)))]
    return Truth(name, phones, rng.choice((None, rng.randrange(1, 500) * 1000)), rng.randrange(4))


def _cells(rng: random.Random, row: Truth, style: int) -> dict[str, Any]:
    return {
        "name": row.name,
        "people": _people(rng, row),
        "region": rng.choice((None, *_PLACES)),
        "industry": rng.choice((None, *_TRADES)),
        "source": rng.choice((None, "展会", "转介绍", "电话", "官网")),
        "amount": None if row.amount is None else _amount(row.amount, (style + rng.randrange(2)) % 6),
        "stage": rng.choice(_STAGES),
        "next": _day(rng),
        "notes": "；".join(
            f"{rng.randrange(1, 13):02d}.{rng.randrange(1, 28):02d} {rng.choice(('小李', '王工', '陈姐'))}：{rng.choice(_SAID)}"
            for _ in range(row.notes)
        )
        or None,
    }


def _people(rng: random.Random, row: Truth) -> str:
    mark, colon = rng.choice(("；", "、", "/", "\n", "，")), rng.choice(("", " ", "："))
    names = [rng.choice(_SURNAMES) + rng.choice((*_GIVEN, "总", "经理", "工", "先生")) for _ in row.phones]
    return mark.join(f"{name}{colon}{_spelt(rng, phone)}" for name, phone in zip(names, row.phones, strict=True))


def _spelt(rng: random.Random, phone: str) -> str:
    return rng.choice(
        (phone, phone, f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"+86 {phone}")
    )


def _amount(amount: int, style: int) -> Any:
    wan = f"{amount / 10000:g}万"
    return (amount, f"¥{amount:,}.00", f"{amount:,}元", wan, f"人民币 {amount}", f"{wan}元")[style]


def _day(rng: random.Random) -> Any:
    day = date(2026, rng.randrange(1, 13), rng.randrange(1, 28))
    return rng.choice(
        (None, day, day.isoformat(), f"{day:%Y.%m.%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y/%m/%d}")
    )


def _written(rng: random.Random, table: list[list[Any]], seed: int) -> tuple[str, bytes]:
    if seed % 2:
        return f"台账{seed}.xlsx", books.honest(table)
    out = io.StringIO()
    csv.writer(out, delimiter=rng.choice((",", "\t", ";"))).writerows(table)
    return f"台账{seed}.csv", out.getvalue().encode(rng.choice(("utf-8-sig", "gb18030", "utf-16", "utf-8")))
