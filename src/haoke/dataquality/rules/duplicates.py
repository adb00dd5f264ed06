"""What a duplicate rule must be: about objects with keys, in conditions that compare keys of one kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.errors import Invalid, Missing
from haoke.core.search import keys
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.dataquality.choices import SIMILAR, STEPS, State, Step, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from haoke.core.spec import Change

MOST_PAIRS: Final = 20
DEEPEST: Final = 4
NO_KEYS: Final = T(
    "Records of this object have nothing to be compared by: no telephone number, e-mail, website, credit code or name",
    "此对象没有可比对的内容：电话、邮箱、网址、统一社会信用代码或名称",
)
NO_TREE: Final = T(
    "Give conditions as all or any of at least one pair of fields, at most {most}",
    "请以“全部”或“任一”组合至少一对字段，最多 {most} 对",
)
NO_PAIR: Final = T(
    "“{field}” and “{other}” cannot be compared by {by}; choose fields of one kind",
    "“{field}”与“{other}”不能按 {by} 比对，请选择同类字段",
)
NO_STEP: Final = T(
    "Say for each way in and owner one of: none, warn, reason, block",
    "请为每种录入方式和归属选择：不处理、提醒、说明原因、禁止",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A field of the written record and one of the other, compared by a kind of key or as similar names."""

    field: str
    other: str
    by: str


@dataclass(frozen=True, slots=True)
class Tree:
    """All or any of its nodes."""

    every: bool
    nodes: tuple[Pair | Tree, ...]


def rule_makes_sense(change: Change) -> None:
    """The objects can be compared, the conditions and steps are whole."""
    after = change.after
    if change.changed & {"object", "other", "conditions"}:
        for place in ("object", "other"):
            if not comparable(after[place]):
                raise RuleBroken.at(place, "no_keys", NO_KEYS)
        tree = parsed(after["conditions"])
        for pair in pairs(tree):
            if pair.by not in ways_of(after["object"], pair.field, after["other"], pair.other):
                refusal = NO_PAIR.fill(field=pair.field[:60], other=pair.other[:60], by=pair.by[:20])
                raise RuleBroken.at("conditions", "pair", refusal)
    if "actions" in change.changed and after["actions"] is not None:
        after["actions"] = {
            way: {state: step.word for state, step in each.items()} for way, each in steps(after).items()
        }


def comparable(key: str) -> bool:
    """Whether records of an object have keys."""
    try:
        return bool(keys.fields(registry.get(key).key))
    except Missing:
        return False


def parsed(raw: Any, depth: int = 1) -> Tree:
    """The conditions of a rule; raises RuleBroken."""
    every = isinstance(raw, dict) and set(raw) == {"all"}
    if depth > DEEPEST or not isinstance(raw, dict) or not (every or set(raw) == {"any"}):
        raise _no_tree()
    listed = raw["all" if every else "any"]
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_PAIRS:
        raise _no_tree()
    tree = Tree(every, tuple(_pair(each) or parsed(each, depth + 1) for each in listed))
    if len(list(pairs(tree))) > MOST_PAIRS:
        raise _no_tree()
    return tree


def _pair(raw: Any) -> Pair | None:
    if not isinstance(raw, dict) or set(raw) != {"field", "with", "by"}:
        return None
    if not all(isinstance(each, str) for each in raw.values()):
        raise _no_tree()
    return Pair(raw["field"], raw["with"], raw["by"])


def _no_tree() -> Invalid:
    return RuleBroken.at("conditions", "tree", NO_TREE.fill(most=MOST_PAIRS))


def pairs(tree: Tree) -> Iterator[Pair]:
    """All pairs of a tree."""
    for node in tree.nodes:
        yield from (node,) if isinstance(node, Pair) else pairs(node)


def ways_of(key: str, field: str, other: str, with_: str) -> tuple[str, ...]:
    """How two fields can be compared: kinds of keys both have, and as similar where both are companies' names."""
    own, theirs = keys.fields(key).get(field), keys.fields(other).get(with_)
    if own is None or theirs is None:
        return ()
    common = tuple(kind for kind in keys.kinds(*own) if kind in keys.kinds(*theirs))
    return (*common, SIMILAR) if keys.COMPANY in common else common


def steps(rule: Mapping[str, Any]) -> dict[str, dict[str, Step]]:
    """{way: {state: step}}, whole; raises RuleBroken."""
    given = rule["actions"] or {}
    if not isinstance(given, dict) or not set(given) <= {str(way) for way in Way}:
        raise RuleBroken.at("actions", "step", NO_STEP)
    return {str(way): _by_state(given.get(way) or {}) for way in Way}


def _by_state(given: Any) -> dict[str, Step]:
    states = {str(state) for state in State}
    if not isinstance(given, dict) or not set(given) <= states:
        raise RuleBroken.at("actions", "step", NO_STEP)
    if not all(isinstance(word, str) and word in STEPS for word in given.values()):
        raise RuleBroken.at("actions", "step", NO_STEP)
    return {state: STEPS[given.get(state, "none")] for state in sorted(states)}
