"""Values of the customers' choice fields."""

from __future__ import annotations

from typing import Any, Final

from haoke.core.fieldtypes.base import Choice
from haoke.core.text import T

ACCOUNT_KINDS = (
    Choice("company", T("Company", "企业"), "blue"),
    Choice("person", T("Person", "个人"), "purple"),
)
INDUSTRIES = (
    Choice("manufacturing", T("Manufacturing", "制造"), "blue"),
    Choice("machinery", T("Machinery", "机械"), "geekblue"),
    Choice("electronics", T("Electronics", "电子"), "cyan"),
    Choice("software", T("Software", "软件"), "purple"),
    Choice("technology", T("Technology", "科技"), "purple"),
    Choice("telecommunications", T("Telecommunications", "通信"), "cyan"),
    Choice("retail", T("Retail", "零售"), "orange"),
    Choice("wholesale", T("Wholesale and trade", "贸易"), "orange"),
    Choice("food", T("Food and drink", "食品"), "green"),
    Choice("catering", T("Catering and hotels", "餐饮酒店"), "green"),
    Choice("medical", T("Medical", "医疗"), "red"),
    Choice("pharma", T("Pharmaceuticals", "医药"), "red"),
    Choice("finance", T("Finance", "金融"), "gold"),
    Choice("education", T("Education", "教育"), "lime"),
    Choice("logistics", T("Logistics", "物流"), "volcano"),
    Choice("construction", T("Construction", "建筑"), "volcano"),
    Choice("real_estate", T("Real estate", "房地产"), "magenta"),
    Choice("energy", T("Energy", "能源"), "gold"),
    Choice("chemicals", T("Chemicals", "化工"), "lime"),
    Choice("textiles", T("Textiles", "纺织服装"), "magenta"),
    Choice("automotive", T("Automotive", "汽车"), "blue"),
    Choice("agriculture", T("Agriculture", "农业"), "green"),
    Choice("entertainment", T("Entertainment", "娱乐"), "magenta"),
    Choice("media", T("Media and culture", "文化传媒"), "magenta"),
    Choice("marketing", T("Marketing", "营销"), "purple"),
    Choice("employment", T("Employment", "人力资源"), "cyan"),
    Choice("consulting", T("Consulting", "咨询"), "geekblue"),
    Choice("services", T("Services", "服务"), "cyan"),
    Choice("government", T("Public sector", "政府机构"), "red"),
    Choice("other", T("Other", "其他"), "gray"),
)
SIZES = (
    Choice("micro", T("1–19 people", "1–19 人"), "gray"),
    Choice("small", T("20–99 people", "20–99 人"), "green"),
    Choice("medium", T("100–499 people", "100–499 人"), "cyan"),
    Choice("large", T("500–1,999 people", "500–1999 人"), "blue"),
    Choice("giant", T("2,000 people and more", "2000 人以上"), "purple"),
)
LEVELS = (
    Choice("a", T("A – key", "A 重点"), "red"),
    Choice("b", T("B – important", "B 重要"), "orange"),
    Choice("c", T("C – ordinary", "C 普通"), "blue"),
    Choice("d", T("D – small", "D 零散"), "gray"),
)
#: What a customer is to us by now; rules of `sales` tell which, people may say otherwise.
LIFECYCLE = (
    Choice("prospect", T("Prospect", "潜在"), "gray"),
    Choice("new", T("New customer", "新客户"), "cyan"),
    Choice("active", T("Active", "活跃"), "green"),
    Choice("dormant", T("Dormant", "沉睡"), "orange"),
    Choice("lost", T("Lost", "流失"), "red"),
)
SOURCES = (
    Choice("website", T("Website", "官网"), "blue"),
    Choice("referral", T("Referral", "转介绍"), "green"),
    Choice("exhibition", T("Exhibition", "展会"), "purple"),
    Choice("phone", T("Phone", "电话"), "cyan"),
    Choice("advertising", T("Advertising", "广告"), "orange"),
    Choice("search", T("Search engine", "搜索引擎"), "geekblue"),
    Choice("social", T("Social media", "社交媒体"), "magenta"),
    Choice("partner", T("Partner", "合作伙伴"), "gold"),
    Choice("visit", T("Visit", "陌拜"), "volcano"),
    Choice("other", T("Other", "其他"), "gray"),
)
SALUTATIONS = (
    Choice("mr", T("Mr", "先生"), "blue"),
    Choice("ms", T("Ms", "女士"), "magenta"),
)
#: Parts of a decision; whoever plays one of them belongs to the decision group.
DECISION_ROLES = (
    Choice("decision_maker", T("Decider", "决策人"), "red"),
    Choice("economic_buyer", T("Economic buyer", "预算审批人"), "volcano"),
    Choice("user", T("User", "使用者"), "blue"),
    Choice("influencer", T("Influencer", "影响者"), "orange"),
    Choice("coach", T("Coach", "内线支持者"), "green"),
    Choice("blocker", T("Blocker", "反对阻碍者"), "magenta"),
)
CONTACT_ROLES = (
    *DECISION_ROLES,
    Choice("buyer", T("Purchasing", "采购"), "lime"),
    Choice("finance", T("Finance", "财务"), "gold"),
    Choice("technical", T("Technical", "技术"), "cyan"),
    Choice("former", T("Former employee", "已离职"), "gray"),
    Choice("other", T("Other", "其他"), "gray"),
)
STANCES = (
    Choice("supporter", T("Supporter", "支持"), "green"),
    Choice("neutral", T("Neutral", "中立"), "blue"),
    Choice("opponent", T("Opponent", "反对"), "red"),
    Choice("unknown", T("Unknown", "未知"), "gray"),
)
#: How well we know somebody: none, and one to three.
STRENGTHS = (
    Choice("none", T("None", "无关系"), "gray"),
    Choice("weak", T("Weak", "一般"), "orange"),
    Choice("good", T("Good", "良好"), "blue"),
    Choice("strong", T("Strong", "紧密"), "green"),
)
RELATION_KINDS = (
    Choice("reports_to", T("Reports to", "汇报给"), "blue"),
    Choice("influences", T("Influences", "影响"), "purple"),
)

_STATES: Final = ("mine", "other", "pool", "locked")


def _steps(form: str, other: str, imported: str, api: str) -> dict[str, dict[str, str]]:
    """Steps by way; in a form a harder one where the record is somebody else's."""
    by_owner = {"mine": form, "pool": form, "other": other, "locked": other}
    ways = {"import": imported, "api": api}
    return {"form": by_owner, "conversion": by_owner} | {
        way: dict.fromkeys(_STATES, step) for way, step in ways.items()
    }


def _rule(code: str, name: T, pairs: list[tuple[str, str, str]], steps: Any, of: tuple[str, str]) -> dict[str, Any]:
    conditions = {"any": [{"field": field, "with": other, "by": by} for field, other, by in pairs]}
    return {"code": code, "name": name, "object": of[0], "other": of[1], "conditions": conditions, "actions": steps}


_ACCOUNTS: Final = ("account", "account")
_HARD: Final = _steps("block", "block", "block", "block")
_FIRM: Final = _steps("warn", "reason", "warn", "warn")
_SOFT: Final = _steps("warn", "warn", "none", "none")

#: What is one customer twice, to begin with: hard marks stop, soft ones are told.
DUPLICATE_RULES: Final = (
    _rule("uscc", T("Same credit code", "统一社会信用代码相同"), [("uscc", "uscc", "uscc")], _HARD, _ACCOUNTS),
    _rule("company", T("Same company name", "公司名称相同"), [("name", "name", "company")], _FIRM, _ACCOUNTS),
    _rule("line", T("Same main line", "总机相同"), [("phone", "phone", "phone")], _FIRM, _ACCOUNTS),
    _rule("similar", T("Similar company name", "公司名称相似"), [("name", "name", "similar")], _SOFT, _ACCOUNTS),
    _rule(
        "domain",
        T("Same web domain", "网站或邮箱域名相同"),
        [(own, other, "domain") for own in ("email", "website") for other in ("email", "website")],
        _SOFT,
        _ACCOUNTS,
    ),
    _rule(
        "contact_line",
        T("Number of another customer's contact", "与其他客户联系人的电话相同"),
        [("phone", "mobile", "phone"), ("phone", "phone", "phone")],
        _SOFT,
        ("account", "contact"),
    ),
    _rule(
        "contact",
        T("Contact with the same mobile or e-mail", "联系人手机或邮箱相同"),
        [("mobile", "mobile", "phone"), ("email", "email", "email")],
        _SOFT,
        ("contact", "contact"),
    ),
    _rule(
        "lead",
        T("Lead with the same number, e-mail or company", "线索电话、邮箱或公司相同"),
        [("phone", "phone", "phone"), ("email", "email", "email"), ("company", "company", "company")],
        _SOFT,
        ("lead", "lead"),
    ),
    _rule(
        "lead_account",
        T("Lead of a customer that is here", "线索对应已有客户"),
        [("company", "name", "company"), ("phone", "phone", "phone"), ("email", "email", "email")],
        _SOFT,
        ("lead", "account"),
    ),
    _rule(
        "lead_contact",
        T("Lead who is a contact already", "线索是已有联系人"),
        [("phone", "mobile", "phone"), ("phone", "phone", "phone"), ("email", "email", "email")],
        _SOFT,
        ("lead", "contact"),
    ),
    _rule(
        "account_lead",
        T("Account that is a lead", "客户对应已有线索"),
        [("name", "company", "company"), ("phone", "phone", "phone"), ("email", "email", "email")],
        _SOFT,
        ("account", "lead"),
    ),
)
