"""What an entry of the register of personal data must be: of a field that holds such data, and carried out as said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core import registry
from haoke.core.spec import RuleBroken
from haoke.core.text import T, say
from haoke.privacy import choices
from haoke.privacy.queries.register import may, personal_fields, title_of_person

if TYPE_CHECKING:
    from haoke.core.fields import FieldDef
    from haoke.core.spec import Change, ObjectSpec

LONGEST: Final = 1200
DATES: Final = frozenset({"date", "datetime"})
NOT_PERSONAL: Final = T("This field holds no data about persons", "此字段不含个人信息")
NO_PURPOSE: Final = T("Say what it is kept for", "请选择处理目的")
NO_MONTHS: Final = T("Choose 1 to {most} months", "请填写 1 至 {most} 个月")
NEEDED: Final = T("Say after how many months", "请填写保留月数")
NO_DATE: Final = T("Choose a date field of the same object", "请选择同一对象的日期字段")
ONLY_BY_NAME: Final = T(
    "A person is erased as a whole, by the entry of his name “{field}”; this field can go with him",
    "删除个人信息以姓名字段“{field}”为准，其他字段请选择“随本人信息一并删除”",
)
NO_ERASING: Final = T("Records of this object are no persons", "此对象的记录不是个人，无法删除个人信息")
NOT_EMPTY: Final = T("This field cannot be empty; erase the person instead", "此字段不能为空，请改为删除个人信息")
NOT_ALONG: Final = T(
    "This is no part of a person's data: choose what happens", "此字段不随本人信息删除，请选择其他方式"
)
NOT_KEPT: Final = T(
    "When the person is erased, this field is, too: choose “goes with the person”",
    "本人信息删除时此字段也会删除，请选择“随本人信息一并删除”",
)


def entry_makes_sense(change: Change) -> None:
    """The field is one of persons, its time can be told, and what happens then can be done to it."""
    after = change.after
    spec = registry.objects().get(after["object"])
    if spec is None or after["field"] not in personal_fields(spec):
        raise RuleBroken.at("field" if spec else "object", "not_personal", NOT_PERSONAL)
    field = registry.field(spec.key, after["field"])
    if not after["purposes"]:
        raise RuleBroken.at("purposes", "required", NO_PURPOSE)
    _time_makes_sense(spec, change)
    _then_makes_sense(spec, field, after["then"])
    after["name"] = {
        "en": f"{say(spec.label, 'en')} · {say(field.label, 'en')}",
        "zh": f"{say(spec.label, 'zh')} · {say(field.label, 'zh')}",
    }


def _time_makes_sense(spec: ObjectSpec, change: Change) -> None:
    after = change.after
    if after["months"] is not None and not 1 <= after["months"] <= LONGEST:
        raise RuleBroken.at("months", "out_of_range", NO_MONTHS.fill(most=LONGEST))
    if after["months"] is None and after["then"] in (choices.ERASE, choices.BLANK):
        raise RuleBroken.at("months", "required", NEEDED)
    named = after["date_field"]
    if not named and not change.creating and "after" not in change.changed and after["after"] == choices.DATE:
        # Whoever takes the date away has it count from the last contact again.
        after["after"] = choices.LAST_CONTACT
    found = registry.fields(spec.key).get(named or "")
    if (named or after["after"] == choices.DATE) and (found is None or found.type.kind not in DATES):
        raise RuleBroken.at("date_field", "no_date", NO_DATE)


def _then_makes_sense(spec: ObjectSpec, field: FieldDef, then: str) -> None:
    if then in may(spec, field):
        return
    title = title_of_person(spec)
    by_name = ONLY_BY_NAME.fill(field=registry.field(spec.key, title).label) if title else NO_ERASING
    told = {choices.ERASE: by_name, choices.BLANK: NOT_EMPTY, choices.ALONG: NOT_ALONG, choices.KEEP: NOT_KEPT}
    raise RuleBroken.at("then", "impossible", told[then])
