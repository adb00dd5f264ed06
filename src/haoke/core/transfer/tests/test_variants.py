"""Files nobody has seen before: other ledgers, other headers, other column orders, other sheets."""

# Expectations stand in one line.
# ruff: noqa: E501

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import openpyxl
import pytest

from haoke.core.access.actor import Actor
from haoke.core.transfer.bridge import targets
from haoke.core.transfer.overriding import applied
from haoke.core.transfer.planning import Plan
from haoke.core.transfer.planning.source import open_source
from haoke.core.transfer.tests import books
from haoke.core.transfer.tests.conftest import tables_of
from haoke.core.transfer.tests.ledgers import ledger

pytestmark = pytest.mark.django_db
Planned = Callable[..., Plan]


@pytest.mark.parametrize("seed", range(12))
def test_ledgers_of_other_people(planned: Planned, seed: int) -> None:
    made = ledger(seed)
    (table,) = tables_of([(made.file, made.data)])
    assert [row.skipped for row in table.skipped] == ["total"] * made.totals
    plan = planned([(made.file, made.data)])
    assert table.object == "account", {column.header: table.guess.matches[column.index] for column in table.columns}
    accounts = plan.book.by_object["account"]
    assert [draft.title for draft in accounts] == [row.name for row in made.rows], table.guess.matches
    assert plan.refused == []
    assert _phones(plan) == {row.name: sorted(f"+86{phone}" for phone in row.phones) for row in made.rows}, (
        table.guess.matches
    )
    assert _amounts(plan) == {row.name: row.amount for row in made.rows}, table.guess.matches
    assert _notes(plan) == {row.name: row.notes for row in made.rows}
    assert all("stage" in draft.values for draft in plan.book.by_object["opportunity"])
    assert sum(draft.values.get("next_contact") is not None for key in ("account", "contact", "opportunity", "activity") for draft in plan.book.by_object.get(key, ())) > 0  # fmt: skip


def _phones(plan: Plan) -> dict[str, list[str]]:
    found = {
        draft.title: [draft.values["phone"]] if draft.values.get("phone") else []
        for draft in plan.book.by_object["account"]
    }
    names = {draft.id: draft.title for draft in plan.book.by_object["account"]}
    for draft in plan.book.by_object.get("contact", ()):
        found[names[draft.values["account"]]] += [
            draft.values[name] for name in ("mobile", "phone") if draft.values.get(name)
        ]
    return {
        name: sorted("+86" + "".join(filter(str.isdigit, _raw(phone)))[-11:] for phone in phones)
        for name, phones in found.items()
    }


def _raw(phone: Any) -> str:
    return str(phone["raw"] if isinstance(phone, dict) else phone.raw)


def _amounts(plan: Plan) -> dict[str, int | None]:
    names = {draft.id: draft.title for draft in plan.book.by_object["account"]}
    found: dict[str, int | None] = dict.fromkeys(names.values())
    for draft in plan.book.by_object["opportunity"]:
        amount = draft.values.get("amount")
        found[names[draft.values["account"]]] = None if amount is None else int(amount.amount)
    return found


def _notes(plan: Plan) -> dict[str, int]:
    names: dict[UUID, str] = {draft.id: draft.title for draft in plan.book.by_object["account"]}
    found = dict.fromkeys(names.values(), 0)
    for draft in plan.book.by_object.get("activity_link", ()):
        found[names[draft.values["record"]]] += 1
    return found


DEALS = {
    "id": ("opportunity_id", "Deal ID", "商机编号", "id"),
    "owner": ("sales_agent", "Owner", "负责人", "业务员", "Sales rep"),
    "account": ("account", "Customer", "客户名称", "Company name"),
    "product": ("product", "产品名称", "Item", "意向产品"),
    "stage": ("deal_stage", "Stage", "销售阶段", "Status"),
    "amount": ("close_value", "Amount", "金额", "Deal value"),
    "opened": ("engage_date", "Start date", "开始时间", "Created date"),
    "closed": ("close_date", "Closed date", "成交日期", "签约日期"),
}
PATHS = {"id": "@key", "owner": "owner", "account": "account", "product": "product", "stage": "stage", "amount": "amount", "opened": "opened_at", "closed": "closed_at"}  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_deals_of_other_systems(planned: Planned, seed: int) -> None:
    rng = random.Random(seed)
    keys = list(DEALS)
    rng.shuffle(keys)
    form = ("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y年%m月%d日", "%d.%m.%Y", "%b %d, %Y")[seed % 6]
    people, firms = [f"Anna {chr(65 + n)}son" for n in range(6)], [f"{chr(65 + n)}corp {n}" for n in range(20)]
    rows = [[rng.choice(DEALS[key]) for key in keys]]
    days = []
    for number in range(120):
        opened, closed = (
            date(2024, rng.randrange(1, 13), rng.randrange(1, 29)),
            date(2025, rng.randrange(1, 13), rng.randrange(1, 29)),
        )
        days.append((opened, closed))
        cells = {
            "id": f"X{number:05d}", "owner": rng.choice(people), "account": rng.choice([*firms, ""]),
            "product": rng.choice(("Alpha", "Alpha Pro", "Beta")), "stage": rng.choice(("Lead", "Proposal", "Won", "Lost")),
            "amount": f"{rng.randrange(100, 99999):,}.50", "opened": opened.strftime(form), "closed": closed.strftime(form),
        }  # fmt: skip
        rows.append([cells[key] for key in keys])
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    files = [("export.csv", out.getvalue().encode())]
    (table,) = tables_of(files)
    assert table.object == "opportunity", rows[0]
    assert {rows[0][column.index]: table.guess.matches[column.index].path for column in table.columns} == {
        header: PATHS[key] for header, key in zip(rows[0], keys, strict=True)
    }
    drafts = planned(files).book.by_object["opportunity"]
    assert [(draft.values["opened_at"], draft.values["closed_at"]) for draft in drafts] == days
    assert len({draft.values["owner"] for draft in drafts}) == len(people)
    assert not [trouble for draft in drafts for trouble in draft.troubles]


@pytest.mark.parametrize(
    ("headers", "row", "object", "paths"),
    [
        (["姓名", "手机", "邮箱", "公司", "职位"], ["赵丽", "13800138000", "z@a.cn", "甲公司", "经理"], "contact", ["name", "mobile", "email", "account", "title"]),
        (["First name", "Last name", "E-mail", "Company"], ["Anna", "Berg", "a@b.se", "Acme"], "contact", ["name/first", "name/last", "email", "account"]),
        (["产品名称", "型号", "单价", "计量单位"], ["水泵", "P-1", "¥12.50", "台"], "product", ["name", "code", "price", "unit"]),
        (["员工姓名", "部门", "直属上级", "邮箱"], ["赵丽", "华东", "王强", "z@a.cn"], "user", ["name", "department", "manager", "email"]),
        (["客户名称", "省份", "城市", "详细地址", "邮编"], ["甲公司", "浙江省", "杭州市", "文三路1号", "310000"], "account", ["name", "address/province", "address/city", "address", "address/postcode"]),
    ],
)  # fmt: skip
def test_small_tables(headers: list[str], row: list[str], object: str, paths: list[str]) -> None:
    rows = [[f"{cell}{number}" if place == 0 else cell for place, cell in enumerate(row)] for number in range(3)]
    (table,) = tables_of([("表.xlsx", books.honest([headers, *rows]))])
    assert table.object == object
    assert [table.guess.matches[column.index].path for column in table.columns] == paths


def test_two_header_rows_merged_cells_notes_and_repeated_headers(planned: Planned) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for line in (
        ["2026 年客户表"],
        ["客户", None, "联系人", None],
        ["客户名称", "行业", "姓名", "手机"],
        ["甲公司", "软件", "赵丽", "13800138000"],
        [None, None, "王强", "13900139000"],
        ["客户名称", "行业", "姓名", "手机"],
        ["乙公司", "食品", "李静", "13700137000"],
        ["备注：以上数据截至六月"],
        ["合计", None, None, 3],
    ):
        sheet.append(line)
    for area in ("A1:D1", "A2:B2", "C2:D2", "A4:A5", "B4:B5", "A8:D8"):
        sheet.merge_cells(area)
    files = [("客户.xlsx", books.saved(book))]
    (table,) = tables_of(files)
    assert table.layout.header_rows == (1, 2)
    assert [row.skipped for row in table.skipped] == ["header", "note", "total"]
    plan = planned(files)
    assert [draft.title for draft in plan.book.by_object["account"]] == ["甲公司", "乙公司"]
    assert [draft.title for draft in plan.book.by_object["contact"]] == ["赵丽", "王强", "李静"]


def test_ragged_repeated_and_contradicting_rows_are_named(planned: Planned) -> None:
    text = "客户编号,客户名称,行业\n1001,甲公司,软件\n1001,甲公司,软件\n1001,丙公司,软件\n1002,乙公司,食品,多余\n1003,,食品\n1004,丁公司,\n"
    plan = planned([("客户.csv", text.encode())])
    assert [draft.title for draft in plan.book.by_object["account"]] == ["甲公司", "丁公司"]
    assert plan.repeated == 1
    assert [(draft.row, draft.refused and draft.refused.code) for draft in plan.refused] == [
        (3, "twice"),
        (4, "ragged"),
        (5, "required"),
    ]


def test_one_row_is_a_customer_his_contact_and_a_deal(planned: Planned) -> None:
    text = (
        "Company,Email,Contact,Contact e-mail,Deal,Amount\nAcme,info@acme.example,Rose,rose@acme.example,Ovens,100\n"
        "Acme,,Rose,,Fans,90\nBolt,,Tom,tom@bolt.example,Nuts,80\nCole,,Rose,,Pipes,70\n"
    )
    files = [("deals.csv", text.encode())]
    (table,) = tables_of(files)
    paths = {column.shown: table.guess.matches[column.index].path for column in table.columns}
    assert (paths["Email"], paths["Contact e-mail"]) == ("account.email", "contact.email")
    book = planned(files).book
    accounts = {draft.id: draft.title for draft in book.by_object["account"]}
    people = {draft.title: draft.values for draft in book.by_object["contact"]}
    assert {name: (accounts[each["account"]], each["email"]) for name, each in people.items()} == {
        "Rose": ("Acme", "rose@acme.example"),
        "Tom": ("Bolt", "tom@bolt.example"),
    }


TWICE = [["客户名称", "电话", "备注", "备注", "备注 (2)"], ["甲公司", "010-62345678", "老客户", "要发票", "三"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_columns_of_the_same_header_are_told_apart(kind: str) -> None:
    (table,) = tables_of([(f"客户.{kind}", books.honest(TWICE) if kind == "xlsx" else _csv_of(TWICE))])
    assert [column.shown for column in table.columns] == ["客户名称", "电话", "备注", "备注 (3)", "备注 (2)"]
    assert [column.header for column in table.columns[2:4]] == ["备注", "备注"]
    rule = {"columns": {"3": table.guess.matches[2].path}}
    assert rule["columns"]["3"]
    matches = applied(table, rule, targets()).guess.matches
    assert matches[2].path is None
    assert matches[3].path == rule["columns"]["3"]
    assert table.signature == tuple(sorted({"客户名称", "电话", "备注", "备注2"}))


def test_of_two_key_columns_of_one_header_the_chosen_one_is_known_again(admin: Actor) -> None:
    lines = [["编号", "编号", "客户名称"], *([f"A{n}", f"B{n}", f"公司{n}"] for n in range(5))]
    (table,) = tables_of([("客户.csv", _csv_of(lines))])
    keys = [open_source(admin, table, targets()["account"]).key_name]
    applied(table, {"columns": {"1": "@key"}}, targets())
    keys.append(open_source(admin, table, targets()["account"]).key_name)
    assert keys == ["编号", "编号2"]


def _csv_of(lines: list[list[str]]) -> bytes:
    return "\n".join(map(",".join, lines)).encode()


def test_files_refer_to_each_other_by_key_whatever_their_order(planned: Planned) -> None:
    customers = "customerID,companyName\nA1,Alpha\nB2,Beta\n" + "".join(f"C{n},Firm {n}\n" for n in range(9))
    deals = "dealID,customerID,amount\nD1,B2,100\nD2,A1,200\n" + "".join(f"E{n},C{n},5\n" for n in range(9))
    plan = planned([("deals.csv", deals.encode()), ("customers.csv", customers.encode())])
    names = {draft.id: draft.title for draft in plan.book.by_object["account"]}
    first, second, *_ = plan.book.by_object["opportunity"]
    assert [names[first.values["account"]], names[second.values["account"]]] == ["Beta", "Alpha"]
    assert len(names) == 11


def test_what_cannot_be_read_in_a_compound_cell_is_named(planned: Planned) -> None:
    text = (
        "客户名称,联系人及电话,跟进记录\n"
        "甲公司,赵丽 13800138000；13900139000；王强 zhao@a.cn,2026-01-05 李工：已发报价；13.45 王工：谈妥\n"
        "乙公司,010-62345678、13700137000,1月6日：见面\n"
        "丙公司,李静 13600136000,2026-01-07 张三：电话沟通\n"
    )
    plan = planned([("客户.csv", text.encode())])
    accounts = plan.book.by_object["account"]
    people = plan.book.by_object["contact"]
    assert [draft.title for draft in people] == ["赵丽", "王强", "13700137000", "李静"]
    assert people[0].values["mobile"] != people[0].values["phone"]
    assert accounts[1].values["phone"] is not None
    notes = plan.book.by_object["activity"]
    assert [draft.values["kind"] for draft in notes][-1] == "call"
    assert all(draft.values["done"] for draft in notes)
