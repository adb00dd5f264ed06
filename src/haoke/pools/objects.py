"""Pools, recycle rules and quotas as people and machines meet them."""

from __future__ import annotations

from haoke.core.modules.declared import Module
from haoke.core.spec import Editor, ObjectSpec, Weight
from haoke.core.text import T
from haoke.dataquality.queries import Keeper
from haoke.pools import rules
from haoke.pools.actions import give
from haoke.pools.choices import POOL_NEWS
from haoke.pools.models import OwnerQuota, Pool, RecycleRule
from haoke.pools.queries import pools, quotas

pool = ObjectSpec(
    key="pool",
    plural="pools",
    model=Pool,
    label=T("Public pool", "公海"),
    label_plural=T("Public pools", "公海"),
    title="name",
    icon="waves",
    group="settings",
    section="business",
    carried=("object", "name"),
    switch="active",
    columns=("name", "object", "member_departments", "member_users", "daily_claims", "auto_recycle", "active"),
    sections={
        T("Pool", "公海"): ("name", "object", "active", "collects", "order"),
        T("People", "人员"): ("everyone", "member_departments", "member_users", "administrators"),
        T("Claiming", "领取"): ("daily_claims", "cool_off_days", "protect_days", "masking", "masked_fields"),
        T("Recycling", "回收"): ("auto_recycle", "remind_days"),
    },
    quick=("name", "object", "everyone", "member_departments", "member_users", "active"),
    search={"name": Weight.HIGH},
    match=("name",),
    open=True,
    placing=True,
    timeline=False,
    rules=(rules.pool_makes_sense,),
    news=POOL_NEWS,
    editors={"object": Editor.OBJECT, "masked_fields": Editor.FIELDS},
    default_sort="order",
)

recycle_rule = ObjectSpec(
    key="recycle_rule",
    plural="recycle-rules",
    model=RecycleRule,
    label=T("Recycle rule", "回收规则"),
    label_plural=T("Recycle rules", "回收规则"),
    title="name",
    icon="recycle",
    group="settings",
    section="business",
    carried=("object", "name"),
    switch="active",
    columns=("name", "pool", "kind", "days", "order", "active"),
    sections={
        T("Rule", "规则"): ("name", "object", "pool", "kind", "days", "condition", "order", "active"),
        T("Who stays", "不回收"): ("exempt_won", "exempt_open"),
    },
    quick=("name", "object", "pool", "kind", "days", "condition"),
    match=("name",),
    timeline=False,
    rules=(rules.recycling_makes_sense,),
    editors={"object": Editor.OBJECT, "condition": Editor.CRITERIA},
    reverse={"pool": T("Recycle rules", "回收规则")},
    default_sort="order",
)

owner_quota = ObjectSpec(
    key="owner_quota",
    plural="owner-quotas",
    model=OwnerQuota,
    label=T("Quota of owners", "客户限额"),
    label_plural=T("Quotas of owners", "客户限额"),
    title="name",
    icon="gauge",
    group="settings",
    section="business",
    carried=("object", "name"),
    switch="active",
    columns=("name", "object", "kind", "most", "to_departments", "to_users", "active"),
    sections={
        T("Quota", "限额"): ("name", "object", "kind", "most", "won_counts", "to_departments", "to_users", "active")
    },
    quick=("name", "object", "kind", "most", "to_departments", "to_users"),
    match=("name",),
    timeline=False,
    rules=(rules.quota_makes_sense,),
    editors={"object": Editor.OBJECT},
    default_sort="name",
)

MODULES = (
    Module(
        "pools", T("Public pools", "公海"), T("Records nobody has, claimed by members", "无负责人的记录，由成员领取"),
        "waves", ("pool", "recycle_rule", "owner_quota"), ("public-pools", "public-pools-trial"),
    ),
)  # fmt: skip
#: How many more records somebody may be given.
ROOM = (quotas.room,)
#: Who gives what stands in pools.
KEEPERS = (Keeper(pools.kept, give),)
OBJECTS = (pool, recycle_rule, owner_quota)
