"""Single cells: numbers, dates, people, dated notes, in every spelling people use."""

# Tables of spellings; moments in files have no time zone.
# ruff: noqa: DTZ001, E501

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haoke.core.transfer.guessing import profile
from haoke.core.transfer.guessing.dates import Reading, evidence_of, lacks, moment_of, serial
from haoke.core.transfer.guessing.entries import Entry, entries_of
from haoke.core.transfer.guessing.numbers import amount_of, currency_of, decimal_mark, factor_of
from haoke.core.transfer.guessing.people import Person, people_of, phones_in
from haoke.core.transfer.guessing.words import distance, flat, likeness, remark, tokens


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("1234", "1234", None), ("1,234.50", "1234.50", None), ("1.234,50", "1234.50", None), ("12.5万", "125000", None),
        ("1.2亿", "120000000", None), ("300k", "300000", None), ("(500)", "-500", None), ("-7", "-7", None),
        ("7-", "-7", None), ("USD 5,000", "5000", "USD"), ("€ 12,50", "12.50", "EUR"), ("1 234,56 €", "1234.56", "EUR"),
        ("人民币 125000.0", "125000", "CNY"), ("¥3,500,000.00", "3500000", "CNY"), ("660,000元", "660000", "CNY"),
        ("12.5万元", "125000", "CNY"), ("１２３", "123", None), ("$1.5M", "1500000", "USD"), ("1'234'567", "1234567", None),
        ("约 20 人", "20", None), ("about 20", "20", None), ("1,234,567", "1234567", None), ("1.234.567", "1234567", None),
        ("0,5", "0.5", None), (".5", "0.5", None), ("3 people", "3", None), ("HK$ 80", "80", "HKD"), ("50%", "50", None),
    ],
)  # fmt: skip
def test_amounts(text: str, number: str, currency: str | None) -> None:
    found = amount_of(text)
    assert found is not None
    assert (found.number, found.currency) == (Decimal(number), currency)


@pytest.mark.parametrize("text", ["", "abc", "张三 12", "12 red cars", "-", "A12", "USD"])
def test_no_amount(text: str) -> None:
    assert amount_of(text) is None


def test_marks_factors_and_currencies_of_a_column() -> None:
    assert decimal_mark(["1.234,50", "900"]) == ","
    assert decimal_mark(["1,234.50"]) == "."
    assert decimal_mark(["1.234.567"]) == ","
    assert decimal_mark(["1,234", "5.678"]) is None
    assert amount_of("1.234", ",") == (Decimal(1234), None, False)
    assert amount_of("1,5", ".") == (Decimal("1.5"), None, False)
    assert factor_of("金额（万元）") == 10_000
    assert factor_of("金额", "制表：销售部 单位：千元") == 1_000
    assert factor_of("Revenue (USD million)") == 1_000_000
    assert factor_of("Revenue ($M)") == 1_000_000
    assert factor_of("金额", "单位：元") == 1
    assert [currency_of(text) for text in ("Amount (USD)", "单位：元", "金额（美元）", "price", "musde")] == [
        "USD",
        "CNY",
        "USD",
        None,
        None,
    ]


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from(["{:,.2f}", "¥{:,.2f}", "{:.2f}元", "人民币 {:.2f}", "{:,.2f} USD"]),
)
def test_any_amount_comes_back(number: Decimal, form: str) -> None:
    found = amount_of(form.format(number))
    assert found is not None
    assert found.number == number


READING = Reading("mdy", 2026, date(2026, 11, 22), serials=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(text, date(2023, 5, 3)) for text in (
            "2023-05-03", "2023/5/3", "2023.05.03", "2023年5月3日", "2023 年 5 月 3 日", "5/3/2023", "5/3/23", "5-3-23", "3-May-2023",
            "May 3, 2023", "3 May 23", "Wed, 3 May 2023", "3rd May 2023", "20230503", "45049", "２０２３－０５－０３",
        )],
        ("31/12/2020", date(2020, 12, 31)), ("12月2日", date(2026, 12, 2)), ("10.01", date(2026, 10, 1)), ("8-3", date(2026, 8, 3)),
        ("1996-07-04 00:00:00.000", datetime(1996, 7, 4)), ("3/5/2020 2:05 pm", datetime(2020, 3, 5, 14, 5)),
        ("2023-05-03T10:00:00Z", datetime(2023, 5, 3, 10, tzinfo=UTC)), ("2023-05-03T10:00:00+08:00", datetime(2023, 5, 3, 2, tzinfo=UTC)),
        ("2023-05-03T10:00:00-0330", datetime(2023, 5, 3, 13, 30, tzinfo=UTC)), ("45049.5", datetime(2023, 5, 3, 12)),
        ("下周三", date(2026, 11, 25)), ("上周五", date(2026, 11, 13)), ("下下周", date(2026, 11, 30)), ("明天", date(2026, 11, 23)), ("today", date(2026, 11, 22)),
        ("next Monday", date(2026, 11, 23)), ("last friday", date(2026, 11, 13)), ("next week", date(2026, 11, 23)),
        ("月底", date(2026, 11, 30)), ("下月初", date(2026, 12, 1)), ("年底", date(2026, 12, 31)), ("明年", date(2027, 1, 1)),
        ("两周后", date(2026, 12, 6)), ("3天前", date(2026, 11, 19)), ("半年后", date(2027, 5, 23)), ("1/2/69", date(2069, 1, 2)), ("1/2/70", date(1970, 1, 2)),
    ],
)  # fmt: skip
def test_dates(text: str, expected: date) -> None:
    assert moment_of(text, READING) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2023-13-01",
        "2023-02-30",
        "13/13/2020",
        "3 Foo 2020",
        "1234567890",
        "12",
        "2023-05-03 25:00",
        "待定",
    ],
)
def test_no_date(text: str) -> None:
    assert moment_of(text, READING) is None


def test_what_dates_need_and_prove() -> None:
    assert moment_of("3/4/2020", Reading("dmy")) == date(2020, 4, 3)
    assert moment_of("3/4/2020", Reading("mdy")) == date(2020, 3, 4)
    assert moment_of("12月2日", Reading()) is None
    assert moment_of("下周三", Reading()) is None
    assert [lacks(text) for text in ("12月2日", "下周三", "2023-05-03", "x")] == ["year", "base", None, None]
    assert evidence_of(["10/20/2016", "3/1/2017"]).order == "mdy"
    assert evidence_of(["20/10/2016", "3/1/2017"]).order == "dmy"
    unsure = evidence_of(["3/4/2020", "5/5/2020"])
    assert (unsure.order, unsure.ambiguous) == (None, 1)
    assert evidence_of(["20/10/2016", "10/20/2016"]).mixed
    words = evidence_of(["12月2日", "下周三", "x"])
    assert (words.without_year, words.relative) == (1, 1)
    assert serial(12) is None


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("赵丽 19792174218；司马雨桐13967929081", [("赵丽", "19792174218"), ("司马雨桐", "13967929081")]),
        ("刘主任：17697778188/王总监 13703179740/孙洋：19382577356", [("刘主任", "17697778188"), ("王总监", "13703179740"), ("孙洋", "19382577356")]),
        ("王总 19689171218\n胡先生 18437725678", [("王总", "19689171218"), ("胡先生", "18437725678")]),
        ("吴伟 19161461003、赵芳：18661934514", [("吴伟", "19161461003"), ("赵芳", "18661934514")]),
        ("137-1452-1178", [("", "137-1452-1178")]), ("134 5084 1870", [("", "134 5084 1870")]), ("（手机）19440039026", [("", "19440039026")]),
        ("+86 13800138000", [("", "+86 13800138000")]), ("13800138000 张三", [("张三", "13800138000")]), ("13800138000（张三）", [("张三", "13800138000")]),
        ("张三、李四", [("张三", ""), ("李四", "")]), ("张三 13800138000 李四 13900139000", [("张三", "13800138000"), ("李四", "13900139000")]),
        ("联系人：钱七 手机：13800138000", [("钱七", "13800138000")]), ("Carine Schmitt 40.32.21.21", [("Carine Schmitt", "40.32.21.21")]),
        ("John Smith (555) 123-4567; Jane Doe +1 555 222 3333", [("John Smith", "(555) 123-4567"), ("Jane Doe", "+1 555 222 3333")]),
        ("13800138000,13900139000", [("", "13800138000"), ("", "13900139000")]), ("张三；13800138000", [("张三", "13800138000")]),
        ("13800138000；张三", [("张三", "13800138000")]), ("王五 010-62345678转8001", [("王五", "010-62345678转8001")]), ("12", [("12", "")]), ("", []),
    ],
)  # fmt: skip
def test_people(text: str, people: list[tuple[str, str]]) -> None:
    assert [(person.name, person.phone) for person in people_of(text)] == people


def test_people_with_mails_and_second_numbers() -> None:
    assert people_of("赵六 zhao@x.com 13800138000") == [Person("赵六", "13800138000", "zhao@x.com")]
    assert people_of("zhao@x.com") == [Person("", "", "zhao@x.com")]
    assert people_of("张三 13800138000; 13900139000") == [Person("张三", "13800138000"), Person("", "13900139000")]
    assert phones_in("a 13800138000/010-62345678 b 12") == ["13800138000", "010-62345678"]


NAMES = st.sampled_from(["赵丽", "司马雨桐", "刘主任", "王总监", "李工", "胡先生", "Maria Anders", "Bob Lee"])
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@given(
    st.lists(st.tuples(NAMES, PHONES), min_size=1, max_size=4),
    st.sampled_from(["；", "、", "/", "\n", ";", "，"]),
    st.sampled_from(["", " ", "：", ":"]),
)
def test_any_list_of_people_comes_apart(people: list[tuple[str, str]], separator: str, colon: str) -> None:
    text = separator.join(f"{name}{colon}{phone}" for name, phone in people)
    assert [(person.name, person.phone) for person in people_of(text)] == people


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("10.01 李工：已发报价", [("10.01", "李工", "已发报价")]),
        ("04.07 李工：上门拜访，需求待确认；10.11 小王：上门拜访", [("04.07", "李工", "上门拜访，需求待确认"), ("10.11", "小王", "上门拜访")]),
        ("2023-05-03 called; no answer\n2023-05-06 met", [("2023-05-03", "", "called; no answer"), ("2023-05-06", "", "met")]),
        ("先打电话。10月3日 王总：同意", [("", "", "先打电话。"), ("10月3日", "王总", "同意")]),
        ("5/3/23 Bob Lee: sent 12.5% off; 5/9/23 Ann: ok", [("5/3/23", "Bob Lee", "sent 12.5% off"), ("5/9/23", "Ann", "ok")]),
        ("[2024.1.2] 见面", [("2024.1.2", "", "见面")]), ("nothing", [("", "", "nothing")]), ("", []), ("10.01", [("10.01", "", "")]),
    ],
)  # fmt: skip
def test_entries(text: str, entries: list[tuple[str, str, str]]) -> None:
    assert entries_of(text) == [Entry(*entry) for entry in entries]


def test_words() -> None:
    assert tokens("contactName") == ("contact", "name")
    assert tokens("客户名称*（必填）") == ("客户名称",)
    assert tokens("No.") == ("no",)
    assert remark("金额（万元）[含税]") == "万元 含税"
    assert flat("Ａcmé, Inc.") == "acmeinc"
    assert likeness("GTXPro", "GTX Pro") == 1
    assert likeness("Markets Bottom-Dollar", "Bottom-Dollar Markets") == pytest.approx(0.97)
    assert likeness("technolgy", "technology") > 0.85
    assert likeness("", "x") == 0
    assert distance("ab", "ba") == 1
    assert distance("abc", "") == 3


def test_an_id_is_nobody_with_a_telephone() -> None:
    assert profile.kind_of("01a20336-a4b0-7695-8184-931234567890; 01a20336-a4b0-7695-8184-931234567891") == "text"
    abroad = ("+86 10 8765 4321", "+8613800138000", "+1 (415) 555-2671", "+47 22 12 34 56")
    assert {profile.kind_of(text) for text in abroad} == {"phone"}
    assert {profile.kind_of(text) for text in ("+12 345.60", "+1 234 567", "1 234 567 890.5")} == {"number"}
    assert profile.kind_of("Ann 13800138000; Bob 13900139000") == "people"


@pytest.mark.parametrize("text", ["9999-12-31 23:59-14:00", "9999-12-31T23:59:00-12:00"])
def test_a_moment_past_the_last_year_is_none(text: str) -> None:
    assert moment_of(text, Reading()) is None


@pytest.mark.parametrize("text", ["9" * 5_000, "-" * 5_000, "2026年" * 500, "1 " * 3_000])
def test_what_is_too_long_for_a_number_or_a_date_is_neither(text: str) -> None:
    assert (amount_of(text), moment_of(text, Reading("mdy", 2026)), lacks(text)) == (None, None, None)
    assert profile.profile_of([text, "2"]).serial is False


def test_names_too_long_to_be_made_alike_are_told_apart_by_what_follows() -> None:
    name = "Ünï-Cö " * 300
    assert flat("Ünï-Cö Ltd.") == "unicoltd"
    assert flat(f"{name}one") != flat(f"{name}two")
