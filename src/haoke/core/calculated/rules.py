"""What a calculated field must be before it is made: of fields its author reads, fit for its kind, in no circle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, criteria, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.calculated.defined import Place, all_fields, calculation, calculations, lookup
from haoke.core.calculated.fitting import RESULTS, fits
from haoke.core.criteria import And, Leaf, Not, Or
from haoke.core.errors import BadRequest, Missing, Problem
from haoke.core.expressions import BadExpression, Type, parse, printed
from haoke.core.expressions.nodes import NAMES
from haoke.core.expressions.refusals import RESULT
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.criteria import Node
    from haoke.core.fields import FieldDef
    from haoke.core.spec import Change, ObjectSpec

MOST: Final = 50
#: Ways to sum up, with what they take; counting takes nothing.
HOWS: Final[Mapping[str, tuple[Type, ...]]] = {
    "count": (), "sum": (Type.NUMBER, Type.MONEY), **dict.fromkeys(
        ("min", "max"), (Type.NUMBER, Type.MONEY, Type.DATE, Type.MOMENT)
    ),
}  # fmt: skip
_TYPES: Final = {
    **dict.fromkeys(("integer", "decimal", "percent", "rating"), Type.NUMBER), "date": Type.DATE,
    "datetime": Type.MOMENT, "money": Type.MONEY,
}  # fmt: skip

STAYS: Final = T(
    "A field is calculated or filled in for good; make another field instead",
    "字段是否为计算字段不能更改，请新建字段",
)
NOT_BOTH: Final = T("A formula or a roll-up, not both", "公式与汇总只能选择一种")
NO_FILLING: Final = T("Nobody fills in a calculated field; switch this off", "计算字段无需填写，请关闭此项")
A_TEXT: Final = T("A formula is a text such as amount * 0.1", "公式应为文本，如 amount * 0.1")
A_ROLLUP: Final = T(
    'A roll-up is written like {{"from": "opportunities", "how": "sum", "of": "amount"}}',
    '汇总格式如 {{"from": "opportunities", "how": "sum", "of": "amount"}}',
)
NO_RELATED: Final = T("“{object}” has no related list “{name}”", "“{object}”没有关联列表“{name}”")
NO_OF: Final = T("Choose a field that can be summed up this way", "请选择可按此方式汇总的字段")
ITS_OWN: Final = T(
    "A condition here looks at the records themselves and at no moving day or person",
    "此处条件只能使用记录自身的字段，不能使用相对日期或“本人”",
)
CIRCLE: Final = T("“{name}” would rest on itself", "“{name}”会循环引用自身")
TOO_MANY: Final = T("An object may have {most} calculated fields", "每个对象最多 {most} 个计算字段")


def calculation_is_sound(change: Change) -> Iterator[Problem]:
    """What is wrong with the calculation of a field about to be written; labels in it become names."""
    after = change.after
    calculated, former = _which(after), _which(change.before or {"options": None})
    if change.before is not None and calculated != former:
        yield Problem("options", "fixed", STAYS)
    elif len(calculated) > 1:
        yield Problem("options.rollup", "both", NOT_BOTH)
    elif calculated:
        yield from _filled_in(after)
        yield from _sound(change.actor, after, next(iter(calculated)))


def _which(values: Mapping[str, Any]) -> set[str]:
    return {name for name in ("formula", "rollup") if (values["options"] or {}).get(name)}


def _filled_in(after: Mapping[str, Any]) -> Iterator[Problem]:
    yield from (Problem(name, "calculated", NO_FILLING) for name in ("required", "unique", "searchable") if after[name])
    if after["options"].get("default") is not None:
        yield Problem("options.default", "calculated", NO_FILLING)


def _sound(actor: Actor, after: dict[str, Any], which: str) -> Iterator[Problem]:
    spec, place = registry.get(after["object"]), f"options.{which}"
    if sum(each.name != after["name"] for each in calculations(spec.key)) >= MOST:
        yield Problem(place, "too_many", TOO_MANY.fill(most=MOST))
        return
    check = formula_problems if which == "formula" else rollup_problems
    found = list(check(actor, spec, after))
    yield from found
    if not found and rests_on_itself(spec.key, after["name"], after["options"]):
        yield Problem(place, "circle", CIRCLE.fill(name=after["name"]))


def readable_by(actor: Actor) -> Callable[[ObjectSpec], Mapping[str, FieldDef]]:
    """The fields of an object that an author may calculate with: those he reads in full."""
    return lambda spec: _in_full(actor, spec)


def _in_full(actor: Actor, spec: ObjectSpec) -> Mapping[str, FieldDef]:
    found = access.readable(actor, spec)
    return {name: each for name, each in found.items() if access.field_right(actor, spec, name) >= FieldRight.READ}


def elsewhere(actor: Actor) -> Callable[[ObjectSpec], Mapping[str, FieldDef]]:
    """The same of other records: none unless he reads them all, for the result tells of each, seen or not."""
    return lambda spec: _in_full(actor, spec) if access.scope_of(actor, spec, Verb.READ) is Scope.ALL else {}


def formula_problems(actor: Actor, spec: ObjectSpec, after: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong with an expression, with its place in the message; the text gets names for labels."""
    text = after["options"]["formula"]
    if not isinstance(text, str):
        yield Problem("options.formula", "text", A_TEXT)
        return
    try:
        tree = parse(text, lookup(spec, readable_by(actor), elsewhere(actor)))
    except BadExpression as bad:
        yield Problem("options.formula", bad.code, bad.message)
        return
    if not fits(after["kind"], tree.type):
        wanted = NAMES[RESULTS[after["kind"]]]
        yield Problem("options.formula", "result", RESULT.fill(given=NAMES[tree.type], wanted=wanted))
    after["options"] = {**after["options"], "formula": printed(text, _names(spec))}


def _names(spec: ObjectSpec) -> dict[str, str]:
    """{label: name} of what an expression may call by its label, one reference away too."""
    known = all_fields(spec)
    found: dict[str, str] = {}
    for name, field in known.items():
        target = str(field.type.meta().get("target"))
        inner = all_fields(registry.get(target)) if target in registry.objects() else {}
        for here in (*_said(field), name):
            found.setdefault(here, name)
            for far, each in inner.items():
                found |= {f"{here}.{there}": f"{name}.{far}" for there in (*_said(each), far)}
    return {said: name for said, name in found.items() if said not in known}


def _said(field: FieldDef) -> tuple[str, str]:
    return str.__str__(field.label), getattr(field.label, "zh", "") or str.__str__(field.label)


def rollup_problems(actor: Actor, spec: ObjectSpec, after: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong with a roll-up."""
    given, place = after["options"]["rollup"], "options.rollup"
    fits = isinstance(given, dict) and given.keys() <= {"from", "how", "of", "where"} and given.get("how") in HOWS
    if not fits:
        yield Problem(place, "shape", A_ROLLUP.fill())
        return
    relation = registry.relations(spec.key).get(str(given.get("from")))
    child = registry.objects().get(relation.child) if relation and relation.field else None
    readable = elsewhere(actor)(child) if child else {}
    if relation is None or child is None or relation.field not in readable:
        yield Problem(place, "from", NO_RELATED.fill(object=spec.label, name=str(given.get("from"))[:60]))
        return
    yield from _of(given, after["kind"], readable)
    yield from _where(actor, child, given.get("where"))


def _of(given: Mapping[str, Any], kind: str, readable: Mapping[str, FieldDef]) -> Iterator[Problem]:
    wanted = HOWS[given["how"]]
    field = readable.get(str(given.get("of")))
    found = Type.NUMBER if not wanted else None if field is None else _TYPES.get(field.type.kind)
    other = kind == "money" and (field is None or field.type.kind != "money")  # an amount needs a currency
    if other or (wanted and found not in wanted) or (not wanted and given.get("of")) or found is None:
        yield Problem("options.rollup", "of", NO_OF)
    elif not fits(kind, found):
        yield Problem("options.rollup", "result", RESULT.fill(given=NAMES[found], wanted=NAMES[RESULTS[kind]]))


def _where(actor: Actor, child: ObjectSpec, raw: Any) -> Iterator[Problem]:
    if raw is None:
        return
    try:
        node = criteria.parse(raw, child, actor)
    except BadRequest as bad:
        yield Problem("options.rollup", bad.code, bad.message)
        return
    if not _stays(node):
        yield Problem("options.rollup", "moving", ITS_OWN)


def _stays(node: Node) -> bool:
    """Whether a condition rests on the record alone and means the same tomorrow and to everybody."""
    match node:
        case And(nodes) | Or(nodes):
            return all(map(_stays, nodes))
        case Not(inner):
            return _stays(inner)
        case Leaf(field, raw=raw):
            listed = raw if isinstance(raw, list) else [raw]
            return "." not in field and not any(isinstance(each, dict) and "amount" not in each for each in listed)
    return False


def rests_on_itself(key: str, name: str, options: Mapping[str, Any]) -> bool:
    """Whether following what the calculation looks at leads back to it."""
    try:
        open_ = set(calculation(key, name, options, all_fields).rests)
    except (BadExpression, BadRequest, Missing, KeyError):
        return False
    seen: set[Place] = set()
    while open_:
        place = open_.pop()
        if place == (key, name):
            return True
        if place not in seen:
            seen.add(place)
            open_ |= next((each.rests for each in calculations(place[0]) if each.name == place[1]), frozenset())
    return False
