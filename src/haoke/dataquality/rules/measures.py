"""What a measure of completeness must be: of fields people fill in, each with a weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.errors import Missing
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.dataquality.queries.counted import MOST_WEIGHT, SWITCHES, counts, measurable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.errors import Invalid
    from haoke.core.fields import FieldDef
    from haoke.core.spec import Change

MOST_PARTS: Final = 50
WHOLE: Final = 100
NOT_MEASURED: Final = T("Records of this object are not measured", "此对象不计算完整度")
NO_PARTS: Final = T(
    "Choose at least one field and at most {most}, each once, with a weight from 1 to {weight}",
    "请选择 1 至 {most} 个字段，不可重复，权重为 1 至 {weight}",
)
NO_FIELD: Final = T(
    "“{field}” cannot count: nobody fills it in, or it is never empty", "“{field}”不能计入：无需填写或始终有值"
)
NO_WHEN: Final = T(
    "“{field}” can count only where a choice of the same object has one of its values",
    "“{field}”的条件必须是本对象某个选项字段的取值",
)
BOUNDS: Final = T("Green begins above amber, at most at 100", "绿色下限应高于黄色，且不超过 100")
DAYS: Final = T("Stale begins after fresh ends", "陈旧天数应大于最新天数")


def measure_makes_sense(change: Change) -> None:
    """The object is measured, its parts are fields that count, the bounds are in order."""
    after = change.after
    if change.changed & {"object", "fields"}:
        after["fields"] = parts(_fields(after["object"]), after["fields"])
    if not after["fair"] < after["good"] <= WHOLE:
        raise RuleBroken.at("good" if "good" in change.changed else "fair", "bounds", BOUNDS)
    if after["fresh_days"] >= after["stale_days"]:
        raise RuleBroken.at("fresh_days" if "fresh_days" in change.changed else "stale_days", "bounds", DAYS)


def _fields(key: str) -> Mapping[str, FieldDef]:
    try:
        if measurable(registry.get(key)):
            return registry.fields(key)
    except Missing:
        pass
    raise RuleBroken.at("object", "not_measured", NOT_MEASURED)


def parts(fields: Mapping[str, FieldDef], raw: Any) -> list[dict[str, Any]]:
    """The parts as they are kept; raises RuleBroken."""
    if not isinstance(raw, list) or not 0 < len(raw) <= MOST_PARTS:
        raise _no_parts()
    found = [_part(fields, each) for each in raw]
    if len({each["field"] for each in found}) < len(found):
        raise _no_parts()
    return found


def _part(fields: Mapping[str, FieldDef], raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict) or not {"field", "weight"} <= set(raw) <= {"field", "weight", "when"}:
        raise _no_parts()
    name, weight, when = raw["field"], raw["weight"], raw.get("when")
    if type(weight) is not int or not 0 < weight <= MOST_WEIGHT or not isinstance(name, str):
        raise _no_parts()
    if name not in fields or not counts(fields[name]):
        raise RuleBroken.at("fields", "field", NO_FIELD.fill(field=_called(fields, name)))
    made = {"field": name, "weight": weight}
    if when is None:
        return made
    if not _sound(fields, when):
        raise RuleBroken.at("fields", "when", NO_WHEN.fill(field=_called(fields, name)))
    return made | {"when": when}


def _sound(fields: Mapping[str, FieldDef], when: Any) -> bool:
    if not isinstance(when, dict) or set(when) != {"field", "value"}:
        return False
    name, value = when["field"], when["value"]
    if not isinstance(name, str) or name not in fields or fields[name].type.kind not in SWITCHES:
        return False
    choices = fields[name].type.meta().get("choices")
    known = [each["value"] for each in choices] if choices is not None else ["true", "false"]
    return value in known


def _called(fields: Mapping[str, FieldDef], name: str) -> T | str:
    return fields[name].label if name in fields else name[:60]


def _no_parts() -> Invalid:
    return RuleBroken.at("fields", "parts", NO_PARTS.fill(most=MOST_PARTS, weight=MOST_WEIGHT))
