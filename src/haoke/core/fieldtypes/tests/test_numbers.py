"""Numbers, percentages, stars, money and ticks, in the spellings people and spreadsheets use."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import booleans, currencies, money, numbers, numerals
from haoke.core.fieldtypes.base import Hints
from haoke.core.sql import Sql

HINTS = Hints()
COMMA = Hints(decimal_mark=",")


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("1,234", "1234", None),
        ("¥1,234", "1234", "CNY"),
        ("￥１２３４．５", "1234.5", "CNY"),
        ("1.234,50 €", "1234.50", "EUR"),
        ("(1,200)", "-1200", None),
        ("-¥5", "-5", "CNY"),
        ("¥-5", "-5", "CNY"),
        ("(¥5)", "-5", "CNY"),
        ("−5", "-5", None),
        ("5-", "-5", None),
        ("+5", "5", None),
        (".5", "0.5", None),
        ("12.", "12", None),
        ("12.5万", "125000", None),
        ("12万元", "120000", "CNY"),
        ("10万美元", "100000", "USD"),
        ("人民币12万元整", "120000", "CNY"),
        ("1.2亿", "120000000", None),
        ("1亿2000万", "120000000", None),
        ("1万2000", "12000", None),
        ("3千万", "30000000", None),
        ("USD 12k", "12000", "USD"),
        ("2.5 Million", "2500000", None),
        ("HK$1,200.50", "1200.50", "HKD"),
        ("HKD 5元", "5", "HKD"),
        ("1 234 567", "1234567", None),
        ("1'234.50", "1234.50", None),
        ("1.234.567", "1234567", None),
        ("1,2345,6789", "123456789", None),
        ("1.2E+05", "120000", None),
        ("1e-3", "0.001", None),
        ("三百二十万", "3200000", None),
        ("十", "10", None),
        ("两千零五", "2005", None),
        ("一亿二千万", "120000000", None),
        ("一万亿", "1000000000000", None),
        ("二万三千亿", "2300000000000", None),
        ("壹拾贰万叁仟元伍角整", "123000.5", None),
        ("壹仟肆佰零玖元伍角整", "1409.50", None),
        ("陆仟零柒元壹角肆分", "6007.14", None),
        ("壹仟陆佰捌拾元零叁角贰分", "1680.32", None),
        ("叁佰贰拾伍元零肆分", "325.04", None),
        ("壹仟零伍万元整", "10050000", "CNY"),
        ("人民币壹佰元整", "100", "CNY"),
        ("零元整", "0", "CNY"),
    ],
)
def test_numbers_are_read(text: str, value: str, currency: str | None) -> None:
    read = numerals.read(text)
    assert read.value == Decimal(value)
    assert read.currency in (currency, "CNY" if currency is None and "元" in text else currency)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_number"),
        ("abc", "not_number"),
        ("--5", "not_number"),
        ("12-3", "not_number"),
        ("约12万", "not_number"),
        ("10-20万", "not_number"),
        ("3万5", "not_number"),
        ("3万50", "not_number"),
        ("1万1万", "not_number"),
        ("1万2亿", "not_number"),
        ("0x12", "not_number"),
        ("二〇二六", "not_number"),
        ("一百角", "not_number"),
        ("12345678901234567890123456", "not_number"),
        ("1.2.3,4,5", "not_number"),
        ("12,34", "ambiguous_number"),
        ("1,23", "ambiguous_number"),
        (",", "not_number"),
        ("1" * 61, "too_long"),
        ("$5€", "two_currencies"),
        ("元", "not_number"),
    ],
)
def test_what_is_no_number_or_two_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        numerals.read(text)
    assert caught.value.code == code


def test_the_decimal_mark_decides() -> None:
    kind = numbers.DecimalType()
    assert kind.parse("1.234", HINTS) == Decimal("1.234")
    assert kind.parse("1.234", COMMA) == 1234
    assert kind.parse("1,5", COMMA) == Decimal("1.5")
    assert kind.parse("1,234.5", COMMA) == Decimal("1234.5")


def test_integers_are_whole_and_within_bounds() -> None:
    kind = numbers.IntegerType(0, 100)
    assert kind.clean(3.0) == 3
    assert kind.clean("12") == 12
    assert kind.clean("") is None
    assert kind.parse("1百", HINTS) == 100
    for raw, code in [
        (1.5, "not_whole"),
        (101, "out_of_range"),
        (-1, "out_of_range"),
        (True, "not_number"),
        ("x", "not_number"),
        (float("inf"), "not_number"),
        (10**41, "not_number"),
        ("9" * 61, "not_number"),
        ([], "not_number"),
    ]:
        with pytest.raises(BadValue) as caught:
            kind.clean(raw)
        assert caught.value.code == code, raw


@pytest.mark.parametrize(
    ("text", "stars"), [("★★★☆☆", 3), ("☆☆", 0), ("4", 4), ("4星", 4), ("4/5", 4), ("3 stars", 3), ("五", 5)]
)
def test_stars(text: str, stars: int) -> None:
    assert numbers.RatingType().parse(text, HINTS) == stars


def test_six_stars_are_too_many() -> None:
    with pytest.raises(BadValue, match="between"):
        numbers.RatingType().parse("★★★★★★", HINTS)


def test_decimals_are_exact_when_cleaned_and_rounded_when_typed() -> None:
    kind = numbers.DecimalType(6, 2)
    assert str(kind.clean("1.5")) == "1.50"
    assert str(kind.clean(-0.0)) == "0.00"
    assert kind.parse("1.005", HINTS) == Decimal("1.01")
    with pytest.raises(BadValue, match="At most 2 decimals"):
        kind.clean("1.005")
    with pytest.raises(BadValue, match="between"):
        kind.clean("10000")
    assert str(kind.load([Decimal("1.5000")])) == "1.50"
    assert kind.meta() == {"precision": 2}


def test_percent() -> None:
    kind = numbers.PercentType()
    assert kind.parse("12.5%", HINTS) == Decimal("12.5")
    assert kind.parse("12.5", HINTS) == Decimal("12.5")
    assert kind.format(Decimal("12.50"), "zh") == "12.50%"
    assert kind.meta()["unit"] == "%"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"amount": "12.5", "currency": "usd"}, ("12.50", "USD")),
        ({"amount": 3}, ("3.00", "CNY")),
        ({"amount": "3", "currency": ""}, ("3.00", "CNY")),
        ({"amount": "3", "currency": "人民币"}, ("3.00", "CNY")),
        ({"amount": "100", "currency": "JPY"}, ("100", "JPY")),
        ("7", ("7.00", "CNY")),
        (7.25, ("7.25", "CNY")),
    ],
)
def test_money_is_cleaned(raw: Any, expected: tuple[str, str]) -> None:
    value: Any = money.MoneyType().clean(raw)
    assert (f"{value.amount:f}", value.currency) == expected


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"amount": "1", "currency": "XXX"}, "not_a_currency"),
        ({"amount": "1", "currency": 3}, "not_a_currency"),
        ({"amount": "1.001"}, "too_precise"),
        ({"amount": "1.5", "currency": "JPY"}, "too_precise"),
        ("1e17", "out_of_range"),
    ],
)
def test_bad_money_is_refused(raw: Any, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        money.MoneyType().clean(raw)
    assert caught.value.code == code


def test_money_without_an_amount_is_empty() -> None:
    kind = money.MoneyType()
    assert kind.clean({"amount": None, "currency": "CNY"}) is None
    assert kind.clean({"amount": ""}) is None
    assert kind.clean("") is None


def test_money_is_parsed_in_the_currency_of_the_file() -> None:
    kind = money.MoneyType()
    assert kind.parse("1,234.567", Hints(currency="USD")) == money.Money(Decimal("1234.57"), "USD")
    assert kind.parse("¥1234", Hints(currency="JPY")) == money.Money(Decimal(1234), "JPY")
    assert kind.parse("1234元", Hints(currency="JPY")) == money.Money(Decimal(1234), "CNY")
    assert kind.parse("€5", HINTS).currency == "EUR"
    with pytest.raises(BadValue, match="not a number"):
        kind.parse("5%", HINTS)


def test_posted_money_keeps_its_worth() -> None:
    kind = money.MoneyType()
    posted = money.Money(Decimal("10.00"), "USD").posted(Decimal("7.123"), dt.date(2026, 1, 2))
    assert posted.base == Decimal("71.23")
    assert kind.clean(posted) == posted
    assert kind.load(kind.store(posted)) == posted
    assert kind.dump(posted) == {"amount": "10.00", "currency": "USD", "base": "71.23"}
    assert posted.opened() == money.Money(Decimal("10.00"), "USD")


def test_money_of_no_currency_is_in_the_companys() -> None:
    kind = money.MoneyType()
    with currencies.based_on("EUR"):
        assert kind.load([Decimal(5), None, None, None, None]) == money.Money(Decimal("5.00"), "EUR")
        assert kind.clean(5) == money.Money(Decimal("5.00"), "EUR")
    assert currencies.base() == "CNY"
    assert currencies.decimals("KWD") == 3


@pytest.mark.django_db
def test_worth_in_base_currency_is_the_same_in_sql_and_python() -> None:
    kind = money.MoneyType()
    rates = {"USD": Decimal("7.1"), "JPY": Decimal("0.0478"), "CNY": Decimal(9)}
    values = [
        money.Money(Decimal("10.00"), "CNY"),
        money.Money(Decimal("10.05"), "USD"),
        money.Money(Decimal(333), "JPY"),
        money.Money(Decimal("3.00"), "CHF"),
        money.Money(Decimal("10.00"), "USD").posted(Decimal(7), dt.date(2026, 1, 2)),
    ]
    rows = [row for value in values for row in kind.store(value)]
    fragment = kind.base_amount("r", "amount", rates, "CNY")
    sql = ", ".join(["(%s::numeric, %s::text, %s::numeric, %s::numeric, %s::date)"] * len(values))
    names = ", ".join(f"amount{part}" for part in money.PARTS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {fragment.text} FROM (VALUES {sql}) r ({names})", [*fragment.params, *rows])
        found = [row[0] for row in cursor.fetchall()]
    assert found == [value.in_base(rates, "CNY") for value in values]
    assert found == [Decimal("10.00"), Decimal("71.36"), Decimal("15.92"), None, Decimal("70.00")]
    assert kind.condition(kind.operators[0], Sql("r.amount"), Decimal(1)).params == (Decimal(1),)


@pytest.mark.parametrize("text", ["是", "有", "√", "Yes", "TRUE", "1", "1.0", "ｙ", "✔"])
def test_yes(text: str) -> None:
    assert booleans.BooleanType().parse(text, HINTS) is True


@pytest.mark.parametrize("text", ["否", "无", "×", "No", "false", "0", "-"])
def test_no(text: str) -> None:
    assert booleans.BooleanType().parse(text, HINTS) is False


def test_neither_yes_nor_no() -> None:
    with pytest.raises(BadValue, match="neither"):
        booleans.BooleanType().parse("maybe", HINTS)
    with pytest.raises(BadValue, match="true or false"):
        booleans.BooleanType().clean("true")
    assert booleans.BooleanType().format(True, "en") == "Yes"
    assert booleans.BooleanType().format(False, "zh") == "否"
