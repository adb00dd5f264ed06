"""Currencies: ISO 4217 codes, their decimals, and how people write them."""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import normal
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator

CODES = normal.words(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD "
    "HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD "
    "LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK "
    "PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
    "TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
_NONE = normal.words("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF")
_THREE = normal.words("BHD IQD JOD KWD LYD OMR TND")

#: How a currency may be written beside its code; "¥" is read as CNY unless the reader is told JPY.
WRITTEN = normal.table(
    "人民币 CNY RMB CNY ¥ CNY 元 CNY 圆 CNY 块 CNY US$ USD 美元 USD 美金 USD $ USD HK$ HKD 港币 HKD 港元 HKD "
    "NT$ TWD 新台币 TWD 台币 TWD € EUR 欧元 EUR £ GBP 英镑 GBP 日元 JPY 円 JPY ₩ KRW 韩元 KRW S$ SGD 新加坡元 "
    "SGD A$ AUD 澳元 AUD C$ CAD 加元 CAD ₹ INR 卢布 RUB ₽ RUB 澳门元 MOP 瑞士法郎 CHF"
)
#: Signs that say the currency beyond doubt, for writing.
SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$"}

_NAMES = "|".join(re.escape(name) for name in sorted({*WRITTEN, *CODES}, key=len, reverse=True))
_BEFORE = re.compile(rf"([-(+]?) ?({_NAMES}) ?(?=[-+(.0-9一二三四五六七八九十零壹贰叁肆伍陆柒捌玖拾])", re.IGNORECASE)
_AFTER = re.compile(rf" ?({_NAMES})[整正]?(\)?-?)$", re.IGNORECASE)

_base: ContextVar[str] = ContextVar("haoke_base_currency", default="CNY")


def base() -> str:
    """The company's currency: amounts without one are in it, aggregates are converted to it."""
    return _base.get()


@contextmanager
def based_on(code: str) -> Iterator[None]:
    """Make `code` the company's currency inside the block."""
    token = _base.set(code)
    try:
        yield
    finally:
        _base.reset(token)


def decimals(code: str) -> int:
    """Decimal places amounts of a currency have."""
    return 0 if code in _NONE else 3 if code in _THREE else 2


def named(written: str) -> str | None:
    """Code of a currency given by its code, sign or name; None when unknown."""
    word = written.strip().upper()
    return word if word in CODES else WRITTEN.get(word)


def strip(body: str) -> tuple[str, str | None]:
    """A number's text without the currency written before or after it, and that currency's code."""
    found = []
    before = _BEFORE.match(body)
    if before:
        found.append(named(before[2]))
        body = before[1] + body[before.end() :]
    after = _AFTER.search(body)
    if after:
        found.append(named(after[1]))
        body = body[: after.start()] + after[2]
    return body, _agreed([code for code in found if code is not None])


def _agreed(codes: list[str]) -> str | None:
    """One code of what stands before and after: HKD 5 元 is Hong Kong dollars, for 元 is everybody's unit."""
    special = [code for code in codes if code != "CNY"]
    if len(set(special)) > 1:
        message = T("Two currencies: {codes}; write one", "出现两种币种：{codes}，请只写一种")
        raise BadValue("two_currencies", message.fill(codes=", ".join(special)))
    return special[0] if special else codes[0] if codes else None
