"""From JSON nobody vouches for to a checked tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.criteria import paths
from haoke.core.criteria.nodes import And, Leaf, Node, Not, Or, Related, Whose
from haoke.core.criteria.refusals import at as refusing
from haoke.core.criteria.refusals import refusal
from haoke.core.errors import BadValue
from haoke.core.fieldtypes.base import Op
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

MAX_DEPTH = 8
MAX_LEAVES = 100
MAX_VALUES = 1000
MAX_TEXT = 1000

#: Operators that compare with nothing.
BARE = frozenset({Op.EMPTY, Op.NEMPTY, Op.UNRATED})
#: Operators that take somebody who means another person to everybody.
ABOUT_PEOPLE = frozenset({Op.EQ, Op.IN, Op.NE, Op.NIN})
_WHOSE: dict[Any, Whose] = {str(whose): whose for whose in Whose}
#: Which of `Whose` a kind of field can be compared with.
WHOSE = {"user": frozenset(Whose), "department": frozenset({Whose.MY_DEPARTMENT})}

SHAPE = T(
    "A condition is one of and, or, not, field with op, or related",
    "条件必须是 and、or、not、field+op 或 related 之一",
)
LIST = T("This must be a list of conditions", "这里必须是条件列表")
UNKNOWN_KEY = T("“{key}” does not belong here", "此处不能有“{key}”")
TOO_DEEP = T("Conditions may be nested {most} levels deep", "条件最多嵌套 {most} 层")
TOO_MANY = T("A filter may have {most} conditions", "筛选最多 {most} 个条件")
TOO_LONG = T("A list may have {most} values", "列表最多 {most} 个值")
NO_TEXT = T("This must be a text", "这里必须是文本")
BAD_TEXT = T("This text is too long or has characters that cannot be stored", "文本过长或包含无法存储的字符")
BAD_OP = T("“{field}” cannot be compared with “{op}”; it takes {ops}", "“{field}”不支持“{op}”，可用：{ops}")
NO_VALUE = T("“{op}” takes no value", "“{op}”不带比较值")
BAD_WHOSE = T("“{field}” cannot be compared with {value}", "“{field}”不能与 {value} 比较")
BAD_SOME = T("This must be some or none", "这里必须是 some 或 none")


def parse(raw: Any, spec: ObjectSpec, actor: Actor, *, reckoned: bool = False) -> Node:
    """The tree of Criteria JSON; raises BadRequest naming the place, e.g. `filter.and[0].value`.

    `reckoned`: it may name what is reckoned while reading, so only SQL can tell who meets it.
    """
    return _Parser(actor, reckoned=reckoned).node(raw, spec, "filter", 1)


class _Parser:
    """One walk over one filter; counts its leaves."""

    def __init__(self, actor: Actor, *, reckoned: bool) -> None:
        self.actor = actor
        self.reckoned = reckoned
        self.leaves = 0

    def node(self, raw: Any, spec: ObjectSpec, at: str, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise refusal(at, "too_deep", TOO_DEEP.fill(most=MAX_DEPTH))
        if not isinstance(raw, dict):
            raise refusal(at, "shape", SHAPE)
        for key, read in (
            ("and", self._and),
            ("or", self._or),
            ("not", self._not),
            ("field", self._leaf),
            ("related", self._related),
        ):
            if key in raw:
                return read(raw, spec, at, depth)
        raise refusal(at, "shape", SHAPE)

    def _and(self, raw: dict[Any, Any], spec: ObjectSpec, at: str, depth: int) -> Node:
        return And(tuple(self._nodes(raw, "and", spec, at, depth)))

    def _or(self, raw: dict[Any, Any], spec: ObjectSpec, at: str, depth: int) -> Node:
        return Or(tuple(self._nodes(raw, "or", spec, at, depth)))

    def _nodes(self, raw: dict[Any, Any], key: str, spec: ObjectSpec, at: str, depth: int) -> Iterator[Node]:
        _only(raw, {key}, at)
        if not isinstance(raw[key], list):
            raise refusal(f"{at}.{key}", "shape", LIST)
        for number, each in enumerate(raw[key]):
            self._count(f"{at}.{key}[{number}]")
            yield self.node(each, spec, f"{at}.{key}[{number}]", depth + 1)

    def _not(self, raw: dict[Any, Any], spec: ObjectSpec, at: str, depth: int) -> Node:
        _only(raw, {"not"}, at)
        return Not(self.node(raw["not"], spec, f"{at}.not", depth + 1))

    def _leaf(self, raw: dict[Any, Any], spec: ObjectSpec, at: str, _depth: int) -> Node:
        _only(raw, {"field", "op", "value"}, at)
        name = _text(raw["field"], f"{at}.field")
        with refusing(f"{at}.field"):
            field = paths.path(self.actor, spec, name, reckoned=self.reckoned).field
        op = _op(field, raw.get("op"), f"{at}.op")
        value = raw.get("value")
        with refusing(f"{at}.value"):
            return Leaf(name, op, _operand(field, op, value), value)

    def _related(self, raw: dict[Any, Any], spec: ObjectSpec, at: str, depth: int) -> Node:
        _only(raw, {"related", "where", "op"}, at)
        name = _text(raw["related"], f"{at}.related")
        with refusing(f"{at}.related"):
            relation = paths.relation(self.actor, spec, name)
        if raw.get("op", "some") not in ("some", "none"):
            raise refusal(f"{at}.op", "bad_some", BAD_SOME)
        where = raw.get("where")
        child = registry.get(relation.child)
        inner = None if where is None else self.node(where, child, f"{at}.where", depth + 1)
        return Related(name, inner, raw.get("op") == "none")

    def _count(self, at: str) -> None:
        self.leaves += 1
        if self.leaves > MAX_LEAVES:
            raise refusal(at, "too_many", TOO_MANY.fill(most=MAX_LEAVES))


def _op(field: FieldDef, raw: Any, at: str) -> Op:
    if isinstance(raw, str) and raw in field.type.operators:
        return Op(raw)
    raise refusal(
        at, "bad_op", BAD_OP.fill(field=field.label, op=paths.shown(raw), ops=", ".join(field.type.operators) or "-")
    )


def _operand(field: FieldDef, op: Op, raw: Any) -> Any:
    """The checked operand; raises BadValue."""
    _check(raw)
    if op in BARE:
        if raw is not None:
            raise BadValue("no_value", NO_VALUE.fill(op=str(op)))
        return None
    listed = raw if isinstance(raw, list) else [raw]
    whose = [_whose(each) for each in listed]
    if not any(whose):
        return field.type.operand(op, raw)
    allowed = WHOSE.get(field.type.kind, frozenset())
    for each in filter(None, whose):
        if each not in allowed or op not in ABOUT_PEOPLE or (isinstance(raw, list) and op in (Op.EQ, Op.NE)):
            raise BadValue("bad_value", BAD_WHOSE.fill(field=field.label, value=str(each)))
    ids = iter(
        field.type.operand(Op.IN, [each for each, who in zip(listed, whose, strict=True) if not who])
        if not all(whose)
        else ()
    )
    return tuple(who or next(ids) for who in whose)


def _whose(raw: Any) -> Whose | None:
    """The `Whose` of `{"me": true}` and its like, None for anything else."""
    if isinstance(raw, dict) and len(raw) == 1:
        ((key, value),) = raw.items()
        return _WHOSE.get(key) if value is True else None
    return None


def _check(raw: Any, depth: int = 0) -> None:
    """Refuse what no field could want and no database could take, at any depth; raises BadValue."""
    match raw:
        case str() if len(raw) > MAX_TEXT or "\0" in raw or not _encodable(raw):
            raise BadValue("bad_text", BAD_TEXT)
        case list() | dict() if len(raw) > MAX_VALUES or depth > MAX_DEPTH:
            raise BadValue("too_many", TOO_LONG.fill(most=MAX_VALUES))
        case list():
            for each in raw:
                _check(each, depth + 1)
        case dict():
            for key, each in raw.items():
                _check(key, depth + 1)
                _check(each, depth + 1)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(raw: Any, at: str) -> str:
    if not isinstance(raw, str):
        raise refusal(at, "shape", NO_TEXT)
    return raw


def _only(raw: dict[Any, Any], keys: set[str], at: str) -> None:
    for key in raw:
        if key not in keys:
            raise refusal(at, "unknown_key", UNKNOWN_KEY.fill(key=paths.shown(key)))
