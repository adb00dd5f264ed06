"""The one verdict of rules on a record before and after; pure, so that every way of writing hears the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from haoke.core import criteria, registry
from haoke.core.criteria import And, Leaf, Not, Or
from haoke.core.errors import Problem
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set
    from datetime import datetime

    from haoke.core.access.actor import Actor
    from haoke.core.criteria import Node
    from haoke.core.spec import ObjectSpec

REQUIRED = T("Please fill this in", "请填写")
READONLY = T("This may not be changed now", "当前状态下不可修改")
BROKEN = T("This does not fit the rule “{name}”", "不符合规则“{name}”")


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed rule; `when` None: always."""

    name: str
    effect: str
    fields: tuple[str, ...]
    when: Node | None
    must: Node | None
    message: T | None

    @property
    def concerns(self) -> frozenset[str]:
        """Fields whose change makes it worth asking."""
        return frozenset((*self.fields, *named(self.when), *named(self.must)))


@dataclass(frozen=True, slots=True)
class Case:
    """A record about to be written: values by field name before (None: new) and after, and which differ."""

    actor: Actor
    spec: ObjectSpec
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    changed: Set[str]
    now: datetime

    def holds(self, node: Node | None, values: Mapping[str, Any]) -> bool:
        """Whether a condition is met; an empty one is. Rules look at every field, whoever writes."""
        if node is None:
            return True
        anybody = replace(self.actor, admin=True, key_scopes=None)
        return criteria.matches(node, self.spec, values, anybody, self.now)


def problems(rules: Sequence[Rule], case: Case) -> list[Problem]:
    """What the rules have against a write that touches their fields; a field they hide is never demanded."""
    asked = [rule for rule in rules if case.before is None or rule.concerns & case.changed]
    hidden = {
        name
        for rule in rules
        if rule.effect == "visible" and asked and not case.holds(rule.when, case.after)
        for name in rule.fields
    }
    return [problem for rule in asked for problem in _against(rule, case, hidden)]


def _against(rule: Rule, case: Case, hidden: Set[str]) -> Iterator[Problem]:
    if rule.effect == "readonly":
        if case.before is not None and case.holds(rule.when, case.before):
            for name in rule.fields:
                if name in case.changed:
                    yield Problem(name, "rule_readonly", rule.message or READONLY)
    elif rule.effect == "required" and case.holds(rule.when, case.after):
        fields = registry.fields(case.spec.key)
        for name in rule.fields:
            if name not in hidden and fields[name].type.is_empty(case.after[name]):
                yield Problem(name, "rule_required", rule.message or REQUIRED)
    elif rule.effect == "valid" and case.holds(rule.when, case.after) and not case.holds(rule.must, case.after):
        yield Problem(rule.fields[0], "rule", rule.message or BROKEN.fill(name=rule.name))


def named(node: Node | None) -> Iterator[str]:
    """Fields a condition looks at."""
    match node:
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from named(each)
        case Not(inner):
            yield from named(inner)
        case Leaf(field):
            yield field
