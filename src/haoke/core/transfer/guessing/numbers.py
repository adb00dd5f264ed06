"""Numbers and amounts as people write them: 12.5万, ¥1,234.50, 1.234,50, (500), 300k, USD 5,000."""

# Thresholds of a judgement stand where they are weighed.
# ruff: noqa: PLR2004
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

_CURRENCIES = {
    "¥": "CNY", "￥": "CNY", "元": "CNY", "人民币": "CNY", "rmb": "CNY", "cny": "CNY", "块": "CNY", "圆": "CNY",
    "$": "USD", "usd": "USD", "us$": "USD", "美元": "USD", "美金": "USD", "€": "EUR", "eur": "EUR", "欧元": "EUR",
    "£": "GBP", "gbp": "GBP", "英镑": "GBP", "hk$": "HKD", "hkd": "HKD", "港币": "HKD", "港元": "HKD",
    "nt$": "TWD", "twd": "TWD", "新台币": "TWD", "台币": "TWD", "jpy": "JPY", "日元": "JPY", "円": "JPY",
    "sgd": "SGD", "s$": "SGD", "krw": "KRW", "₩": "KRW", "inr": "INR", "₹": "INR", "aud": "AUD", "a$": "AUD",
    "cad": "CAD", "c$": "CAD", "chf": "CHF", "rub": "RUB", "₽": "RUB", "brl": "BRL", "r$": "BRL", "mxn": "MXN",
}  # fmt: skip
_LONGEST_FIRST = sorted(_CURRENCIES, key=len, reverse=True)
_FACTORS = {
    "十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "w": 10_000, "十万": 100_000, "百万": 1_000_000,
    "千万": 10_000_000, "亿": 100_000_000, "億": 100_000_000, "k": 1_000, "m": 1_000_000, "mn": 1_000_000,
    "million": 1_000_000, "thousand": 1_000, "b": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
_NUMBER = re.compile(r"\d[\d.,' \u00a0\u202f_\uff0c]*(?<=[\d.,])|[.,]\d+")
_UNITS_AFTER = re.compile(r"(个|人|名|台|件|套|天|小时|整|左右|约|以上|pcs|people|employees)+$")


#: Characters of a text that is nothing but a number or an amount.
LONGEST = 200


class Amount(NamedTuple):
    """A number with the currency it names, if it names one."""

    number: Decimal
    currency: str | None
    percent: bool = False


def decimal_mark(texts: Iterable[str]) -> str | None:
    """ "." or "," as the values of one column show it; None when they could be read both ways."""
    votes = {".": 0, ",": 0}
    for text in texts:
        found = _NUMBER.search(text[:LONGEST])
        mark = _shown_mark(found[0].strip()) if found else None
        if mark:
            votes[mark] += 1
    if votes["."] == votes[","]:
        return None
    return max(votes, key=lambda mark: votes[mark])


def _shown_mark(digits: str) -> str | None:
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    if dots > 1:
        return ","
    if commas > 1:
        return "."
    mark = "." if dots else "," if commas else None
    if mark is None:
        return None
    before, _, after = digits.partition(mark)
    return mark if len(after) != 3 or len(before) > 3 or before in ("", "0") else None


def amount_of(text: str, mark: str = ".") -> Amount | None:
    """The amount a text states, with `mark` as its decimal mark; None when it states none."""
    if len(text) > LONGEST:
        return None
    bare = unicodedata.normalize("NFKC", text).replace("−", "-").strip().lstrip("'").casefold()
    negative = (
        (bare.startswith("(") and bare.endswith(")")) or bare[:1] == "-" or (bare[-1:] == "-" and bare[:1].isdigit())
    )
    bare = bare.strip("()-+ ")
    match = _NUMBER.search(bare)
    if match is None:
        return None
    before, after = bare[: match.start()].strip(" :-"), bare[match.end() :].strip()
    number = _decimal(match[0], mark)
    wording = _wording(before, after)
    if number is None or wording is None:
        return None
    factor, currency, percent = wording
    number *= factor
    return Amount(-number if negative else number, currency, percent)


def _wording(before: str, after: str) -> tuple[Decimal, str | None, bool] | None:
    """Factor, currency and percent named by what stands around the digits; None when it is something else."""
    if not before and not after:
        return Decimal(1), None, False
    after = _UNITS_AFTER.sub("", after).strip()
    percent = after.endswith("%")
    after = after.removesuffix("%").strip()
    currency = None
    for mark in _LONGEST_FIRST:
        if currency is None and before in (mark, mark + ":"):
            currency, before = _CURRENCIES[mark], ""
        if after.endswith(mark) and (currency is None or currency == _CURRENCIES[mark]):
            currency, after = _CURRENCIES[mark], after.removesuffix(mark).strip()
            break
    factor = _FACTORS.get(after.strip()) if after else 1
    if factor is None or (before and before not in ("约", "共", "approx", "about", "~", "大约")):
        return None
    return Decimal(factor), currency, percent


def _decimal(digits: str, mark: str) -> Decimal | None:
    bare = re.sub(r"[' \u00a0\u202f_]", "", digits.replace("\uff0c", ","))
    shown = _shown_mark(bare)
    if shown and shown != mark and ((bare.count(".") and bare.count(",")) or bare.count(shown) == 1):
        mark = shown
    other = "," if mark == "." else "."
    if bare.count(mark) > 1:
        bare = bare.replace(mark, "")
    try:
        return Decimal(bare.replace(other, "").replace(mark, "."))
    except InvalidOperation:
        return None


def factor_of(header: str, title: str = "") -> Decimal:
    """What a header or title such as "金额(万元)" or "USD thousand" multiplies its numbers by."""
    for text in (header, title):
        found = re.search(r"(千万|百万|十万|万|萬|亿|億|千)\s*(?:元|美元|港元|圆|人民币|usd|rmb)", text.casefold())
        if found:
            return Decimal(_FACTORS[found[1]])
    english = re.search(r"\b(thousand|million|billion)s?\b|(?:\$|usd|eur|rmb|cny|¥|€)\s?(k|m|bn)\b", header.casefold())
    if english:
        return Decimal(_FACTORS[english[1] or english[2]])
    return Decimal(1)


def currency_of(text: str) -> str | None:
    """The currency a header or title names."""
    bare = unicodedata.normalize("NFKC", text).casefold()
    for mark in _LONGEST_FIRST:
        found = (
            re.search(rf"(?<![a-z]){re.escape(mark)}(?![a-z])", bare)
            if mark.isascii() and mark.isalpha()
            else mark in bare
        )
        if found and mark != "块":
            return _CURRENCIES[mark]
    return None
