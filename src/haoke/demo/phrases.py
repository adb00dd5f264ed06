# ruff: noqa: E501 - tables of words read best in long lines; Chinese counts double
"""What sales people write down, in Chinese and English."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from uuid import UUID


class Plan(NamedTuple):
    """Something a person has planned: days from today, how often it comes back."""

    ahead: int
    kind: str
    zh: str
    en: str
    every: str = ""


#: (code, Chinese name, English name, price, unit, weight)
CATEGORIES: Final = (
    ("gateway", "智能网关 Gateways"), ("sensor", "传感与仪表 Sensors"), ("platform", "云平台 Cloud platform"), ("service", "实施服务 Services"),
)  # fmt: skip
#: (code, category, name, price, unit, how often sold)
PRODUCTS: Final = (
    ("HK-G100", "gateway", "HK-G100 边缘网关 Edge Gateway", 2_980, "台", 10), ("HK-G200", "gateway", "HK-G200 工业网关 Industrial Gateway", 5_680, "台", 9),
    ("HK-G500", "gateway", "HK-G500 5G 网关 5G Gateway", 9_800, "台", 4), ("HK-G900", "gateway", "HK-G900 冗余网关 Redundant Gateway", 18_600, "台", 2),
    ("HK-S10", "sensor", "HK-S10 温湿度传感器 Climate Sensor", 360, "只", 8), ("HK-S20", "sensor", "HK-S20 振动传感器 Vibration Sensor", 1_280, "只", 7),
    ("HK-S30", "sensor", "HK-S30 压力变送器 Pressure Transmitter", 1_650, "只", 5), ("HK-M50", "sensor", "HK-M50 智能电表 Smart Meter", 890, "台", 8),
    ("HK-M80", "sensor", "HK-M80 多回路电表 Multi-circuit Meter", 2_400, "台", 4), ("HK-V1", "sensor", "HK-V1 视觉检测仪 Vision Inspector", 46_000, "台", 3),
    ("HK-C-BAS", "platform", "云控平台 基础版 Cloud Control Basic", 28_000, "年", 9), ("HK-C-PRO", "platform", "云控平台 专业版 Cloud Control Pro", 86_000, "年", 7),
    ("HK-C-ENT", "platform", "云控平台 企业版 Cloud Control Enterprise", 260_000, "年", 3), ("HK-E-SYS", "platform", "能源管理系统 Energy Manager", 128_000, "套", 5),
    ("HK-P-SYS", "platform", "预测性维护 Predictive Maintenance", 168_000, "套", 3), ("HK-X-API", "platform", "开放接口包 Integration Pack", 36_000, "年", 3),
    ("HK-SV-D", "service", "部署实施 Deployment", 1_800, "人天", 6), ("HK-SV-T", "service", "操作培训 Training", 6_800, "场", 3),
    ("HK-SV-M", "service", "年度维保 Maintenance Plan", 24_000, "年", 6), ("HK-SV-C", "service", "节能诊断 Energy Audit", 38_000, "次", 2),
)  # fmt: skip
PROJECTS_ZH: Final = (
    "{product}采购",
    "{product}项目",
    "{product}扩容",
    "{product}续约",
    "二期{product}",
    "{product}试点",
    "新厂{product}",
    "{product}升级改造",
)
PROJECTS_EN: Final = (
    "{product} rollout",
    "{product} renewal",
    "{product} pilot",
    "{product} for the new plant",
    "{product} upgrade",
    "{product} phase 2",
)
TAGS: Final = {
    "zh": ("重点", "老客户", "招投标", "价格敏感", "可转介绍", "年框", "出口", "节能改造"),
    "en": (
        "Key account",
        "Long-standing",
        "Tenders",
        "Price-sensitive",
        "Reference",
        "Frame agreement",
        "Export",
        "Retrofit",
    ),
}

#: {kind: (subject, body) in Chinese}
TALK_ZH: Final = {
    "call": (
        ("首次电话沟通", "介绍了公司和产品，对方对能耗数据采集比较感兴趣，约了下周发资料。"),
        ("确认预算和时间", "客户说今年预算已批，计划下个季度上线，需要先看样机。"),
        ("跟进报价", "报价已收到，觉得单价偏高，希望按年框谈个折扣。"),
        ("催合同进度", "合同在法务走流程，预计这周五前有结果。"),
        ("电话回访", "设备运行稳定，数据每天都在看，提了两个报表需求。"),
        ("约见技术负责人", "采购同意安排我们和技术负责人见面，地点在他们厂区。"),
        ("未接通，稍后再拨", "打了两次没有接听，发了短信。"),
    ),
    "visit": (
        ("上门拜访", "看了现场配电房和产线，点位大约 120 个，拍了照片，回来做方案。"),
        ("现场勘查", "网络条件一般，需要加一台网关；客户电工全程陪同，配合度高。"),
        ("拜访总经理", "总经理关心投资回收期，要求方案里写清节能测算。"),
        ("样机安装调试", "样机装在 2 号车间，数据已经上来，试用两周。"),
    ),
    "meeting": (
        ("方案汇报会", "向生产、设备、信息三个部门汇报方案，问题集中在数据安全和接口。"),
        ("商务谈判", "付款方式谈到 3-6-1，价格还差五个点，需要内部申请。"),
        ("技术交流会", "演示了云控平台，对报警推送和权限管理很满意。"),
        ("项目启动会", "确定了双方负责人和里程碑，下周进场。"),
    ),
    "email": (
        ("发送产品资料", "已发送产品手册和三个同行业案例。"),
        ("发送报价单", "报价单已发，有效期 30 天，抄送了采购。"),
        ("发送会议纪要", "会议纪要和待办清单已发，请对方确认。"),
    ),
    "note": (
        ("客户组织变动", "原采购经理调岗，新负责人下月到任，需要重新建立联系。"),
        ("竞争对手动态", "对手报价比我们低约 8%，但交期要 10 周。"),
        ("内部评审", "评审通过，可以按标准方案报价，交期四周。"),
    ),
    "task": (
        ("准备投标文件", "按招标文件第三章准备，资质原件要提前申请。"),
        ("整理现场点位表", "把拍照和图纸对一遍，输出点位表给方案组。"),
        ("申请特价", "毛利测算后提交特价申请。"),
        ("寄送样品", "寄两只传感器样品，附检测报告。"),
    ),
    "complaint": (
        ("投诉：网关频繁掉线", "客户反映网关每天掉线两三次，已安排工程师远程排查。"),
        ("投诉：发货延迟", "订单晚到四天，客户不满意，已道歉并补偿一次免费培训。"),
    ),
}  # fmt: skip
TALK_EN: Final = {
    "call": (
        ("Introduction call", "Walked through the portfolio; energy data is what they care about. Sending material next week."),
        ("Budget and timing", "Budget is approved for this year, go-live planned next quarter, wants to see a demo unit first."),
        ("Follow up on the quote", "Quote received, finds the unit price high and asks for a frame agreement."),
        ("Contract status", "Contract is with legal, answer expected by Friday."),
        ("Left a voice message", "No answer, left a message and sent a short e-mail."),
    ),
    "visit": (
        ("Site visit", "Saw the switch room and two lines, about 120 points, took pictures for the proposal."),
        ("Visit to the managing director", "Return on investment decides; wants the saving worked out in the proposal."),
    ),
    "meeting": (
        ("Solution presentation", "Production, maintenance and IT attended; questions about data security and interfaces."),
        ("Negotiation", "Agreed on payment terms, five points apart on price."),
        ("Technical workshop", "Showed the cloud platform; alarms and access rights went down well."),
    ),
    "email": (("Sent product material", "Brochure and three cases from the same industry."), ("Sent the quote", "Valid for 30 days, purchasing in copy.")),
    "note": (("Change at the customer", "The buyer moves on; the successor starts next month."), ("Competitor", "Competitor is 8 % cheaper but needs ten weeks.")),
    "task": (("Prepare the tender", "Chapter three; originals of the certificates must be requested early."), ("Send samples", "Two sensors with the test report.")),
    "complaint": (("Complaint: gateway drops out", "Two or three times a day; an engineer is looking at it remotely."),),
}  # fmt: skip
SOLVED_ZH: Final = ("远程升级固件后恢复正常，客户已确认", "更换网关一台，次日上线", "补偿一次免费巡检，客户接受")
SOLVED_EN: Final = ("New firmware, the customer confirms it runs", "Replaced the gateway, back the next day")
NEXT_ZH: Final = (
    "周内发修订报价", "约技术负责人现场交流", "跟进合同法务审批", "提交特价申请并回复客户", "安排样机试用", "确认付款方式", "准备方案汇报材料", "拜访总经理确认预算", "跟进招标公告发布时间",
)  # fmt: skip
NEXT_EN: Final = (
    "Send the revised quote", "Meet the technical lead on site", "Follow up on the legal review", "Arrange a demo unit", "Agree on payment terms", "Prepare the presentation",
)  # fmt: skip
TODO_ZH: Final = (("call", "回电确认方案意见"), ("call", "跟进报价反馈"), ("call", "电话回访使用情况"), ("visit", "上门拜访确认需求"), ("meeting", "方案评审会"), ("task", "发送修订版报价"), ("task", "准备演示环境"), ("task", "提交合同审批"))  # fmt: skip
TODO_EN: Final = (("call", "Call back about the proposal"), ("call", "Ask about the quote"), ("meeting", "Review meeting"), ("task", "Send the revised quote"), ("visit", "Visit to confirm requirements"))  # fmt: skip
TEAM: Final = "大客户组 Key accounts"
#: What is known of a customer.
ABOUT_ZH: Final = (
    "老厂房改造，配电房 6 间，今年重点是能耗双控；决策看总经理，采购只管比价。", "集团统一采购，单笔超过 30 万要走招标；每年 3 月定预算。", "现用设备三年前从别家买的，去年坏过两次，对售后响应很在意。",
    "设备科支持我们，信息部担心数据出厂，方案里要写本地部署。", "付款一向准时，习惯月底集中下单。", "新园区明年二季度投产，先从一条线试点。", "和我们同城，可以随时上门；负责人喜欢先看样机再谈价格。",
)  # fmt: skip
ABOUT_EN: Final = (
    "Two plants, six switch rooms each; energy cost is the topic of the year. The plant manager decides.", "Group purchasing above 50 k, budget is fixed in March.",
    "Had two failures with the present supplier last year; response time matters more than price.", "IT insists on hosting on site.", "Pays on time, orders at the end of the month.",
)  # fmt: skip
#: {source: what a lead asked}
ASKED_ZH: Final = {
    "website": ("官网留言：想了解工业网关的价格和交期，约 40 台。", "官网下载了能源管理白皮书，希望有人介绍一下方案。", "留言问云控平台能不能本地部署。"),
    "exhibition": ("工博会现场聊过，带走样本，做电镀的，关心重金属废水在线监测。", "展会扫码登记，想要同行业案例。", "展台看了振动传感器演示，要求报价。"),
    "search": ("搜索“配电房温湿度监测”进来，想要一套试用。", "咨询智能电表能否接入现有 MES。"),
    "advertising": ("点击广告后留资，关注节能诊断。", "留资电话，需求是车间能耗看板。"),
    "social": ("公众号后台留言，问有没有代理政策。", "看了短视频来问视觉检测仪精度。"),
    "referral": ("老客户介绍，准备新建二期，想直接谈。",),
    "phone": ("来电询价，温湿度传感器 200 只，月底前要。",),
}  # fmt: skip
ASKED_EN: Final = {
    "website": ("Website form: needs 40 industrial gateways, asks for price and lead time.", "Downloaded the energy paper and would like a call."),
    "exhibition": ("Met at the fair, took the brochure, interested in vibration sensors.", "Scanned at the stand, asks for references."),
    "social": ("Asked on LinkedIn whether the platform can be hosted on site.",),
    "referral": ("Recommended by a customer, plans a second plant.",),
}  # fmt: skip
JUNK: Final = {"zh": (
    {"name": "测试", "company": "测试公司", "description": "测试测试"}, {"name": "asdf", "company": "asdf", "description": "qwer"},
    {"name": "SEO 推广", "company": "网络推广", "description": "专业网站优化，先排名后付费。"}, {"name": "test", "description": "please ignore"},
), "en": (
    {"name": "test", "company": "test", "description": "test"}, {"name": "asdf", "company": "asdf", "description": "qwer"},
    {"name": "SEO offer", "company": "Rank First", "description": "Top of the search results or your money back."},
)}  # fmt: skip
LEAD_CALLS: Final = {
    "zh": ("首次联系，确认需求", "发资料后回访", "确认参观时间", "核实公司信息后转销售"),
    "en": (
        "First call: what they need",
        "Call after sending material",
        "Agree on a date for the visit",
        "Check the company, then hand to sales",
    ),
}
CARE_ZH: Final = "季度回访：设备运行与满意度"
CARE_EN: Final = "Quarterly call: how the equipment runs"
LEADING: Final = (
    Plan(-1, "task", "审批特价申请", "Decide on the special price"), Plan(0, "meeting", "区域周会：商机评审", "Weekly pipeline review", "week"), Plan(0, "call", "和重点客户负责人通话", "Call a key customer"),
    Plan(1, "meeting", "一对一：业绩与计划", "One-to-one: figures and plans", "week"), Plan(2, "task", "核对本月回款与预测", "Check this month's forecast", "month"), Plan(4, "visit", "陪同拜访大客户", "Joint visit to a key account"),
)  # fmt: skip
MARKETING: Final = (
    Plan(0, "task", "整理展会名片并录入线索", "Enter the cards from the fair"), Plan(0, "task", "给新线索分配负责人", "Hand new leads to sales", "day"), Plan(1, "meeting", "线索质量复盘会", "Lead quality review", "week"),
    Plan(3, "task", "发布客户案例文章", "Publish a customer story"), Plan(-1, "task", "核对广告费用与线索来源", "Match advertising cost and sources", "month"),
)  # fmt: skip


def wishes(person: UUID) -> dict[str, Any]:
    """How one in four wishes to be reached; always the same of the same person."""
    chance = random.Random(person.int)  # noqa: S311 - a demo, not a secret
    if chance.random() > 0.25:  # noqa: PLR2004
        return {}
    found: dict[str, Any] = {"preferred_channel": chance.choice(("phone", "wecom", "wechat", "email"))}
    if chance.random() < 0.5:  # noqa: PLR2004
        first, last = chance.choice((("09:00", "11:30"), ("14:00", "17:30"), ("10:00", "16:00")))
        found |= {"reach_days": ["mon", "tue", "wed", "thu", "fri"], "reach_from": first, "reach_until": last}
    return found
