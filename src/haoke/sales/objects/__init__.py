# ruff: noqa: E501 - tables of words read best in long lines; Chinese counts double
"""Leads, opportunities and pipelines as people and machines meet them."""

from __future__ import annotations

from haoke.core.fieldtypes.base import SearchKind
from haoke.core.modules.declared import Module
from haoke.core.records import reach
from haoke.core.spec import Action, Briefing, ObjectSpec, Person, Weight
from haoke.core.text import T
from haoke.customers.actions import Assign, assign_owner
from haoke.customers.objects import OWNER_ALIASES, SALUTATION_ALIASES
from haoke.pools import queries as pools
from haoke.pools.actions import ACTIONS as POOL_ACTIONS
from haoke.pools.choices import RECORD_NEWS
from haoke.privacy.actions import ERASE
from haoke.sales import actions, rules
from haoke.sales.models import Lead, Opportunity, Pipeline, Stage, StageEntry
from haoke.sales.objects.ranking import LEVEL_RULES
from haoke.sales.objects.shipped import APPROVALS, AUTOMATIONS, COMPLETENESS, OPEN, PROFILE, TODAY

__all__ = ["APPROVALS", "AUTOMATIONS", "COMPLETENESS", "LEVEL_RULES", "PROFILE", "TODAY"]

ASSIGN = Action("assign", assign_owner, T("Assign", "分配"), Assign, icon="user-plus", bulk=True)

lead = ObjectSpec(
    key="lead",
    plural="leads",
    model=Lead,
    label=T("Lead", "线索"),
    label_plural=T("Leads", "线索"),
    title="name",
    icon="magnet",
    group="sales",
    number="LEAD-{seq:6}",
    columns=("name", "company", "status", "source", "phone", "next_contact", "owner"),
    sections={
        T("Lead", "线索"): (
            "name",
            "salutation",
            "company",
            "title",
            "status",
            "source",
            "product",
            "owner",
            "next_contact",
        ),
        T("Reach", "联系方式"): ("phone", "email", "region", "address"),
        reach.SECTION: reach.REACH,
        T("More", "更多"): ("tags", "description"),
    },
    quick=("name", "company", "phone", "source"),
    board="status",
    search={
        "name": Weight.HIGH,
        "company": Weight.HIGH,
        "number": Weight.EXACT,
        "phone": Weight.EXACT,
        "email": Weight.EXACT,
        "address": Weight.LOW,
    },
    search_kinds={"name": SearchKind.NAME, "company": SearchKind.COMPANY},
    match=("number", "email", ("name", "company"), ("name", "phone")),
    personal=("phone", "email", "address", *reach.REACH),
    person=Person(),
    locked=pools.PLACED,
    rules=(pools.stands_where_it_belongs,),
    news=RECORD_NEWS,
    actions=(ASSIGN, *POOL_ACTIONS, ERASE),
    aliases={
        "name": ("lead", "lead name", "full name", "person", "线索名称", "线索", "联系人", "客户姓名"),
        "company": ("company name", "account", "organisation", "organization", "公司名称", "单位", "企业名称"),
        "title": ("job title", "position", "职位", "岗位"),
        "status": ("lead status", "state", "线索状态", "跟进状态"),
        "source": ("lead source", "channel", "线索来源", "渠道", "获客渠道"),
        "phone": ("telephone", "mobile", "phone number", "手机", "手机号", "联系电话"),
        "email": ("e-mail", "mail", "电子邮件", "电子邮箱"),
        "region": ("area", "city", "地区", "城市"),
        "address": ("street", "location", "office location", "公司地址", "详细地址", "联系地址", "通讯地址"),
        "product": ("interest", "interested in", "意向", "需求产品", "感兴趣的产品"),
        "next_contact": ("next contact date", "next follow-up", "下次联系时间", "下次跟进"),
        "owner": OWNER_ALIASES,
        "description": ("notes", "comment", "message", "需求", "留言", "说明"),
        "tags": ("labels",),
        "salutation": SALUTATION_ALIASES,
        **reach.ALIASES,
    },
)

opportunity = ObjectSpec(
    key="opportunity",
    plural="opportunities",
    model=Opportunity,
    label=T("Opportunity", "商机"),
    label_plural=T("Opportunities", "商机"),
    title="name",
    icon="target",
    group="sales",
    number="OPP-{yyyy}{seq:6}",
    columns=("name", "account", "stage", "amount", "expected_close", "next_step", "owner", "updated_at"),
    sections={
        T("Deal", "商机信息"): ("name", "account", "contact", "amount", "estimated", "product", "expected_close", "owner"),
        T("Progress", "进展"): ("pipeline", "stage", "probability", "next_step", "next_contact", "source"),
        T("Closing", "结果"): ("opened_at", "closed_at", "lost_reason"),
        T("More", "更多"): ("tags", "description"),
    },
    quick=("name", "account", "amount", "expected_close"),
    board="stage",
    board_action="advance_stage",
    search={"name": Weight.HIGH, "account": Weight.HIGH, "number": Weight.EXACT, "product": Weight.LOW},
    search_kinds={"name": SearchKind.COMPANY, "account": SearchKind.COMPANY},
    match=("number",),
    locked=("stage", "closed_at", "lost_reason"),
    rules=(
        rules.pipeline_and_stage_agree,
        rules.opened_before_closed,
        rules.estimate_ends_with_an_amount,
        rules.closed_amount_is_fixed,
    ),
    actions=(
        Action("advance_stage", actions.advance_stage, T("Move to a stage", "推进阶段"), actions.AdvanceStage, icon="chevrons-right", bulk=True, among=actions.still_open),
        Action("win", actions.win_opportunity, T("Won", "赢单"), actions.Win, icon="trophy", bulk=True, among=actions.still_open),
        Action("lose", actions.lose_opportunity, T("Lost", "输单"), actions.Lose, icon="circle-x", danger=True, bulk=True, among=actions.still_open),
        Action("reopen", actions.reopen_opportunity, T("Reopen", "重新打开"), actions.Reopen, icon="rotate-ccw"),
        ASSIGN,
    ),
    # The history of its stages is one line.
    merges=False,
    aliases={
        "name": ("opportunity", "opportunity name", "deal", "deal name", "project", "商机", "项目", "项目名称", "机会名称", "名称"),
        "number": ("opportunity id", "opportunity number", "deal id", "商机编号", "项目编号", "编号"),
        "account": ("account name", "company", "company name", "customer", "client", "公司", "客户名称", "客户全称", "单位", "客户单位"),
        "contact": ("contact name", "contact person", "联系人姓名", "对接人"),
        "pipeline": ("sales process", "funnel", "流程", "销售漏斗", "管道"),
        "stage": (
            "deal stage", "sales stage", "status", "phase", "progress", "销售阶段", "商机阶段", "当前阶段", "当前进展", "进展",
            "进度", "状态", "跟进阶段",
        ),
        "amount": (
            "value", "deal value", "close value", "deal amount", "price", "total", "预计金额", "商机金额", "合同金额", "成交金额",
            "预算", "报价", "金额（元）", "预计销售金额",
        ),
        "estimated": ("is estimate", "是否估算",),
        "probability": ("win rate", "chance", "概率", "成功率", "可能性"),
        "opened_at": ("engage date", "start date", "open date", "created", "created date", "开始时间", "立项日期", "创建日期", "建立日期", "登记日期"),
        "expected_close": ("expected close date", "forecast date", "close by", "预计成交时间", "预计签单日期", "预计签约", "预计结单日期"),
        "closed_at": ("close date", "closed date", "won date", "成交日期", "签约日期", "签单日期", "关闭日期", "结单日期"),
        "product": ("product name", "item", "产品名称", "产品", "意向产品", "商品"),
        "source": ("lead source", "channel", "来源渠道", "商机来源", "客户来源"),
        "next_step": ("next action", "todo", "下一步计划", "下步工作", "后续计划"),
        "next_contact": ("next contact date", "next follow-up", "下次联系时间", "下次跟进", "下次跟进时间"),
        "lost_reason": ("loss reason", "reason lost", "丢单原因", "失败原因", "未成交原因"),
        "owner": OWNER_ALIASES,
        "description": ("notes", "comment", "remarks", "说明", "需求描述"),
        "tags": ("labels", "商机标签"),
    },
)  # fmt: skip

pipeline = ObjectSpec(
    key="pipeline",
    plural="pipelines",
    model=Pipeline,
    label=T("Pipeline", "销售流程"),
    label_plural=T("Pipelines", "销售流程"),
    title="name",
    icon="workflow",
    group="settings",
    section="business",
    carried=("name",),
    columns=("name", "order", "is_default", "active"),
    quick=("name",),
    match=("name",),
    open=True,
    timeline=False,
    default_sort="order",
)

stage = ObjectSpec(
    key="stage",
    plural="stages",
    model=Stage,
    label=T("Stage", "阶段"),
    label_plural=T("Stages", "阶段"),
    title="name",
    icon="list-ordered",
    group="settings",
    section="business",
    carried=("pipeline", "name"),
    columns=("name", "pipeline", "order", "probability", "kind", "color"),
    quick=("name", "pipeline", "order", "probability", "kind"),
    match=(("name", "pipeline"),),
    open=True,
    timeline=False,
    rules=(rules.stage_keeps_its_pipeline, rules.probability_fits_the_kind),
    default_sort="order",
)

stage_entry = ObjectSpec(
    key="stage_entry",
    plural="stage-entries",
    model=StageEntry,
    label=T("Stage history", "阶段历史"),
    label_plural=T("Stage history", "阶段历史"),
    title="stage",
    icon="history",
    group="settings",
    section=None,
    columns=("opportunity", "stage", "entered_at", "left_at", "by"),
    locked=("opportunity", "stage", "entered_at", "left_at", "by"),
    parent="opportunity",
    timeline=False,
    default_sort="-entered_at",
)

MODULES = (
    Module(
        "leads", T("Leads", "线索"), T("People who may become customers", "潜在客户的获取与跟进"), "magnet", ("lead",)
    ),
    Module(
        "opportunities", T("Opportunities", "商机"), T("Deals in pipelines with stages", "按销售流程与阶段推进的商机"),
        "target", ("opportunity", "pipeline", "stage", "stage_entry"),
    ),
)  # fmt: skip
OBJECTS = (lead, opportunity, pipeline, stage, stage_entry)

_DEALS = "FROM sales_opportunity o JOIN sales_stage s ON s.id = o.stage_id WHERE o.account_id = r.id AND o.deleted_at IS NULL"
_DONE = (
    "v.done_at AS at FROM inbox_activity v JOIN inbox_activitylink l ON l.activity_id = v.id AND l.deleted_at IS NULL{tied}"
    " WHERE v.deleted_at IS NULL AND v.done AND l.object = '{object}'"
)


def _done(key: str, record: str = "l.record", tied: str = "") -> str:
    """SELECT (record, at) of what was done with records of an object, or with what belongs to them."""
    return f"SELECT {record} AS record, " + _DONE.format(object=key, tied=tied)


#: How pools know that somebody cares for a record: what was done with a customer, its people and its deals.
POOLED = (
    pools.Pooled(
        "account",
        followed=" UNION ALL ".join(
            (
                _done("account"),
                _done("contact", "c.account_id", " JOIN customers_contact c ON c.id = l.record"),
                _done("opportunity", "o.account_id", " JOIN sales_opportunity o ON o.id = l.record"),
            )
        ),
        opened="SELECT o.account_id AS record, o.created_at AS at FROM sales_opportunity o WHERE o.deleted_at IS NULL",
        won=f"EXISTS (SELECT 1 {_DEALS} AND s.kind = 'won')",
        dealing=f"EXISTS (SELECT 1 {_DEALS} AND s.kind = 'open')",
        parts=(("contact", "account"),),
    ),
    pools.Pooled("lead", followed=_done("lead"), won="r.status = 'converted'"),
)

BRIEFINGS = (
    Briefing(
        "open_deals", T("Open deals", "进行中的商机"), "opportunity", OPEN, "expected_close",
        ("name", "stage", "amount", "expected_close", "next_step"), most=5, place=1,
    ),
)  # fmt: skip
