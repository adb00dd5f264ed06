"""Customers and products as people and machines meet them."""

from __future__ import annotations

from haoke.core.fieldtypes.base import SearchKind
from haoke.core.modules.declared import Module
from haoke.core.records import reach
from haoke.core.spec import Action, Briefing, ObjectSpec, Person, Weight
from haoke.core.text import T
from haoke.customers import actions, choices, models, rules
from haoke.customers.objects.shipped import APPROVALS, AUTOMATIONS, COMPLETENESS, NOTICE_RULES, PROFILE, TODAY
from haoke.pools import queries as pools
from haoke.pools.actions import ACTIONS as POOL_ACTIONS
from haoke.pools.choices import RECORD_NEWS
from haoke.privacy.actions import ERASE

__all__ = ["APPROVALS", "AUTOMATIONS", "COMPLETENESS", "NOTICE_RULES", "PROFILE", "TODAY"]

OWNER_ALIASES = (
    "owner", "account manager", "sales rep", "sales agent", "salesperson", "rep", "assigned to",
    "负责人", "跟进人", "销售", "销售员", "业务员", "客户经理", "所有人", "归属人",
)  # fmt: skip
ACCOUNT_ALIASES = (
    "account", "account name", "company", "company name", "customer", "customer name", "client",
    "organisation", "organization", "公司", "公司名称", "客户", "客户名称", "客户名", "客户全称",
    "单位", "单位名称", "企业名称", "企业", "名称",
)  # fmt: skip
PERSON_ALIASES = (
    "contact", "contact name", "full name", "person", "contact person", "联系人", "联系人姓名", "客户联系人", "姓名",
    "对接人", "联络人", "关键人",
)  # fmt: skip

SALUTATION_ALIASES = ("title of courtesy", "gender", "sex", "性别", "尊称")

account = ObjectSpec(
    key="account",
    plural="accounts",
    model=models.Account,
    label=T("Account", "客户"),
    label_plural=T("Accounts", "客户"),
    title="name",
    icon="building-2",
    number="ACC-{seq:6}",
    columns=("name", "industry", "level", "lifecycle", "region", "phone", "next_contact", "owner", "updated_at"),
    sections={
        T("Profile", "基本信息"): (
            "name", "kind", "industry", "level", "lifecycle", "source", "region", "owner", "next_contact",
        ),
        T("Reach", "联系方式"): ("phone", "email", "website", "address", "latitude", "longitude"),
        reach.SECTION: ("salutation", *reach.REACH),
        T("Company", "企业信息"): ("uscc", "size", "employees", "founded", "revenue", "parent"),
        T("More", "更多"): ("tags", "description"),
    },
    quick=("name", "industry", "phone", "source"),
    board="level",
    search={
        "name": Weight.HIGH,
        "number": Weight.EXACT,
        "phone": Weight.EXACT,
        "email": Weight.EXACT,
        "uscc": Weight.EXACT,
        "tags": Weight.LOW,
        "address": Weight.LOW,
    },
    search_kinds={"name": SearchKind.COMPANY},
    match=("number", "uscc", "name"),
    reverse={"parent": T("Subsidiaries", "下属企业")},
    locked=pools.PLACED,
    personal=("latitude", "longitude", *reach.REACH),
    rules=(
        rules.position_is_on_earth,
        rules.account_is_not_its_own_parent,
        rules.size_follows_employees,
        rules.founded_is_a_year,
        pools.stands_where_it_belongs,
    ),
    news=RECORD_NEWS,
    person=Person(
        "kind", "person", T("Only an account that is a person can be erased", "只有个人客户才能删除个人信息"),
        only=("salutation", *reach.REACH),
    ),
    actions=(
        Action("assign", actions.assign_owner, T("Assign", "分配"), actions.Assign, icon="user-plus", bulk=True),
        *POOL_ACTIONS,
        ERASE,
    ),
    aliases={
        "name": ACCOUNT_ALIASES,
        "number": (
            "account number", "customer number", "customer id", "account id", "customerid", "客户编号", "编号",
            "客户编码",
        ),
        "kind": ("type", "account type", "customer type", "客户性质", "客户类别"),
        "uscc": ("uscc", "social credit code", "credit code", "tax number", "信用代码", "税号", "纳税人识别号"),
        "industry": ("sector", "branch", "vertical", "industry type", "所属行业", "行业类别", "行业分类"),
        "level": ("grade", "tier", "rating", "class", "级别", "等级", "客户等级", "客户分级"),
        "lifecycle": ("lifecycle", "customer lifecycle", "客户生命周期", "生命周期阶段", "客户阶段"),
        "source": ("lead source", "channel", "origin", "客户来源", "获客渠道", "渠道", "信息来源"),
        "region": ("area", "territory", "district", "地区", "大区", "所在地区", "区域市场", "片区"),
        "phone": (
            "telephone", "tel", "phone number", "company phone", "电话", "公司电话", "座机", "联系电话",
            "总机", "固定电话",
        ),
        "email": ("e-mail", "mail", "email address", "电子邮件", "电子邮箱", "公司邮箱"),
        "website": ("web", "url", "homepage", "site", "网站", "官网", "公司网址"),
        "address": ("street", "location", "office location", "办公地址", "公司地址", "详细地址", "所在地", "通讯地址"),
        "latitude": ("lat", "gps latitude", "客户纬度"),
        "longitude": ("lng", "lon", "gps longitude", "客户经度"),
        "size": ("company size", "企业规模", "公司规模", "人员规模"),
        "employees": ("headcount", "staff", "number of employees", "人数", "员工数", "职工人数"),
        "founded": ("year established", "year founded", "established", "成立时间", "创立年份", "注册年份"),
        "revenue": ("turnover", "annual turnover", "sales", "营业额", "年收入", "年销售额", "营收"),
        "parent": ("subsidiary of", "parent", "parent account", "group", "母公司", "集团", "所属集团", "上级单位"),
        "next_contact": (
            "next contact date", "next follow-up", "follow up on", "下次联系时间", "下次跟进", "下次跟进时间",
            "回访日期",
        ),
        "owner": OWNER_ALIASES,
        "tags": ("labels", "keywords", "客户标签"),
        "salutation": SALUTATION_ALIASES,
        **reach.ALIASES,
        "description": ("notes", "note", "comment", "remarks", "备注说明", "说明", "客户描述", "简介"),
    },
)  # fmt: skip

contact = ObjectSpec(
    key="contact",
    plural="contacts",
    model=models.Contact,
    label=T("Contact", "联系人"),
    label_plural=T("Contacts", "联系人"),
    title="name",
    icon="contact",
    number="CON-{seq:7}",
    columns=("name", "account", "title", "mobile", "email", "owner", "updated_at"),
    sections={
        T("Person", "基本信息"): ("name", "salutation", "account", "title", "unit", "owner", "next_contact"),
        T("Reach", "联系方式"): ("mobile", "phone", "email", "im", "address"),
        reach.SECTION: reach.REACH,
        T("More", "更多"): ("birthday", "card", "tags", "description"),
    },
    quick=("name", "account", "title", "mobile"),
    search={
        "name": Weight.HIGH,
        "account": Weight.LOW,
        "number": Weight.EXACT,
        "mobile": Weight.EXACT,
        "phone": Weight.EXACT,
        "email": Weight.EXACT,
        "im": Weight.EXACT,
        "title": Weight.LOW,
    },
    search_kinds={"name": SearchKind.NAME, "account": SearchKind.COMPANY},
    match=("number", "email", ("name", "account"), ("name", "mobile")),
    personal=("mobile", "phone", "email", "im", "birthday", "address", "card", *reach.REACH),
    through=("account",),
    person=Person(),
    actions=(
        Action("assign", actions.assign_owner, T("Assign", "分配"), actions.Assign, icon="user-plus", bulk=True),
        ERASE,
    ),
    aliases={
        "name": PERSON_ALIASES,
        "account": (
            "company",
            "company name",
            "customer",
            "organisation",
            "公司",
            "客户名称",
            "单位",
            "所属公司",
            "所属客户",
        ),
        "salutation": SALUTATION_ALIASES,
        "title": ("job title", "contact title", "position", "role", "职位", "岗位", "头衔"),
        "unit": ("department", "division", "部门", "所属部门"),
        "mobile": ("mobile phone", "cell", "cell phone", "手机号", "手机号码", "移动电话", "联系手机", "联系人及电话"),
        "phone": ("telephone", "tel", "phone number", "work phone", "office phone", "联系电话", "座机", "办公电话"),
        "email": ("e-mail", "mail", "email address", "电子邮件", "电子邮箱"),
        "im": ("wechat", "weixin", "qq", "skype", "whatsapp", "微信", "微信号", "QQ号"),
        "birthday": ("birth date", "date of birth", "出生日期", "生辰"),
        "owner": OWNER_ALIASES,
        "description": ("notes", "note", "comment", "remarks", "说明"),
        "next_contact": ("next contact date", "next follow-up", "下次联系时间", "下次跟进", "回访日期"),
        "address": ("street", "home address", "联系地址", "通讯地址"),
        "tags": ("labels", "联系人标签"),
        **reach.ALIASES,
    },
)

account_contact = ObjectSpec(
    key="account_contact",
    plural="account-contacts",
    model=models.AccountContact,
    label=T("Role at an account", "任职关系"),
    label_plural=T("Roles at accounts", "任职关系"),
    title="contact",
    icon="users",
    group="settings",
    section="business",
    columns=("account", "contact", "roles", "stance", "strength", "known_by", "since", "until"),
    parent="account",
    alongside=("contact",),
    match=(("account", "contact", "since"), ("account", "contact")),
    beside=("contact", ("roles", "stance", "strength")),
    timeline=False,
    rules=(rules.period_is_in_order,),
    aliases={
        "account": ACCOUNT_ALIASES,
        "contact": PERSON_ALIASES,
        "roles": ("decision role", "decision roles", "buying role", "决策角色", "决策链角色", "客户角色"),
        "roles/decision_maker": ("decides", "decision maker", "关键决策人", "决策者", "拍板人"),
        "stance": ("attitude", "立场", "对我方态度"),
        "strength": ("relationship strength", "关系", "客情关系", "亲密度"),
    },
)

contact_relation = ObjectSpec(
    key="contact_relation",
    plural="contact-relations",
    model=models.ContactRelation,
    label=T("Line between contacts", "联系人关系"),
    label_plural=T("Lines between contacts", "联系人关系"),
    title="contact",
    icon="network",
    group="settings",
    section="business",
    columns=("account", "contact", "kind", "to", "note"),
    parent="account",
    alongside=("contact", "to"),
    match=(("account", "contact", "kind", "to"),),
    timeline=False,
    aliases={
        "account": ACCOUNT_ALIASES,
        "contact": PERSON_ALIASES,
        "to": ("superior", "reports to", "上级", "直属上级", "汇报对象"),
        "kind": ("relation", "关系类型"),
    },
    reverse={
        "contact": T("Reports to, influences", "汇报与影响"),
        "to": T("Reports and influence from", "下属与影响者"),
    },
    rules=(rules.line_is_between_two,),
)

product_category = ObjectSpec(
    key="product_category",
    plural="product-categories",
    model=models.ProductCategory,
    label=T("Product category", "产品分类"),
    label_plural=T("Product categories", "产品分类"),
    title="name",
    icon="folder-tree",
    group="settings",
    section="business",
    columns=("name", "parent", "description"),
    quick=("name", "parent"),
    search={"name": Weight.LOW},
    match=("name",),
    open=True,
    timeline=False,
    rules=(rules.category_is_not_its_own_parent,),
    aliases={
        "name": ("category", "category name", "series", "product line", "分类", "类别", "产品类别", "系列", "品类"),
        "description": ("notes", "描述"),
    },
)

product = ObjectSpec(
    key="product",
    plural="products",
    model=models.Product,
    label=T("Product", "产品"),
    label_plural=T("Products", "产品"),
    title="name",
    icon="package",
    number="PRD-{seq:5}",
    columns=("name", "code", "category", "price", "unit", "active"),
    sections={
        T("Product", "产品"): ("name", "code", "category", "price", "unit", "active"),
        T("More", "更多"): ("description",),
    },
    quick=("name", "code", "category", "price"),
    search={"name": Weight.HIGH, "code": Weight.EXACT, "number": Weight.EXACT},
    match=("number", "code", "name"),
    open=True,
    timeline=False,
    aliases={
        "name": ("product", "product name", "item", "产品", "产品名称", "商品", "商品名称", "品名"),
        "code": ("sku", "product code", "item code", "product id", "型号", "编码", "产品编号", "货号", "规格型号"),
        "category": ("series", "product line", "category name", "类别", "产品类别", "系列", "品类", "产品分类"),
        "price": ("sales price", "list price", "unit price", "price", "单价", "售价", "价格", "销售价", "标准价"),
        "unit": ("quantity per unit", "uom", "unit of measure", "计量单位", "规格"),
        "active": ("on sale", "available", "是否在售", "启用"),
        "description": ("notes", "描述", "产品描述", "备注"),
    },
)

exchange_rate = ObjectSpec(
    key="exchange_rate",
    plural="exchange-rates",
    model=models.ExchangeRate,
    label=T("Exchange rate", "汇率"),
    label_plural=T("Exchange rates", "汇率"),
    title="currency",
    icon="arrow-left-right",
    group="settings",
    section="business",
    carried=("currency", "since"),
    columns=("currency", "rate", "since"),
    quick=("currency", "rate", "since"),
    match=(("currency", "since"),),
    open=True,
    timeline=False,
    rules=(rules.currency_is_known,),
    aliases={
        "currency": ("currency code", "iso code", "货币", "货币代码"),
        "rate": ("exchange rate", "兑换率", "折算率"),
        "since": ("date", "valid from", "日期", "起始日期"),
    },
    default_sort="-since",
)

MODULES = (
    Module(
        "products", T("Products", "产品"), T("The catalogue of what you sell", "产品目录与分类"), "package",
        ("product", "product_category"),
    ),
)  # fmt: skip
OBJECTS = (account, contact, account_contact, contact_relation, product_category, product, exchange_rate)

DUPLICATE_RULES = choices.DUPLICATE_RULES
BRIEFINGS = (Briefing("people", T("Contacts", "联系人"), "contact", {"and": []}, "name", ("name", "title"), place=2),)
