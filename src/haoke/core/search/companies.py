"""What a company's name is made of: its place, what people say, its legal form, and which branch it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from haoke.core.fieldtypes import normal, regions

_CLASS: Final = (
    r"特别行政区|(?:蒙古|回|藏|维吾尔|壮|朝鲜|土家|苗|侗|布依|彝|哈尼|傣|白|景颇|傈僳|羌|柯尔克孜|哈萨克|族)*自治[区州]"
    "|地区|[省市盟]"
)
_SUFFIX: Final = re.compile(f"(?:{_CLASS})$")
_FORM: Final = re.compile(
    "(?:集团股份有限公司|集团有限责任公司|集团有限公司|股份有限公司|有限责任公司|控股有限公司|有限公司|股份公司|分公司|子公司|公司|集团|控股"
    "|合伙企业|个人独资企业|工作室|事务所|经营部|商行|厂)$"
)
_SHORTEST: Final = 2
_LONGEST: Final = 200
#: Legal forms in Latin letters, which one system writes and another leaves out.
_LATIN_FORMS: Final = normal.words(
    "ab ag as bv co company corp corporation gmbh inc incorporated kg limited llc ltd ltda nv oy plc pty sa spa srl the"
)
#: What companies do; a name of nothing else is told from others by its place.
_TRADES: Final = re.compile(
    "(?:科技|技术|信息|网络|软件|电子|贸易|商贸|实业|投资|咨询|管理|服务|文化|传媒|广告|建筑|工程|装饰|物流|运输|食品|餐饮|生物|医药|医疗|机械"
    "|大学|学院|学校|中学|小学|医院|银行|酒店|宾馆|饭店|人民|中心|研究院|研究所|设计院|设备|制造|化工|材料|能源|环保|教育|发展|控股|国际|进出口|电气|自动化|智能|有限|责任|股份|集团|公司)+"
)
_BRACKETED: Final = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
#: A branch behind the name of its head company, which ends with a legal form …
_BRANCH_OF: Final = re.compile(
    r"(?P<head>.{2,}(?:公司|集团|银行|厂|社|院|所|商行))(?P<branch>.{0,20}?(?:分公司|分店|分行|支行|分厂|分社|分院|分所|办事处|营业部|门店))"
)
#: … or with nothing, so that the branch begins with its place.
_PLACED: Final = r"(?P<head>.{{2,}}?)(?P<branch>(?:{places})(?:分公司|分店|分行|支行|办事处|营业部|门店))"
_LATIN_BRANCH: Final = re.compile(
    r"(?P<head>.+?(?:[,;–(-]|\b(?:ltd|limited|inc|corp|co|company|gmbh|plc|llc|ag|sa)\b\.?,?))\s*(?P<branch>[^,;()]{2,40}?)"
    r"\s+branch(?:\s+office)?\)?",
    re.IGNORECASE,
)
#: What shows that a name may begin with a county or district, which are many, and how far that is looked for.
_CLASSED: Final = re.compile("[市区县]")
_AHEAD: Final = 16
_BRANCH_KIND: Final = re.compile(r"(?:分公司|分店|分行|支行|分厂|分社|分院|分所|办事处|营业部|门店)$")


@dataclass(frozen=True, slots=True)
class Company:
    """`深圳市华为技术有限公司北京分公司` → place 深圳, name 华为技术, branch 北京; "" for what it does not say."""

    place: str
    name: str
    branch: str = ""


def core(name: str) -> str:
    """`深圳市华为技术有限公司` → `华为技术`; the name itself where less than two characters would be left."""
    bare = _FORM.sub("", name)
    kept = _leading().sub("", bare)
    return next(part for part in (kept, bare, name) if len(part) >= _SHORTEST or part is name)


@lru_cache(maxsize=20_000)
def parts(name: str) -> Company:
    """What a name is made of, in half width, simplified characters and small letters."""
    text = simplified(unicodedata.normalize("NFKC", name[:_LONGEST]).casefold().strip())
    head, branch = _branch(text)
    place, said = _said(head)
    return Company(place, said, branch)


def simplified(text: str) -> str:
    """Traditional characters as the simplified ones."""
    return text if text.isascii() else text.translate(_simple())


def _branch(text: str) -> tuple[str, str]:
    """A name's head company and its branch."""
    found = _BRANCH_OF.fullmatch(text) or _placed().fullmatch(text) or _LATIN_BRANCH.fullmatch(text)
    if found is None:
        return text, ""
    branch = _BRANCH_KIND.sub("", found["branch"].strip())
    return found["head"].strip(" ,;–-("), _SUFFIX.sub("", branch) or found["branch"]


def _said(text: str) -> tuple[str, str]:
    """(place, name without place and form) of a head company's name."""
    bracketed = [each for each in _BRACKETED.findall(text) if (led := _led(each)) and led[0] == each]
    whole = _BRACKETED.sub(lambda found: "" if found[1] in bracketed else found[1], text)
    words = [word for word in whole.split() if word.replace(".", "").strip(",") not in _LATIN_FORMS] or [whole]
    bare = " ".join(words)
    shorn = _FORM.sub("", bare)
    bare = shorn if len(shorn) >= _SHORTEST else bare
    led = _led(bare)
    kept = bare[led.end() :] if led else bare
    if led and (len(kept) < _SHORTEST or _TRADES.fullmatch(kept)):
        return "", _bare().sub(r"\1", led[0]) + kept
    place = led[0] if led else (bracketed[0] if bracketed else "")
    return _place(place), kept


def _place(written: str) -> str:
    """`广东省深圳市南山区` → `深圳`: the city, of a province alone its name."""
    found = _bare().findall(written)
    return found[min(1, len(found) - 1)] if found else ""


@cache
def _simple() -> dict[int, str]:
    pairs = "".join((files("haoke.core.search") / "simplified.txt").read_text(encoding="utf-8").split())
    return {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}


@cache
def _names() -> str:
    """Provinces and cities without their class, the longer first."""
    found = {_SUFFIX.sub("", name) for code, name in regions.names().items() if code.endswith("00") and name}
    return "|".join(sorted((name for name in found if len(name) >= _SHORTEST), key=lambda name: (-len(name), name)))


def _led(text: str) -> re.Match[str] | None:
    """The places a name begins with."""
    return (_smaller() if _CLASSED.search(text[:_AHEAD]) else _leading()).match(text)


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(f"({_names()})(?:{_CLASS})?")


@cache
def _leading() -> re.Pattern[str]:
    """Provinces and cities however written."""
    return re.compile(f"^(?:(?:{_names()})(?:{_CLASS})?)+")


@cache
def _smaller() -> re.Pattern[str]:
    """The same and what is smaller, with its class: alone or behind its city."""
    smaller = sorted(
        (
            name
            for code, name in regions.names().items()
            if not code.endswith("00") and name.endswith(("市", "区", "县"))
        ),
        key=lambda name: (-len(name), name),
    )
    small = "|".join(smaller)
    return re.compile(f"{_leading().pattern}(?:{small})?|^(?:{small})")


@cache
def _placed() -> re.Pattern[str]:
    return re.compile(_PLACED.format(places=f"(?:{_names()})(?:{_CLASS})?"))
