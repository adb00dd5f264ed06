"""Public holidays of mainland China and the weekend days worked for them, as the State Council announced them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator

NEW_YEAR = T("New Year's Day", "元旦")
SPRING = T("Spring Festival", "春节")
QINGMING = T("Tomb-Sweeping Day", "清明节")
LABOUR = T("Labour Day", "劳动节")
DRAGON = T("Dragon Boat Festival", "端午节")
AUTUMN = T("Mid-Autumn Festival", "中秋节")
NATIONAL = T("National Day", "国庆节")
BOTH = T("National Day and Mid-Autumn Festival", "国庆节、中秋节")

#: {year: (occasion, first and last day off as month, day, days worked instead)}
ANNOUNCED: Final = {
    2025: (
        (NEW_YEAR, (1, 1), (1, 1), ()),
        (SPRING, (1, 28), (2, 4), ((1, 26), (2, 8))),
        (QINGMING, (4, 4), (4, 6), ()),
        (LABOUR, (5, 1), (5, 5), ((4, 27),)),
        (DRAGON, (5, 31), (6, 2), ()),
        (BOTH, (10, 1), (10, 8), ((9, 28), (10, 11))),
    ),
    2026: (
        (NEW_YEAR, (1, 1), (1, 3), ((1, 4),)),
        (SPRING, (2, 15), (2, 23), ((2, 14), (2, 28))),
        (QINGMING, (4, 4), (4, 6), ()),
        (LABOUR, (5, 1), (5, 5), ((5, 9),)),
        (DRAGON, (6, 19), (6, 21), ()),
        (AUTUMN, (9, 25), (9, 27), ()),
        (NATIONAL, (10, 1), (10, 7), ((9, 20), (10, 10))),
    ),
}


def days(year: int) -> Iterator[tuple[dt.date, str, T]]:
    """(day, "rest" or "work", occasion) of a year that was announced."""
    for occasion, first, last, worked in ANNOUNCED[year]:
        start, end = dt.date(year, *first), dt.date(year, *last)
        for ordinal in range(start.toordinal(), end.toordinal() + 1):
            yield dt.date.fromordinal(ordinal), "rest", occasion
        for day in worked:
            yield dt.date(year, *day), "work", occasion
