"""Registrations, their terms and collisions as people and machines meet them."""

from __future__ import annotations

from haoke.core.fieldtypes.base import SearchKind
from haoke.core.modules.declared import Module
from haoke.core.spec import Action, Figure, ObjectSpec, Waits, Weight
from haoke.core.text import T
from haoke.registration import actions, models, rules
from haoke.registration.choices import CASE_NEWS, NEWS, Case

registration = ObjectSpec(
    key="registration",
    plural="registrations",
    model=models.Registration,
    label=T("Registration", "报备"),
    label_plural=T("Registrations", "报备"),
    title="name",
    icon="shield-check",
    group="sales",
    number="REG-{yyyy}{seq:5}",
    columns=("name", "account", "category", "state", "since", "until", "owner"),
    sections={
        T("Registration", "报备"): ("account", "company", "uscc", "category", "evidence", "files", "owner"),
        T("Protection", "保护"): ("state", "since", "until", "partners", "share"),
    },
    quick=("account", "company", "uscc", "category", "evidence", "files"),
    search={
        "name": Weight.HIGH, "account": Weight.HIGH, "company": Weight.HIGH, "number": Weight.EXACT,
        "uscc": Weight.EXACT,
    },
    search_kinds={"name": SearchKind.COMPANY, "company": SearchKind.COMPANY, "account": SearchKind.COMPANY},
    match=("number",),
    locked=("name", "state", "since", "until", "partners", "share"),
    merges=False,
    rules=(rules.registration_is_whole,),
    news=NEWS,
    actions=(
        Action(
            "extend", actions.extend, T("Extend", "延期"), actions.Extend, icon="calendar-plus",
            offered=("state", ("active",)),
        ),
        Action(
            "release", actions.release, T("Release", "释放"), actions.Release, icon="shield-off", danger=True,
            offered=("state", ("active", "contested")),
        ),
    ),
    aliases={
        "account": ("customer", "customer name", "客户名称", "客户"),
        "company": ("company name", "公司", "企业名称", "单位名称"),
        "category": ("product line", "产品线", "产品类别"),
        "evidence": ("reason", "说明", "报备说明"),
    },
)  # fmt: skip

registration_rule = ObjectSpec(
    key="registration_rule",
    plural="registration-rules",
    model=models.RegistrationRule,
    label=T("Registration rule", "报备规则"),
    label_plural=T("Registration rules", "报备规则"),
    title="name",
    icon="shield",
    group="settings",
    section="business",
    carried=("name",),
    switch="active",
    columns=("name", "category", "days", "remind_days", "collision", "active"),
    quick=("name", "category", "days", "remind_days", "collision"),
    match=("name",),
    timeline=False,
    rules=(rules.terms_are_days,),
    default_sort="name",
)

collision_case = ObjectSpec(
    key="collision_case",
    plural="collision-cases",
    model=models.CollisionCase,
    label=T("Collision", "撞单"),
    label_plural=T("Collisions", "撞单"),
    title="registration",
    icon="swords",
    group="settings",
    internal=True,
    own=True,
    number="COL-{yyyy}{seq:4}",
    involved=("collision_side", "case"),
    regards=("", "registration"),
    news=CASE_NEWS,
    waits=Waits("state", Case.OPEN.value, of="id"),
    timeline=False,
)

collision_side = ObjectSpec(
    key="collision_side",
    plural="collision-sides",
    model=models.CollisionSide,
    label=T("Side of a collision", "撞单当事方"),
    label_plural=T("Sides of collisions", "撞单当事方"),
    title="case",
    icon="user",
    group="settings",
    internal=True,
    own=True,
    timeline=False,
)

MODULES = (
    Module(
        "registrations", T("Registrations", "报备"),
        T("Customers protected for whoever reported them first", "先报先得的客户保护与撞单裁决"),
        "shield-check", ("registration", "registration_rule", "collision_case", "collision_side"),
        ("protection", "collision-cases"),
    ),
)  # fmt: skip
OBJECTS = (registration, registration_rule, collision_case, collision_side)
PROFILE = (
    Figure(
        "registrations", T("Registrations", "报备"), ("account",), "registration",
        {"field": "state", "op": "in", "value": ["active", "contested"]}, day="until", quiet=True, place=70,
    ),
)  # fmt: skip
