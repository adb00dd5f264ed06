"""Dates as people write them; what cannot be known from the text (order, year, "next Wednesday") is asked for once."""

# Thresholds of a judgement stand where they are weighed.
# ruff: noqa: PLR2004
# Moments in files have no time zone; the one they get is decided where they become values.
# ruff: noqa: DTZ001

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_TIME = r"(?:[T ,\s]+(?P<h>\d{1,2})[:\uff1a时点](?P<mi>\d{1,2})?(?:[:\uff1a分](?P<s>\d{1,2})(?:\.\d+)?)?\s*(?P<ap>am|pm)?\s*(?P<z>z|utc|[+-]\d{2}:?\d{2})?)?"  # noqa: E501 (a pattern reads best in one piece)
_YEAR_FIRST = re.compile(
    rf"^(?P<y>\d{{4}})\s*[-./年\s]\s*(?P<m>\d{{1,2}})\s*[-./月\s]\s*(?P<d>\d{{1,2}})\s*[日号]?{_TIME}$", re.IGNORECASE
)
_YEAR_LAST = re.compile(
    rf"^(?P<a>\d{{1,2}})\s*[-./\s]\s*(?P<b>\d{{1,2}})\s*[-./\s]\s*(?P<y>\d{{4}}|\d{{2}}){_TIME}$", re.IGNORECASE
)
_DENSE = re.compile(r"^(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])$")
_NAMED = re.compile(
    rf"^(?:(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+)?(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<n>[a-z]{{3,9}})\.?|(?P<n2>[a-z]{{3,9}})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?),?[\s-]+(?P<y>\d{{4}}|\d{{2}}){_TIME}$",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(r"^(?P<m>\d{1,2})\s*[-./月]\s*(?P<d>\d{1,2})\s*[日号]?$")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR = {"前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
         "yesterday": -1, "today": 0, "tomorrow": 1}  # fmt: skip
_CHINESE_WEEK = re.compile(r"^(?P<w>上上|上|本|这|下下|下)?(?:个)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])?$")
_SPAN = re.compile(r"^(?P<n>\d{1,3}|一|两|二|三|半)\s*(?:个)?(?P<u>天|日|周|星期|月|年)(?P<s>后|前|之后|之前)$")
#: Characters of the longest text that is a date, with its weekday, its time and its zone.
LONGEST = 80
_SERIALS = (20_000, 80_000)  # 1954..2119


@dataclass(frozen=True)
class Reading:
    """How the dates of one file are to be read: "ymd" | "mdy" | "dmy"; year of dates without one; day "next week" counts from."""  # noqa: E501 (one sentence or statement)

    order: str = "mdy"
    year: int | None = None
    base: date | None = None
    serials: bool = False


@dataclass(frozen=True)
class Evidence:
    """What the values of a column say about their dates."""

    order: str | None = None  # decided by a value past 12
    ambiguous: int = 0  # could be read in both orders
    mixed: bool = False
    without_year: int = 0
    relative: int = 0


def evidence_of(texts: Iterable[str]) -> Evidence:
    """Order, missing years and relative words among the texts."""
    first = second = both = bare = near = 0
    for text in texts:
        clean = _clean(text)
        if match := _YEAR_LAST.match(clean):
            first += int(match["a"]) > 12
            second += int(match["b"]) > 12
            both += int(match["a"]) <= 12 and int(match["b"]) <= 12 and match["a"] != match["b"]
        elif _NO_YEAR.match(clean):
            bare += 1
        elif _relative(clean, date(2026, 1, 7)):
            near += 1
    order = "dmy" if first > second else "mdy" if second else None
    return Evidence(order, both, bool(first and second), bare, near)


def moment_of(text: str, reading: Reading) -> date | datetime | None:
    """The day (or moment, naive unless the text names a zone) a text states; None when it states none there is."""
    try:
        return _moment(_clean(text), reading)
    except (OverflowError, ValueError):  # past the year 9999
        return None


def _moment(clean: str, reading: Reading) -> date | datetime | None:
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _DENSE, _NAMED):
        if match := pattern.match(clean):
            found = match.groupdict()
            return _built(_year(found["y"]), *_month_day(found, reading.order), found)
    if (match := _NO_YEAR.match(clean)) and reading.year and "." not in clean.strip("0123456789")[1:]:
        return _day(reading.year, int(match["m"]), int(match["d"]))
    if reading.serials and clean.replace(".", "", 1).isdigit():
        return serial(float(clean))
    return _relative(clean, reading.base) if reading.base else None


def lacks(text: str) -> str | None:
    """What a text needs before it becomes a date: "year" or "base" (a day to count from); None when nothing."""
    clean = _clean(text)
    if _NO_YEAR.match(clean):
        return "year"
    return "base" if _relative(clean, date(2026, 1, 7)) else None


def serial(number: float) -> date | datetime | None:
    """The moment of a spreadsheet's day number; None when it is no plausible one."""
    if not _SERIALS[0] <= number <= _SERIALS[1]:
        return None
    moment = datetime(1899, 12, 30) + timedelta(days=number)
    return moment.date() if number == int(number) else moment.replace(microsecond=0)


def _clean(text: str) -> str:
    """The text as the patterns know it; nothing of one too long for a date."""
    if len(text) > LONGEST:
        return ""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().strip("'\"").rstrip(".,;")


def _month_day(found: dict[str, str], order: str) -> tuple[int, int]:
    if found.get("n") or found.get("n2"):
        name = (found.get("n") or found.get("n2") or "")[:3].casefold()
        return _MONTHS.get(name, 0), int(found.get("d") or found.get("d2") or 0)
    if "a" in found:
        a, b = int(found["a"]), int(found["b"])
        return (b, a) if (order == "dmy" and b <= 12) or a > 12 else (a, b)
    return int(found["m"]), int(found["d"])


def _year(text: str) -> int:
    year = int(text)
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _built(year: int, month: int, day: int, found: dict[str, str | None]) -> date | datetime | None:
    when = _day(year, month, day)
    if when is None or not found.get("h"):
        return when
    hour = (
        int(found["h"] or 0) % 12 + 12 * ((found["ap"] or "").lower() == "pm") if found["ap"] else int(found["h"] or 0)
    )
    try:
        moment = datetime(year, month, day, hour, int(found["mi"] or 0), int(found["s"] or 0))
    except ValueError:
        return None
    zone = (found["z"] or "").casefold()
    if not zone:
        return moment
    offset = timedelta() if zone in ("z", "utc") else _offset(zone)
    return (moment - offset).replace(tzinfo=UTC)


def _offset(zone: str) -> timedelta:
    digits = zone[1:].replace(":", "")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -span if zone[0] == "-" else span


def _relative(clean: str, base: date | None) -> date | None:
    if base is None:
        return None
    text = clean.casefold().replace(" ", "")
    if text in _NEAR:
        return base + timedelta(days=_NEAR[text])
    monday = base - timedelta(days=base.weekday())
    if match := _CHINESE_WEEK.match(text):
        weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(match["w"] or "", 0)
        return monday + timedelta(weeks=weeks, days=_WEEKDAYS.get(match["d"] or "一", 0))
    for number, name in enumerate(_ENGLISH_DAYS):
        if text in (f"next{name}", f"this{name}", f"last{name}"):
            return monday + timedelta(weeks={"n": 1, "t": 0, "l": -1}[text[0]], days=number)
    if text in ("nextweek", "lastweek", "thisweek"):
        return monday + timedelta(weeks={"n": 1, "t": 0, "l": -1}[text[0]])
    return _month_words(text, base) or _span(text, base)


def _month_words(text: str, base: date) -> date | None:
    shifts = {"月底": 0, "本月底": 0, "下月底": 1, "下个月底": 1, "月末": 0, "下月": 1, "下个月": 1, "下月初": 1, "nextmonth": 1,  # noqa: E501 (one sentence or statement)
              "endofmonth": 0, "年底": 0, "明年": 0}  # fmt: skip
    if text not in shifts:
        return None
    if text in ("年底", "明年"):
        return date(base.year, 12, 31) if text == "年底" else date(base.year + 1, 1, 1)
    year, month = divmod(base.year * 12 + base.month - 1 + shifts[text], 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if text.endswith(("底", "末")) or text == "endofmonth" else 1)


def _span(text: str, base: date) -> date | None:
    match = _SPAN.match(text)
    if not match:
        return None
    count = {"一": 1, "两": 2, "二": 2, "三": 3, "半": 0}.get(match["n"])
    if count is None:
        count = int(match["n"])
    days = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 30, "年": 365}[match["u"]]
    length = days // 2 if match["n"] == "半" else count * days
    return base + timedelta(days=length if "后" in match["s"] else -length)
