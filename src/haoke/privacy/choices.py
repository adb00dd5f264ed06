"""Ways to reach a person, what for, and what he said to it."""

from __future__ import annotations

from typing import Final

from haoke.core.fieldtypes.base import Choice
from haoke.core.spec import News
from haoke.core.text import T

PURPOSES: Final = (
    Choice("marketing", T("Marketing", "营销推广"), "purple"),
    Choice("service", T("Service", "客户服务"), "blue"),
    Choice("profiling", T("Profiling", "用户画像"), "orange"),
    Choice("third_party", T("Passing on to others", "提供给第三方"), "red"),
    Choice("position", T("Position", "位置信息"), "orange"),
    Choice("sensitive", T("Sensitive data", "敏感个人信息"), "red"),
)
GIVEN, WITHDRAWN, REFUSED = "given", "withdrawn", "refused"
#: What nobody said, and what was said for a time that is over.
UNKNOWN, EXPIRED = "unknown", "expired"
STATES: Final = (
    Choice(GIVEN, T("Given", "已同意"), "green"),
    Choice(WITHDRAWN, T("Withdrawn", "已撤回"), "red"),
    Choice(REFUSED, T("Refused", "已拒绝"), "red"),
)
#: How it was obtained.
WAYS: Final = (
    Choice("form", T("Form on the web", "网页表单"), "blue"),
    Choice("paper", T("On paper", "纸质签署"), "blue"),
    Choice("phone", T("By phone", "电话"), "blue"),
    Choice("chat", T("In a chat", "聊天"), "blue"),
    Choice("email", T("By e-mail", "邮件"), "blue"),
    Choice("visit", T("Face to face", "当面"), "blue"),
    Choice("import", T("Import", "导入"), "gray"),
    Choice("unsubscribe", T("Unsubscribed", "退订"), "orange"),
    Choice("request", T("Request of the person", "个人信息请求"), "orange"),
)
#: For these a consent counts only when it was asked for by itself (PIPL art. 23, 29).
SEPARATE: Final = frozenset({"third_party", "position", "sensitive"})

#: What a person may ask of us (PIPL art. 44 to 48).
KINDS: Final = (
    Choice("copy", T("Copy of the data", "查阅、复制"), "blue"),
    Choice("correct", T("Correction", "更正、补充"), "teal"),
    Choice("delete", T("Deletion", "删除"), "red"),
    Choice("export", T("Transfer elsewhere", "转移（可携带）"), "purple"),
    Choice("withdraw", T("Withdrawal of consent", "撤回同意"), "orange"),
    Choice("explain", T("Explanation", "解释说明"), "gray"),
)
OPEN, ANSWERED, DECLINED = "open", "answered", "declined"
REQUEST_STATES: Final = (
    Choice(OPEN, T("Open", "待处理"), "orange"),
    Choice(ANSWERED, T("Answered", "已答复"), "green"),
    Choice(DECLINED, T("Declined", "已拒绝"), "gray"),
)
#: How it was seen that it is this person who asks.
NOT_YET = "not_yet"
IDENTIFIED: Final = (
    Choice(NOT_YET, T("Not yet", "尚未核验"), "red"),
    Choice("document", T("Identity document seen", "查验身份证件"), "green"),
    Choice("call_back", T("Called back at a known number", "回拨已知号码"), "green"),
    Choice("code", T("Code sent to a known address", "验证码"), "green"),
    Choice("letter", T("Signed letter", "签名信函"), "green"),
    Choice("relative", T("Relative of the dead, with papers", "逝者近亲属（凭证明）"), "green"),
)
PROVED: Final = IDENTIFIED[1:]
#: How somebody asked who is erased at once.
ASKED: Final = (
    Choice("letter", T("Letter", "信函"), "blue"),
    Choice("email", T("E-mail", "邮件"), "blue"),
    Choice("phone", T("Phone", "电话"), "blue"),
    Choice("person", T("In person", "当面"), "blue"),
    Choice("chat", T("Chat", "聊天"), "blue"),
)
REQUEST_NEWS: Final = {
    "due": News(
        T("A person's request is due", "个人信息请求即将到期，请尽快答复"),
        T("You are in charge of it", "您是负责人"),
    ),
}

#: What the company keeps a field of persons for.
FIELD_PURPOSES: Final = (
    Choice("contract", T("Making and keeping contracts", "订立与履行合同"), "blue"),
    Choice("service", T("Customer service", "客户服务"), "blue"),
    Choice("marketing", T("Marketing", "营销推广"), "purple"),
    Choice("profiling", T("Profiling", "用户画像"), "orange"),
    Choice("accounting", T("Accounts and taxes", "财务与税务"), "gray"),
    Choice("employment", T("Employment", "人力资源管理"), "teal"),
    Choice("rights", T("Requests of persons", "响应个人信息请求"), "gray"),
    Choice("security", T("Security", "安全保障"), "gray"),
)
#: On what grounds it may be handled (PIPL art. 13).
BASES: Final = (
    Choice("consent", T("Consent", "个人同意"), "green"),
    Choice("contract", T("Contract or employment", "履行合同或人力资源管理"), "blue"),
    Choice("duty", T("Legal duty", "履行法定义务"), "orange"),
    Choice("emergency", T("Emergency", "应对突发或紧急情况"), "red"),
    Choice("news", T("News and public supervision", "新闻报道、舆论监督"), "gray"),
    Choice("public", T("Made public by the person or lawfully", "已合法公开的信息"), "gray"),
    Choice("law", T("Other laws", "法律法规规定的其他情形"), "gray"),
)
CREATED, LAST_CONTACT, DATE = "created", "last_contact", "date"
#: From when a time of keeping counts.
SINCE: Final = (
    Choice(LAST_CONTACT, T("Last contact", "最近联系"), "blue"),
    Choice(CREATED, T("Creation", "创建"), "gray"),
    Choice(DATE, T("A date of the record, such as the end of a contract", "记录中的日期（如合同到期日）"), "teal"),
)
ERASE, BLANK, ALONG, KEEP = "erase", "blank", "along", "keep"
#: What happens when it is over.
THEN: Final = (
    Choice(ERASE, T("Erase the person; the record stays, anonymous", "删除个人信息，记录匿名保留"), "red"),
    Choice(BLANK, T("Empty this field", "清空此字段"), "orange"),
    Choice(ALONG, T("Goes with the person", "随本人信息一并删除"), "blue"),
    Choice(KEEP, T("Kept", "保留"), "gray"),
)
