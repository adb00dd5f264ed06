"""Tag groups, tags and level rules as people and machines meet them."""

from __future__ import annotations

from haoke.core.spec import Action, Editor, ObjectSpec, Weight
from haoke.core.text import T
from haoke.labels import actions, rules
from haoke.labels.actions.keeping import VIA
from haoke.labels.models import LevelRule, Tag, TagGroup

#: What rules of tags and levels write follows from the record: it keeps nobody from taking back what made it.
FOLLOWING = (VIA,)

tag_group = ObjectSpec(
    key="tag_group",
    plural="tag-groups",
    model=TagGroup,
    label=T("Tag group", "标签组"),
    label_plural=T("Tag groups", "标签组"),
    title="name",
    icon="tags",
    group="settings",
    section="business",
    carried=("object", "name"),
    columns=("name", "object", "multiple", "free", "to_departments", "to_users", "order"),
    sections={
        T("Group", "标签组"): ("name", "object", "multiple", "free", "order"),
        T("Who may use it", "使用范围"): ("to_departments", "to_users"),
    },
    quick=("name", "object", "multiple", "free"),
    search={"name": Weight.HIGH},
    match=("name",),
    timeline=False,
    rules=(rules.group_makes_sense,),
    editors={"object": Editor.OBJECT},
    default_sort="order",
)

tag = ObjectSpec(
    key="tag",
    plural="tags",
    model=Tag,
    label=T("Tag", "标签"),
    label_plural=T("Tags", "标签"),
    title="name",
    icon="tag",
    group="settings",
    section="business",
    carried=("object", "name"),
    switch="active",
    columns=("name", "group", "object", "color", "days", "order", "active"),
    sections={
        T("Tag", "标签"): ("name", "object", "group", "color", "days", "order", "active"),
        T("By rule", "自动打标"): ("condition",),
    },
    quick=("name", "object", "group", "color", "condition"),
    search={"name": Weight.HIGH},
    match=(("name", "object"),),
    timeline=False,
    rules=(rules.tag_makes_sense,),
    actions=(
        Action("rename_tag", actions.rename_tag, T("Rename or merge", "改名或合并"), actions.Renaming, icon="pencil"),
    ),
    editors={"object": Editor.OBJECT, "condition": Editor.CRITERIA},
    reverse={"group": T("Tags", "标签")},
    default_sort="order",
)

level_rule = ObjectSpec(
    key="level_rule",
    plural="level-rules",
    model=LevelRule,
    label=T("Level rule", "分级规则"),
    label_plural=T("Level rules", "分级规则"),
    title="name",
    icon="chart-no-axes-column-increasing",
    group="settings",
    section="business",
    carried=("object", "field", "name"),
    switch="active",
    columns=("name", "object", "field", "value", "order", "active"),
    sections={T("Rule", "规则"): ("name", "object", "field", "value", "condition", "order", "active")},
    quick=("name", "object", "field", "value", "condition", "order"),
    match=("name",),
    timeline=False,
    rules=(rules.level_makes_sense,),
    editors={
        "object": Editor.OBJECT, "field": Editor.FIELD, "value": Editor.CHOICE, "condition": Editor.LIST_CRITERIA,
    },
    default_sort="order",
)  # fmt: skip

OBJECTS = (tag_group, tag, level_rule)
