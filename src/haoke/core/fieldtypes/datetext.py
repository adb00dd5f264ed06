"""Dates and times as people and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import re

from haoke.core import clock
from haoke.core.errors import BadValue
from haoke.core.fieldtypes import normal, refusals
from haoke.core.text import T

LONGEST = 60
#: Excel counts days from here (its 1900 was a leap year); serials that stand for 1950 to 2099 are taken for dates.
_EXCEL = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock
_SERIALS = (18264, 73050)
#: Two-digit years up to this are of this century (POSIX).
_PIVOT = 68
EARLIEST, LATEST = dt.date(1000, 1, 1), dt.date(9000, 12, 31)

_MONTH_NAMES = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_WORDS = {
    "今天": 0,
    "今日": 0,
    "today": 0,
    "昨天": -1,
    "昨日": -1,
    "yesterday": -1,
    "明天": 1,
    "明日": 1,
    "tomorrow": 1,
}
_CJK_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

_NUMBERS = re.compile(r"([0-9]{1,4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,4})")
_CHINESE = re.compile(r"(?P<y>[0-9]{4}|[0-9]{2}) ?年 ?(?P<m>[0-9]{1,2}) ?月 ?(?P<d>[0-9]{1,2}) ?[日号]?")
_CJK = "一二三四五六七八九"
_CHINESE_WORDS = re.compile(rf"(?P<y>[〇零{_CJK}]{{4}})年(?P<m>[{_CJK}十]{{1,2}})月(?P<d>[{_CJK}十]{{1,3}})[日号]")
_DAY_MONTH = re.compile(r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?[-/. ]+(?P<m>[a-z]{3,9})[-/., ]+(?P<y>[0-9]{4}|[0-9]{2})")
_MONTH_DAY = re.compile(r"(?P<m>[a-z]{3,9})[-/. ]+(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?[-/., ]+(?P<y>[0-9]{4}|[0-9]{2})")
_YEAR_MONTH = re.compile(r"(?P<y>[0-9]{4})[-/. ]+(?P<m>[a-z]{3,9})[-/. ]+(?P<d>[0-9]{1,2})")
_COMPACT = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_SERIAL = re.compile(r"([0-9]{5})(?:\.([0-9]{1,12}))?")
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]? )|[ (]*(?:星期|周)[一二三四五六日天]\)?"
)
_TIME = re.compile(
    r"(?P<early>上午|早上|凌晨|下午|晚上|中午)? ?(?P<hour>[0-9]{1,2})"
    r"(?:[:时点] ?(?P<minute>[0-9]{1,2})(?:[:分] ?(?P<second>[0-9]{1,2}))?[分秒]?(?:\.(?P<part>[0-9]{1,9}))?|[时点])?"
    r" ?(?P<half>[ap]\.?m\.?)? ?(?P<zone>z|utc|gmt|[+-][0-9]{2}:?[0-9]{2})?"
)
_SPLIT = re.compile(
    r"(?<=[0-9日号])(?:t| )(?=[0-9]{1,2}[:时点]|上午|下午|早上|晚上|凌晨|中午|[0-9]{1,2} ?[ap]\.?m)"
    r"|(?<=[日号])(?=[0-9上下早晚凌中])"
)


def _refused(text: str) -> BadValue:
    message = T("“{value}” is not a date; write for example 2026-05-03", "“{value}”不是日期，请写成例如 2026-05-03")
    return BadValue("not_a_date", message.fill(value=refusals.shown(text)))


def _two_ways(text: str) -> BadValue:
    message = T(
        "“{value}” can be read in two ways; say whether the day or the month comes first",
        "“{value}”有两种读法，请说明日在前还是月在前",
    )
    return BadValue("ambiguous_date", message.fill(value=refusals.shown(text)))


def checked(day: dt.date) -> dt.date:
    """The date, when it is between the years 1000 and 9000; raises BadValue."""
    if not EARLIEST <= day <= LATEST:
        raise refusals.out_of_range(EARLIEST, LATEST)
    return day


def _prepared(text: str) -> str:
    return _WEEKDAY.sub("", normal.plain(text, LONGEST).lower(), count=1).strip()


def read_date(text: str, order: str = "ymd") -> dt.date:
    """The date in a text (a time behind it is left out); `order`: "ymd", "dmy" or "mdy"; raises BadValue."""
    body = _prepared(text)
    serial = _serial(body)
    if serial:
        return serial.date()
    return checked(_date(_SPLIT.split(body, maxsplit=1)[0], order, text))


def read_moment(text: str, order: str = "ymd") -> dt.datetime:
    """The moment in a text, in UTC; without a zone in the company's, without a time midnight; raises BadValue."""
    body = _prepared(text)
    wall = _serial(body)
    if wall:
        return in_utc(wall)
    day, *rest = _SPLIT.split(body, maxsplit=1)
    return in_utc(dt.datetime.combine(checked(_date(day, order, text)), _time(rest[0], text) if rest else dt.time()))


def in_utc(moment: dt.datetime) -> dt.datetime:
    """A moment in UTC; one without a zone is the company's time."""
    checked(moment.date())
    return (moment if moment.tzinfo else moment.replace(tzinfo=clock.timezone())).astimezone(dt.UTC)


def _serial(body: str) -> dt.datetime | None:
    """Date and time of an Excel serial number, to the second."""
    found = _SERIAL.fullmatch(body)
    if found is None or not _SERIALS[0] <= int(found[1]) <= _SERIALS[1]:
        return None
    seconds = round(float(f"0.{found[2] or 0}") * 86400)
    return _EXCEL + dt.timedelta(days=int(found[1]), seconds=seconds)


def _date(body: str, order: str, text: str) -> dt.date:
    if body in _WORDS:
        return clock.today() + dt.timedelta(days=_WORDS[body])
    try:
        return dt.date(*_parts(body.strip(" ,"), order, text))
    except BadValue:
        raise
    except ValueError:
        raise _refused(text) from None


def _parts(body: str, order: str, text: str) -> tuple[int, int, int]:
    """Year, month and day; ValueError (or BadValue) when the text is no date."""
    if found := _NUMBERS.fullmatch(body):
        return _ordered(found[1], found[2], found[3], order, text)
    for pattern in (_CHINESE, _COMPACT, _YEAR_MONTH, _DAY_MONTH, _MONTH_DAY):
        if found := pattern.fullmatch(body):
            return _year(found["y"]), _month(found["m"]), int(found["d"])
    if found := _CHINESE_WORDS.fullmatch(body):
        return int(found["y"].translate(_CJK_DIGITS)), _small(found["m"]), _small(found["d"])
    raise ValueError(body)


def _ordered(first: str, second: str, third: str, order: str, text: str) -> tuple[int, int, int]:
    if len(first) > 2 or (order == "ymd" and len(third) <= 2):  # noqa: PLR2004 - two-digit years
        return _year(first), int(second), int(third)
    one, two = int(first), int(second)
    if order == "ymd":  # the year stands last although the file's dates begin with it
        if one <= 12 and two <= 12 and one != two:  # noqa: PLR2004 - either may be the month
            raise _two_ways(text)
        order = "dmy" if one > 12 else "mdy"  # noqa: PLR2004
    return (_year(third), two, one) if order == "dmy" else (_year(third), one, two)


def _year(digits: str) -> int:
    if len(digits) == 3:  # noqa: PLR2004 - a slip of the pen
        raise ValueError(digits)
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004
        return year
    return year + (2000 if year <= _PIVOT else 1900)


def _month(written: str) -> int:
    return int(written) if written.isdecimal() else _MONTHS.get(written, 0)


def _small(written: str) -> int:
    """A number up to 31 in Chinese characters."""
    tens, ten, ones = written.rpartition("十")
    return (int((tens or "1").translate(_CJK_DIGITS)) * 10 if ten else 0) + int((ones or "0").translate(_CJK_DIGITS))


def _time(body: str, text: str) -> dt.time:
    found = _TIME.fullmatch(body.strip())
    if found is None:
        raise _refused(text)
    hour = int(found["hour"])
    late = found["early"] in ("下午", "晚上") or (found["half"] or "").startswith("p")
    if late and hour < 12:  # noqa: PLR2004 - noon
        hour += 12
    elif hour == 12 and ((found["half"] or "").startswith("a") or found["early"] == "凌晨"):  # noqa: PLR2004
        hour = 0
    micro = int((found["part"] or "0")[:6].ljust(6, "0"))
    try:
        return dt.time(hour, int(found["minute"] or 0), int(found["second"] or 0), micro, tzinfo=_zone(found["zone"]))
    except ValueError:
        raise _refused(text) from None


def _zone(written: str | None) -> dt.tzinfo | None:
    if written is None:
        return None
    if written[0] not in "+-":
        return dt.UTC
    minutes = int(written[1:3]) * 60 + int(written[-2:])
    return dt.timezone(dt.timedelta(minutes=-minutes if written[0] == "-" else minutes))
