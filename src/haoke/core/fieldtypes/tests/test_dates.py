"""Dates and moments in many spellings; relative dates; the company's clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from haoke.core import clock
from haoke.core.errors import BadValue
from haoke.core.fieldtypes import dates, relative
from haoke.core.fieldtypes.base import Hints, Op

HINTS = Hints()
DAY, MOMENT = dates.DateType(), dates.DateTimeType()
MAY = dt.date(2023, 5, 3)
SUNDAY = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2023年5月3日",
        "2023年5月3号",
        "2023 年 5 月 3 日",
        "23年5月3日",
        "2023-5-3",
        "2023/05/03",
        "2023.5.3",
        "2023 5 3",
        "20230503",
        "2023-05-03T10:00:00Z",
        "2023-05-03 00:00:00",
        "2023-05-03 周三",
        "2023年5月3日 星期三",
        "２０２３－０５－０３",
        "二〇二三年五月三日",
        "May 3, 2023",
        "May 3rd 2023",
        "3 May 2023",
        "3-May-23",
        "Wed, May 3 2023",
        "Wednesday 3 may 2023",
        "2023-May-03",
        "45049",
        "45049.75",
        "23/5/3",
        "3-Sept-2023 ".replace("Sept", "may"),
    ],
)
def test_a_date_in_many_spellings(text: str) -> None:
    assert DAY.parse(text, HINTS) == MAY


def test_the_order_of_the_file_decides() -> None:
    assert DAY.parse("5/3/23", Hints(date_order="mdy")) == MAY
    assert DAY.parse("3/5/23", Hints(date_order="dmy")) == MAY
    assert DAY.parse("3.5.2023", Hints(date_order="dmy")) == MAY
    assert DAY.parse("2023/5/3", Hints(date_order="dmy")) == MAY
    assert DAY.parse("13/5/2023", HINTS) == dt.date(2023, 5, 13)
    assert DAY.parse("5/13/2023", HINTS) == dt.date(2023, 5, 13)
    assert DAY.parse("5/5/2023", HINTS) == dt.date(2023, 5, 5)
    assert DAY.parse("1/1/69", Hints(date_order="dmy")) == dt.date(1969, 1, 1)
    assert DAY.parse("1/1/68", Hints(date_order="dmy")) == dt.date(2068, 1, 1)
    assert DAY.parse("二〇二三年十二月二十一日", HINTS) == dt.date(2023, 12, 21)
    assert DAY.parse("二〇二三年十月三十日", HINTS) == dt.date(2023, 10, 30)


def test_dates_told_from_today() -> None:
    with clock.frozen(SUNDAY):
        assert DAY.parse("昨天", HINTS) == dt.date(2026, 11, 21)
        assert DAY.parse("Tomorrow", HINTS) == dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "hints", "code"),
    [
        ("05/03/2023", HINTS, "ambiguous_date"),
        ("5/13/23", Hints(date_order="dmy"), "not_a_date"),
        ("2023-02-30", HINTS, "not_a_date"),
        ("2023年5月", HINTS, "not_a_date"),
        ("205-1-1", HINTS, "not_a_date"),
        ("12345", HINTS, "not_a_date"),
        ("soon", HINTS, "not_a_date"),
        ("3 Foo 2023", HINTS, "not_a_date"),
        ("0205-01-01", HINTS, "out_of_range"),
        ("2023-05-03" + " " * 60, HINTS, "too_long"),
    ],
)
def test_what_is_no_date_or_two_is_refused(text: str, hints: Hints, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        DAY.parse(text, hints)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2023-05-03 10:30", "2023-05-03T02:30:00"),
        ("2023年5月3日10:30", "2023-05-03T02:30:00"),
        ("2023-05-03 10点30分", "2023-05-03T02:30:00"),
        ("2023-05-03 10时30分20秒", "2023-05-03T02:30:20"),
        ("2023年5月3日 下午3点", "2023-05-03T07:00:00"),
        ("2023-05-03 上午10:30", "2023-05-03T02:30:00"),
        ("2023-05-03 凌晨12:30", "2023-05-02T16:30:00"),
        ("May 3, 2023 3:05 pm", "2023-05-03T07:05:00"),
        ("2023-05-03 3pm", "2023-05-03T07:00:00"),
        ("2023-05-03 12:10 a.m.", "2023-05-02T16:10:00"),
        ("2023-05-03T10:00:00+02:00", "2023-05-03T08:00:00"),
        ("2023-05-03T10:00:00-0130", "2023-05-03T11:30:00"),
        ("2023-05-03T10:00:00Z", "2023-05-03T10:00:00"),
        ("2023-05-03 10:00 UTC", "2023-05-03T10:00:00"),
        ("2023-05-03 12:30:15.123456789", "2023-05-03T04:30:15.123456"),
        ("45049.5", "2023-05-03T04:00:00"),
        ("2023-05-03", "2023-05-02T16:00:00"),
    ],
)
def test_a_moment_in_many_spellings(text: str, utc: str) -> None:
    assert MOMENT.parse(text, HINTS) == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("text", ["2023-05-03 25:00", "2023-05-03 10:00 +99:00", "2023-05-03 10:00 xyz", "10:00"])
def test_bad_times_are_refused(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        MOMENT.parse(text, HINTS)
    assert caught.value.code == "not_a_date"


@pytest.mark.parametrize("raw", ["2023-5-3", "2023-02-30", "20230503ab", 5, "0001-01-01", dt.date(9999, 1, 1)])
def test_inputs_are_iso_dates(raw: Any) -> None:
    with pytest.raises(BadValue):
        DAY.clean(raw)


@pytest.mark.parametrize("raw", ["yesterday", 5, "2023-02-30T00:00:00Z", "0001-01-01T00:00:00Z", "x" * 61])
def test_inputs_are_iso_moments(raw: Any) -> None:
    with pytest.raises(BadValue):
        MOMENT.clean(raw)


def test_zones_meet_in_utc() -> None:
    assert MOMENT.clean("2026-11-22T10:00:00") == dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC)
    assert MOMENT.clean("2026-11-22T10:00:00+01:00") == dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
    assert MOMENT.dump(dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC)) == "2026-11-22T02:00:00Z"
    assert MOMENT.clean("") is None
    assert DAY.clean("") is None
    assert DAY.clean(dt.datetime(2026, 11, 22, 17, tzinfo=dt.UTC)) == dt.date(2026, 11, 23)
    with clock.in_zone("Europe/Berlin"):
        assert MOMENT.clean("2026-11-22T10:00:00") == dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
        assert MOMENT.format(dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC), "en") == "2026-11-22 10:00:00"


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first, second = (dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC) for hour in (0, 1))
    with clock.in_zone("Europe/Berlin"):
        texts = [MOMENT.format(moment, "en") for moment in (first, second)]
        assert texts == ["2026-10-25 02:30:00", "2026-10-25 02:30:00+01:00"]
        assert [MOMENT.parse(text, HINTS) for text in texts] == [first, second]


@pytest.mark.parametrize(
    ("raw", "first", "last"),
    [
        ({"rel": "today"}, (11, 22), (11, 22)),
        ({"rel": "yesterday"}, (11, 21), (11, 21)),
        ({"rel": "tomorrow"}, (11, 23), (11, 23)),
        ({"rel": "this_week"}, (11, 16), (11, 22)),
        ({"rel": "last_week"}, (11, 9), (11, 15)),
        ({"rel": "next_week"}, (11, 23), (11, 29)),
        ({"rel": "this_month"}, (11, 1), (11, 30)),
        ({"rel": "last_month"}, (10, 1), (10, 31)),
        ({"rel": "next_month"}, (12, 1), (12, 31)),
        ({"rel": "this_quarter"}, (10, 1), (12, 31)),
        ({"rel": "last_quarter"}, (7, 1), (9, 30)),
        ({"rel": "this_year"}, (1, 1), (12, 31)),
        ({"rel": "last_days", "n": 7}, (11, 16), (11, 22)),
        ({"rel": "next_days", "n": 7}, (11, 22), (11, 28)),
        ({"rel": "days_ago", "n": 3}, (11, 19), (11, 19)),
        ({"rel": "days_ahead", "n": 0}, (11, 22), (11, 22)),
    ],
)
def test_relative_dates(raw: dict[str, Any], first: tuple[int, int], last: tuple[int, int]) -> None:
    span = relative.read(raw).span(dt.date(2026, 11, 22))
    assert span == (dt.date(2026, *first), dt.date(2026, *last))


def test_business_years_begin_when_the_company_says() -> None:
    day = dt.date(2026, 11, 22)
    with clock.in_fiscal_year(4):
        assert relative.read({"rel": "this_fiscal_year"}).span(day) == (dt.date(2026, 4, 1), dt.date(2027, 3, 31))
        assert relative.read({"rel": "last_fiscal_year"}).span(dt.date(2026, 3, 31)) == (
            dt.date(2024, 4, 1),
            dt.date(2025, 3, 31),
        )
        assert relative.read({"rel": "next_fiscal_quarter"}).span(day) == (dt.date(2027, 1, 1), dt.date(2027, 3, 31))
    with clock.in_fiscal_year(12):
        assert relative.read({"rel": "this_fiscal_quarter"}).span(day) == (dt.date(2026, 9, 1), dt.date(2026, 11, 30))
    assert relative.read({"rel": "this_fiscal_year"}).span(day) == relative.read({"rel": "this_year"}).span(day)


def test_the_next_quarter_and_year_are_the_next_years() -> None:
    day = dt.date(2026, 11, 22)
    assert relative.read({"rel": "next_quarter"}).span(day) == (dt.date(2027, 1, 1), dt.date(2027, 3, 31))
    assert relative.read({"rel": "next_year"}).span(day) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))


@pytest.mark.parametrize(
    "raw",
    [
        {"rel": "someday"},
        {"rel": ["today"]},
        {},
        {"rel": "last_days"},
        {"rel": "last_days", "n": 0},
        {"rel": "last_days", "n": True},
        {"rel": "days_ago", "n": 5000},
        {"rel": "days_ago", "n": "3"},
        {"rel": "days_ago", "n": -1},
    ],
)
def test_bad_relative_dates_are_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        relative.read(raw)


def test_a_saved_filter_moves_with_the_days() -> None:
    operand = DAY.operand(Op.EQ, {"rel": "today"})
    for day in (22, 23):
        with clock.frozen(dt.datetime(2026, 11, day, 1, tzinfo=dt.UTC)):
            assert DAY.matches(Op.EQ, dt.date(2026, 11, day), operand)


def test_a_day_begins_at_midnight_of_the_company() -> None:
    with clock.frozen(dt.datetime(2026, 11, 22, 16, 30, tzinfo=dt.UTC)):
        assert clock.today() == dt.date(2026, 11, 23)
        assert clock.now() == dt.datetime(2026, 11, 22, 16, 30, tzinfo=dt.UTC)
        assert MOMENT.matches(
            Op.WITHIN, dt.datetime(2026, 11, 22, 16, tzinfo=dt.UTC), MOMENT.operand(Op.WITHIN, {"rel": "today"})
        )
    assert abs(clock.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)
    assert str(clock.timezone()) == "Asia/Shanghai"


@pytest.mark.parametrize("op", [Op.LT, Op.LTE, Op.GT, Op.GTE, Op.BEFORE, Op.AFTER])
def test_a_day_as_operand_is_all_of_it(op: Op) -> None:
    noon = dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC)
    assert MOMENT.matches(op, noon, MOMENT.operand(op, "2026-11-22")) is (op in (Op.LTE, Op.GTE))
