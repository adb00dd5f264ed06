"""Provinces, cities and districts of China by six-digit code (regions.json; notice in regions.LICENSE.txt)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from haoke.core.fieldtypes import pinyin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_GAP = re.compile(r"[\s,，/·>-]*")
#: What follows a short name that is part of a street or firm: 南京路, 吉林大学.
_NO_REGION = re.compile(
    r"路|街|道|巷|弄|里|胡同|大[道街学厦楼]|公司|集团|酒店|银行|[东西南北中][一二三]?[路街]|[区县州镇乡村]"
)
_SUFFIX = re.compile(r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$")
_SHORTEST = 2
#: What says only of what class a place is, and of which peoples, when its name is read in Latin letters.
_CLASS = re.compile(
    r"(?:特别行政区|(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西"
    r"|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|保安|裕固|独龙|普米|各)族?)*自治[区州县旗]"
    r"|地区|新区|林区|[省市县区旗盟乡镇])$"
)
#: Names with a usual English form that is not their reading.
_ENGLISH = {
    "内蒙古自治区": "Inner Mongolia", "西藏自治区": "Tibet", "陕西省": "Shaanxi", "香港特别行政区": "Hong Kong",
    "澳门特别行政区": "Macau", "呼和浩特市": "Hohhot", "乌鲁木齐市": "Urumqi", "拉萨市": "Lhasa", "哈尔滨市": "Harbin",
    "鄂尔多斯市": "Ordos", "齐齐哈尔市": "Qiqihar", "克拉玛依市": "Karamay", "喀什地区": "Kashgar", "喀什市": "Kashgar",
    "日喀则市": "Shigatse", "呼伦贝尔市": "Hulunbuir", "锡林郭勒盟": "Xilingol", "台北市": "Taipei",
    "高雄市": "Kaohsiung", "台中市": "Taichung", "新北市": "New Taipei", "香港岛": "Hong Kong Island",
    "九龙": "Kowloon", "新界": "New Territories",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """A code with its names; a city without districts and a district without a city leave the other None."""

    code: str
    province: str
    city: str | None = None
    district: str | None = None

    @property
    def written(self) -> str:
        """The names one after the other; a city named like its province once."""
        city = None if self.city == self.province else self.city
        return self.province + (city or "") + (self.district or "")

    @property
    def prefix(self) -> str:
        """What the codes of all places in it begin with."""
        return (
            self.code[:2]
            if self.city is None and self.district is None
            else self.code[:4]
            if self.district is None
            else self.code
        )


@cache
def names() -> Mapping[str, str]:
    """{code: name}, province before its cities before their districts; "" for a city that is only a heading."""
    text = (files("haoke.core.fieldtypes") / "regions.json").read_text(encoding="utf-8")
    return dict(sorted(json.loads(text)["names"].items()))


def latin(code: str) -> str:
    """The name of a place in Latin letters without its class: 广东省 → Guangdong, 西安市 → Xi'an; "" for a heading."""
    name = names()[code]
    if name in _ENGLISH or not name:
        return _ENGLISH.get(name, "")
    short = _CLASS.sub("", name)
    read = pinyin.syllables(short if len(short) >= _SHORTEST else name, name=False)
    return "".join(f"'{part}" if at and part[0] in "aeo" else part for at, part in enumerate(read)).capitalize()


def _is_heading(code: str) -> bool:
    """Whether a city's code only gathers districts: 北京市 of 北京市, 省直辖县."""
    return names()[code] in ("", names()[f"{code[:2]}0000"])


@cache
def get(code: str) -> Region | None:
    """The region of a code, the province for a heading; None for an unknown code."""
    if code not in names():
        return None
    province = names()[f"{code[:2]}0000"]
    if code.endswith("0000") or (code.endswith("00") and _is_heading(code)):
        return Region(f"{code[:2]}0000", province)
    city = names()[f"{code[:4]}00"] or None
    return Region(code, province, city, None if code.endswith("00") else names()[code])


def short(name: str) -> str:
    """A province or city without its class: 广东, 深圳."""
    return _SUFFIX.sub("", name)


def _short(name: str) -> str | None:
    """The same where something is left of it and something taken away."""
    short = _SUFFIX.sub("", name)
    return short if _SHORTEST <= len(short) < len(name) else None


class _Places:
    """Names one may begin with, each with its code; the longest that fits wins, full names over short ones."""

    def __init__(self, codes: Iterable[str], *, short: bool) -> None:
        self.full: dict[str, str] = {}
        self.short: dict[str, str] = {}
        twice: set[str] = set()
        for code in codes:
            name = names()[code]
            if name in self.full:
                twice.add(name)
            self.full.setdefault(name, code)
            brief = _short(name) if short else None
            if brief:
                self.short.setdefault(brief, code)
        for name in twice:  # only a place higher up can tell which is meant
            del self.full[name]

    @cached_property
    def _lengths(self) -> Mapping[str, Sequence[int]]:
        """{what names begin with: how long such names are, the longest first}."""
        found: dict[str, set[int]] = {}
        for name in (*self.full, *self.short):
            found.setdefault(name[:_SHORTEST], set()).add(len(name))
        return {begin: sorted(lengths, reverse=True) for begin, lengths in found.items()}

    def at(self, text: str, start: int) -> tuple[str, int] | None:
        """Code of the name that stands at `start`, and where it ends."""
        for length in self._lengths.get(text[start : start + _SHORTEST], ()):
            end = start + length
            word = text[start:end] if end <= len(text) else ""
            if word in self.full:
                return self.full[word], end
            if word in self.short and not _NO_REGION.match(text, end):
                return self.short[word], end
        return None


@cache
def _tops() -> _Places:
    """Where an address may begin: provinces, cities, and districts whose name is unique."""
    codes = names()
    upper = [code for code in codes if code.endswith("0000") or (code.endswith("00") and not _is_heading(code))]
    places = _Places(upper, short=True)
    lower = _Places([code for code in codes if not code.endswith("00")], short=False)
    places.full = {**{name: code for name, code in lower.full.items() if name not in places.full}, **places.full}
    return places


@cache
def _cities(province: str) -> _Places:
    """Cities of a province, and the districts that need no city to be known."""
    inside = [code for code in names() if code[:2] == province]
    cities = _Places(
        [c for c in inside if c.endswith("00") and not c.endswith("0000") and not _is_heading(c)], short=True
    )
    districts = _Places([code for code in inside if not code.endswith("00")], short=False)
    cities.full = {**districts.full, **cities.full}
    return cities


@cache
def _districts(city: str) -> _Places:
    return _Places([code for code in names() if code[:4] == city and not code.endswith("00")], short=False)


def _next(code: str) -> _Places | None:
    if code.endswith("0000"):
        return _cities(code[:2])
    return _districts(code[:4]) if code.endswith("00") else None


def find(text: str) -> tuple[Region | None, str]:
    """The region an address begins with, and the rest of the text."""
    code, end = "", 0
    places: _Places | None = _tops()
    while places is not None:
        start = _GAP.match(text, end).end()  # type: ignore[union-attr]  # the pattern matches nothing too
        found = places.at(text, start)
        if found is None and code.endswith("0000") and text.startswith(names()[code], start):
            found = code, start + len(names()[code])  # 北京市北京市朝阳区
        if found is None:
            break
        code, end = found
        places = _next(code)
    return (get(code) if code else None), text[end:]
