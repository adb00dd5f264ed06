"""What administrators make, as objects themselves."""

from __future__ import annotations

from haoke.core.custom import actions, rules
from haoke.core.custom.models import CustomField, CustomObject
from haoke.core.numbering import actions as numbering
from haoke.core.spec import Action, ObjectSpec
from haoke.core.text import T

custom_object = ObjectSpec(
    key="custom_object",
    plural="custom_objects",
    model=CustomObject,
    label=T("Object of your own", "自定义对象"),
    label_plural=T("Objects of your own", "自定义对象"),
    title="label",
    icon="boxes",
    group="settings",
    carried=("key",),
    columns=("label", "key", "icon", "number_pattern", "open"),
    quick=("label", "label_plural", "icon", "number_pattern"),
    timeline=False,
    rules=(rules.object_is_sound,),
    actions=(
        Action(
            "count_on",
            numbering.count_own_on,
            T("Count on from", "设置下一个序号"),
            numbering.Next,
            icon="list-ordered",
        ),
    ),
)
custom_field = ObjectSpec(
    key="custom_field",
    plural="custom_fields",
    model=CustomField,
    label=T("Field of your own", "自定义字段"),
    label_plural=T("Fields of your own", "自定义字段"),
    title="label",
    icon="text-cursor-input",
    group="settings",
    carried=("object", "name"),
    columns=("label", "object", "name", "kind", "required", "position"),
    quick=("object", "kind", "label", "options"),
    timeline=False,
    default_sort="position",
    rules=(rules.field_is_sound,),
    actions=(Action("move", actions.move, T("Move", "移动"), actions.Place, icon="arrow-up-down"),),
)
CUSTOM = (custom_object, custom_field)
