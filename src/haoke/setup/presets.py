"""What companies of an industry begin with: modules, fields of their own, a pipeline. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from haoke.core.text import T

#: (Chinese, English, probability, kind, colour)
Step = tuple[str, str, int, str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """A run-time field an administrator could have made himself: `choices` as (value, label, colour)."""

    object: str
    name: str
    kind: str
    label: T
    choices: tuple[tuple[str, T, str], ...] = ()
    personal: bool = False
    section: T | None = None

    @property
    def values(self) -> dict[str, Any]:
        """As a record of `custom_field`."""
        choices = [{"value": value, "label": said(label), "color": color} for value, label, color in self.choices]
        return {
            "object": self.object, "name": self.name, "kind": self.kind, "label": said(self.label),
            "options": {"choices": choices} if choices else None, "personal": self.personal,
            "section": said(self.section) if self.section else None, "owner": None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline with its stages."""

    zh: str
    en: str
    stages: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """One industry: `off` are the modules it does without."""

    key: str
    label: T
    description: T
    icon: str
    off: frozenset[str] = frozenset()
    fields: tuple[Field, ...] = ()
    pipelines: tuple[Pipeline, ...] = ()


def said(text: T) -> dict[str, str]:
    """A text as a translated value."""
    return {"en": str.__str__(text), "zh": text.zh}


BID: Final = T("Tender", "招投标")
MEMBER: Final = T("Membership", "会员信息")
SERVICE: Final = T("Service", "售后信息")
RISK: Final = T("Compliance", "合规信息")

PRESETS: Final = (
    Preset(
        "b2b",
        T("B2B project sales", "B2B 项目型销售"),
        T(
            "Long deals with several deciders: pipeline from lead to contract, tender, solution",
            "周期长、决策人多：从立项到签约的销售流程、招投标与方案信息",
        ),
        "target",
        fields=(
            Field("opportunity", "cf_tender_kind", "choice", T("How it is bought", "采购方式"), (
                ("tender", T("Public tender", "公开招标"), "blue"),
                ("invited", T("Invited tender", "邀请招标"), "cyan"),
                ("single", T("Single source", "单一来源"), "gold"), ("negotiated", T("Negotiated", "商务谈判"), "gray"),
            ), section=BID),
            Field("opportunity", "cf_bid_date", "date", T("Bid due", "投标截止日"), section=BID),
            Field("opportunity", "cf_competitor", "text", T("Main competitor", "主要竞争对手"), section=BID),
            Field("opportunity", "cf_budget", "money", T("Customer's budget", "客户预算")),
            Field("contact", "cf_decision_role", "choice", T("Part in the decision", "决策角色"), (
                ("decides", T("Decides", "决策人"), "red"), ("influences", T("Influences", "影响人"), "orange"),
                ("uses", T("Uses it", "使用人"), "blue"), ("buys", T("Purchasing", "采购经办"), "gray"),
            )),
        ),
        pipelines=(
            Pipeline("项目型销售", "Project sales", (
                ("项目立项", "Project known", 10, "open", "gray"),
                ("需求与预算确认", "Need and budget", 25, "open", "blue"),
                ("方案与演示", "Solution and demo", 40, "open", "cyan"), ("招投标", "Tender", 60, "open", "purple"),
                ("商务谈判", "Negotiation", 80, "open", "gold"), ("赢单", "Won", 100, "won", "green"),
                ("输单", "Lost", 0, "lost", "red"),
            )),
        ),
    ),
    Preset(
        "retail",
        T("Retail membership", "零售会员"),
        T(
            "Members instead of projects: levels, birthdays, favourite shop; no pipeline",
            "以会员为中心：等级、生日、常去门店；不使用销售流程",
        ),
        "shopping-bag",
        off=frozenset({"opportunities", "approvals"}),
        fields=(
            Field("contact", "cf_member_level", "choice", T("Member level", "会员等级"), (
                ("basic", T("Basic", "普通会员"), "gray"), ("silver", T("Silver", "银卡会员"), "cyan"),
                ("gold", T("Gold", "金卡会员"), "gold"), ("diamond", T("Diamond", "钻石会员"), "purple"),
            ), section=MEMBER),
            Field("contact", "cf_card_number", "text", T("Card number", "会员卡号"), section=MEMBER),
            Field("contact", "cf_joined_on", "date", T("Member since", "入会日期"), section=MEMBER),
            Field("contact", "cf_home_shop", "text", T("Favourite shop", "常去门店"), section=MEMBER),
            Field("contact", "cf_last_bought", "date", T("Last purchase", "最近消费日期"), section=MEMBER),
        ),
    ),
    Preset(
        "service",
        T("After-sales service", "售后服务"),
        T(
            "Installed devices, warranty and maintenance dates; renewals as a pipeline",
            "在用设备、保修与保养日期；以续约为销售流程",
        ),
        "phone-call",
        off=frozenset({"leads"}),
        fields=(
            Field("account", "cf_device", "text", T("Installed device", "在用设备"), section=SERVICE),
            Field("account", "cf_serial", "text", T("Serial number", "设备序列号"), section=SERVICE),
            Field("account", "cf_warranty_until", "date", T("Warranty until", "保修到期日"), section=SERVICE),
            Field("account", "cf_next_service", "date", T("Next maintenance", "下次保养日期"), section=SERVICE),
            Field("account", "cf_service_level", "choice", T("Service level", "服务级别"), (
                ("standard", T("Standard", "标准"), "gray"), ("priority", T("Priority", "优先"), "blue"),
                ("critical", T("Critical", "重保"), "red"),
            ), section=SERVICE),
        ),
        pipelines=(
            Pipeline("维保续约", "Service renewal", (
                ("即将到期", "Ending soon", 50, "open", "gray"), ("已报价", "Quoted", 70, "open", "blue"),
                ("合同确认", "Contract", 90, "open", "gold"), ("已续约", "Renewed", 100, "won", "green"),
                ("未续约", "Not renewed", 0, "lost", "red"),
            )),
        ),
    ),
    Preset(
        "finance",
        T("Finance", "金融"),
        T(
            "Suitability, risk level and source of funds beside the deal; approvals on",
            "客户适当性、风险等级与资金来源；启用审批",
        ),
        "shield-check",
        fields=(
            Field("contact", "cf_risk_level", "choice", T("Risk tolerance", "风险承受能力"), (
                ("c1", T("C1 cautious", "C1 谨慎型"), "green"), ("c2", T("C2 steady", "C2 稳健型"), "cyan"),
                ("c3", T("C3 balanced", "C3 平衡型"), "blue"), ("c4", T("C4 growth", "C4 进取型"), "orange"),
                ("c5", T("C5 aggressive", "C5 激进型"), "red"),
            ), section=RISK),
            Field("contact", "cf_assessed_on", "date", T("Assessed on", "风险测评日期"), section=RISK),
            Field("contact", "cf_funds_source", "text", T("Source of funds", "资金来源"), personal=True, section=RISK),
            Field("account", "cf_kyc_done", "date", T("Identity checked on", "客户身份识别日期"), section=RISK),
            Field("opportunity", "cf_expected_return", "percent", T("Expected return", "预期收益率")),
            Field("opportunity", "cf_term_months", "integer", T("Term (months)", "期限（月）")),
        ),
        pipelines=(
            Pipeline("理财与授信", "Wealth and credit", (
                ("初步接洽", "First contact", 10, "open", "gray"), ("适当性评估", "Suitability", 30, "open", "blue"),
                ("方案建议", "Proposal", 50, "open", "cyan"), ("风控审查", "Risk review", 70, "open", "purple"),
                ("签约", "Signing", 90, "open", "gold"), ("成交", "Closed", 100, "won", "green"),
                ("终止", "Ended", 0, "lost", "red"),
            )),
        ),
    ),
)  # fmt: skip
BY_KEY: Final = {preset.key: preset for preset in PRESETS}
