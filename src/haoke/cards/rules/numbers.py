# ruff: noqa: E501 - tables of words read best in long lines; Chinese counts double
"""What of a line is an address of the wire or a number: e-mail, web, telephone, messenger, credit code, postcode."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import phonenumbers

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import phone, uscc

if TYPE_CHECKING:
    from collections.abc import Iterator

EMAIL: Final = re.compile(
    r"(?:\b(?:e-?\s?mail|mail|e|电子邮[件箱]|邮\s{0,4}[箱件])\s{0,4}[:：.]\s*)?"
    r"(?P<value>[A-Za-z0-9][\w.+\-]{0,63}\s?@\s?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})",
    re.IGNORECASE | re.ASCII,
)
_EMAIL_LABEL: Final = re.compile(r"(?:e-?\s?mail|mail|e|电子邮[件箱]|邮\s{0,4}[箱件])\s{0,4}[:：.]?\s*$", re.IGNORECASE)
_WEB_LABEL: Final = (
    r"(?:网\s{0,4}址|网\s{0,4}站|官\s{0,4}网|主\s{0,4}页|\bweb(?:site|page)?|\bhomepage|\burl|\bhttp|\bw)"
)
_TOP: Final = "com|cn|net|org|io|co|hk|tw|de|uk|fr|it|es|nl|jp|kr|sg|us|eu|info|biz|tech|top|xyz|ltd|vip|shop|ai|app|example|edu|gov"
WEB: Final = re.compile(
    rf"(?:{_WEB_LABEL}\s{{0,4}}[:：.]\s*)?(?P<value>(?:https?://|www\.)[^\s,，;；|｜<>)）]{{3,200}}"
    rf"|(?<![\w@.\-])(?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:{_TOP})(?![\w@.\-])(?:/[^\s,，;；|｜<>)）]{{0,100}})?)",
    re.IGNORECASE,
)
_IM: Final = {
    "wechat": r"微\s{0,4}信(?:\s?号)?|wechat(?:\s?id)?|weixin|wx|vx|v信",
    "wecom": "企业微信|企微",
    "qq": "qq(?:\\s?号)?",
    "dingtalk": "钉钉(?:号)?|dingtalk",
    "feishu": "飞书|lark",
    "whatsapp": "whats\\s?app",
    "telegram": "telegram",
    "skype": "skype",
    "line": "line\\s?id",
}
IM: Final = re.compile(
    r"(?<![A-Za-z])(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in sorted(_IM.items(), key=lambda pair: pair[0] != "wecom"))
    + r")\s{0,4}(?:[:：]\s*|\s)(?P<value>@?[A-Za-z0-9+][\w.+\-]{3,39}(?<![.\-]))",
    re.IGNORECASE | re.ASCII,
)
SAME: Final = re.compile(
    r"[（(]?\s*(?:手机)?(?:微信(?:同号|同手机号?|同步|号同手机)|同微信号?|微信同)\s*[）)]?|[（(]?same (?:as|on) wechat[)）]?",
    re.IGNORECASE,
)
USCC: Final = re.compile(
    r"(?:(?:统一社会信用代码|信用代码|纳税人识别号|税\s{0,4}号|tax (?:no|id)\.?)\s*[:：]?\s*)?(?<![0-9A-Za-z])(?P<value>[0-9A-HJ-NPQRTUWXY]{18})(?![0-9A-Za-z])"
)
POSTCODE: Final = re.compile(
    r"(?:邮\s{0,4}编|邮政编码|\bp\.?\s?c\.?(?=[:： ])|\bpost\s?code|\bzip(?:\s?code)?)\s{0,4}[:：.]?\s*(?P<value>[0-9]{6}(?![0-9]))",
    re.IGNORECASE,
)

_FAX: Final = r"传\s{0,4}真|\bfax|\bf(?=\s?[:：.+(])"
_MOBILE: Final = r"手\s{0,4}机(?:号码?)?|移动电话|\bmobile(?:\s?phone)?|\bmob|\bcell(?:\s?phone)?|\bhandy|\bhp(?=\s?[:：])|\bm(?=\s?[:：.+(])"
_TEL: Final = (
    r"联系电话|公司电话|办公电话|热\s{0,4}线|总\s{0,4}机|座\s{0,4}机|直\s{0,4}线|固\s{0,4}话|电\s{0,4}话|联系方式|\btelephone|\bphone|\btel|\bdirect(?:\s?line)?|\boffice"
    r"|\bswitchboard|\bmain|\bhotline|\b[tpod](?=\s?[:：.+(])"
)
_LABELS: Final = f"(?P<fax>{_FAX})|(?P<mobile>{_MOBILE})|(?P<tel>{_TEL})"
_EXTENSION: Final = r"(?:\s{0,3}(?:转|分机号?|内线|ext(?:ension)?\.?|x|#)\s{0,2}[:：.]?\s{0,2}[0-9]{1,6}(?![0-9]))?"
_NUMBER: Final = (
    rf"(?P<number>(?<![0-9A-Za-z@._\-])(?:\+|[(（]\+?)?[0-9][0-9 ()（）.\-–—]{{3,24}}[0-9](?![0-9]){_EXTENSION})"
)
_TOKEN: Final = re.compile(f"{_LABELS}|{_NUMBER}", re.IGNORECASE)
#: What may stand between a label and its number, two numbers of one label, or two labels of one number.
_BETWEEN: Final = re.compile(r"[\s:：./、,，;；&+|*（(]{0,8}|号码?[:：]?\s?")
_FEWEST: Final = 5
_BARE: Final = 7
_SWITCHBOARD: Final = re.compile(r"总\s{0,4}机|switchboard|main|公司电话|热\s{0,4}线|hotline", re.IGNORECASE)
_CHINESE_MOBILE: Final = re.compile(r"\+861[3-9][0-9]{9}")


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number as it stands: `kind` mobile, phone, main (a company's) or fax; where it begins and ends."""

    kind: str
    text: str
    start: int
    end: int


def phones(text: str, country: str = phone.HOME) -> Iterator[Number]:
    """The numbers of a line with what their labels say; digits without a label only where they are a valid number."""
    label, start, last, labelled = "", 0, 0, False
    for found in _TOKEN.finditer(text):
        if not _BETWEEN.fullmatch(text, last, found.start()):
            label, labelled = "", False
        if found["number"] is None:
            start = start if labelled else found.start()
            label = _joined(label, found) if labelled else _named(found)
            labelled = True
        else:
            if kind := _kind(label, found["number"], country):
                yield Number(kind, found["number"].strip(), start if labelled else found.start(), found.end())
            labelled = False
        last = found.end()


def _named(found: re.Match[str]) -> str:
    group = str(found.lastgroup)
    return "main" if group == "tel" and _SWITCHBOARD.search(found[0]) else group


def _joined(before: str, found: re.Match[str]) -> str:
    """What two labels of one number say: `Tel/Fax` is a telephone's."""
    kinds = {before, _named(found)}
    return "mobile" if "mobile" in kinds else "fax" if kinds == {"fax"} else "tel"


def _kind(label: str, text: str, country: str) -> str:
    digits = phone.digits(text)
    if len(digits) < (_FEWEST if label else _BARE) or label == "fax":
        return label if label == "fax" and len(digits) >= _FEWEST else ""
    try:
        read = phone.read(text, country)
    except BadValue:
        return ""
    if not label and read.e164 is None:
        return ""
    if label == "mobile" or (label != "main" and is_mobile(read.e164)):
        return "mobile"
    return "main" if label == "main" else "phone"


def is_mobile(e164: str | None) -> bool:
    """Whether a number is surely one of a mobile, as those of some countries show."""
    if not e164 or _CHINESE_MOBILE.fullmatch(e164):
        return bool(e164)
    return phonenumbers.number_type(phonenumbers.parse(e164)) == phonenumbers.PhoneNumberType.MOBILE


def codes(text: str) -> Iterator[re.Match[str]]:
    """Credit codes whose last character checks the others."""
    return (found for found in USCC.finditer(text) if uscc.fits(found["value"]))
