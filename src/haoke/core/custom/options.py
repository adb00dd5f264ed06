"""The options of a run-time field: choices, target, length, digits, default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import fieldtypes, registry
from haoke.core.custom import naming
from haoke.core.custom.definitions import FieldDefinition
from haoke.core.custom.kinds import DIGITS, KINDS, LENGTH, LONG, MOST_DIGITS
from haoke.core.errors import BadValue, Problem
from haoke.core.fieldtypes.base import FieldType
from haoke.core.records.gate import REFERENCES
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from haoke.core.spec import Change

MOST_CHOICES: Final = 200
LONGEST: Final = 40
COLORS: Final = frozenset(
    {
        "gray",
        "red",
        "orange",
        "gold",
        "yellow",
        "lime",
        "green",
        "cyan",
        "teal",
        "blue",
        "indigo",
        "purple",
        "magenta",
        "pink",
    }
)
_LABEL: Final = fieldtypes.TranslatedField(max_length=60).fieldtype()

UNKNOWN: Final = T("Fields of this kind have no option “{name}”", "此类字段没有选项“{name}”")
SHAPE: Final = T('Options are an object such as {{"max_length": 100}}', '选项应为对象，如 {{"max_length": 100}}')
CHOICES: Final = T(
    'Give 1 to {most} choices, each with a label: [{{"label": {{"zh": "高", "en": "High"}}, "color": "red"}}]',
    '请给出 1 至 {most} 个选项，每项须有名称：[{{"label": {{"zh": "高", "en": "High"}}, "color": "red"}}]',
)
TWICE: Final = T("The choice “{value}” is there twice", "选项“{value}”重复")
GONE: Final = T(
    "The choice “{value}” cannot be taken away, records may have it; give it another label instead",
    "选项“{value}”可能已被使用，不能删除；可以修改其名称",
)
TARGET: Final = T("Choose the object to refer to", "请选择要关联的对象")
SAME_TARGET: Final = T("What a field refers to stays; retire it and make another", "关联对象不能修改，请停用后新建字段")
RANGE: Final = T("A whole number from {low} to {high}", "应为 {low} 至 {high} 的整数")
SMALLER: Final = T("This cannot become smaller: records may hold more", "不能改小，已有记录可能超出")


def option_problems(change: Change) -> Iterator[Problem]:
    """What is wrong with the options of a field about to be written; choices without a value get one."""
    after = change.after
    options = {} if after["options"] is None else after["options"]
    if not isinstance(options, dict):
        yield Problem("options", "shape", SHAPE.fill())
        return
    same = change.before is not None and change.before["kind"] == after["kind"]
    former = ((change.before or {}).get("options") or {}) if same else {}
    options = dict(options)
    after["options"] = options or None
    known = KINDS[after["kind"]].options
    found = [Problem(f"options.{name}", "unknown", UNKNOWN.fill(name=name)) for name in options if name not in known]
    for name, check in _CHECKS.items():
        if name in known:
            found += check(after, options, former)
    yield from found
    if not found and options.get("default") is not None:
        yield from _default(after)


def definition_of(values: Mapping[str, Any]) -> FieldDefinition:
    """The definition a field about to be written would be."""
    return FieldDefinition(
        id="", object=values["object"], name=values["name"], kind=values["kind"], label=values["label"],
        options={**(values["options"] or {}), "default": None},
    )  # fmt: skip


def type_of(values: Mapping[str, Any]) -> FieldType:
    """The field type it would have."""
    common = {"null": True, "blank": True}
    made = KINDS[values["kind"]].make(definition_of(values), lambda key: registry.get(key).model, common)
    return fieldtypes.of(made)


def searched(values: Mapping[str, Any]) -> bool:
    """Whether search can find records by such a field."""
    kind = type_of(values)
    return kind.kind in REFERENCES or type(kind).search is not FieldType.search


def _default(after: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        type_of(after).clean(after["options"]["default"])
    except BadValue as bad:
        yield Problem("options.default", bad.code, bad.message)


def _choices(_after: Mapping[str, Any], options: dict[str, Any], former: Mapping[str, Any]) -> Iterator[Problem]:
    given = options.get("choices")
    try:
        made = [_choice(each) for each in given] if isinstance(given, list) else []
    except BadValue as bad:
        yield Problem("options.choices", bad.code, bad.message)
        return
    values = [each["value"] for each in made]
    if not 1 <= len(values) <= MOST_CHOICES:
        yield Problem("options.choices", "choices", CHOICES.fill(most=MOST_CHOICES))
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield Problem("options.choices", "twice", TWICE.fill(value=value))
    for each in former.get("choices", ()):
        if each["value"] not in values:
            yield Problem("options.choices", "in_use", GONE.fill(value=each["value"]))
    options["choices"] = made


def _choice(raw: Any) -> dict[str, Any]:
    """One choice as it is kept; raises BadValue."""
    if not isinstance(raw, dict) or not raw.keys() <= {"value", "label", "color"}:
        raise BadValue("choices", CHOICES.fill(most=MOST_CHOICES))
    label = _LABEL.clean(raw.get("label"))
    value = raw.get("value") or (label and naming.slug(label.get("en") or label.get("zh") or "", LONGEST))
    color = raw.get("color") or "gray"
    fits = isinstance(value, str) and len(value) <= LONGEST and value == value.strip() and value.isprintable()
    if not label or not fits or color not in COLORS:
        raise BadValue("choices", CHOICES.fill(most=MOST_CHOICES))
    return {"value": value, "label": label, "color": color}


def _target(_after: Mapping[str, Any], options: dict[str, Any], former: Mapping[str, Any]) -> Iterator[Problem]:
    target = options.get("target")
    spec = registry.objects().get(target) if isinstance(target, str) else None
    if spec is None or spec.internal:
        yield Problem("options.target", "target", TARGET)
    elif former and former["target"] != target:
        yield Problem("options.target", "fixed", SAME_TARGET)


def _length(after: Mapping[str, Any], options: dict[str, Any], former: Mapping[str, Any]) -> Iterator[Problem]:
    most = LENGTH if after["kind"] == "text" else LONG
    yield from _whole("max_length", options, former, (1, most, most))


def _digits(_after: Mapping[str, Any], options: dict[str, Any], former: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _whole("digits", options, former, (0, MOST_DIGITS, DIGITS))


def _whole(
    name: str, options: Mapping[str, Any], former: Mapping[str, Any], bounds: tuple[int, int, int]
) -> Iterator[Problem]:
    low, high, usual = bounds
    value = options.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        yield Problem(f"options.{name}", "out_of_range", RANGE.fill(low=low, high=high))
    elif former and value < former.get(name, usual):
        yield Problem(f"options.{name}", "smaller", SMALLER)


_CHECKS: Final = {"choices": _choices, "target": _target, "max_length": _length, "digits": _digits}
