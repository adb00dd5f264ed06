"""Records that meet the conditions of rules, whoever may see them: two statements for all rules and all rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core.search import keys
from haoke.core.search.documents import code
from haoke.core.search.likely import Key, holding
from haoke.core.search.naming import key as name_key
from haoke.core.search.similar import similar
from haoke.dataquality.choices import SIMILAR
from haoke.dataquality.queries.reading import texts_of
from haoke.dataquality.rules.duplicates import Pair, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from haoke.core.records.hold import Attempt
    from haoke.dataquality.queries.reading import Rule

    #: (rule, pair, what is written)
    Asked = tuple[Rule, Pair, Attempt]


@dataclass(slots=True)
class Found:
    """{(object, lexeme) or (object, similar name): records}, of the database and of what is written before."""

    exact: dict[tuple[str, str], set[UUID]] = field(default_factory=dict)
    near: dict[tuple[str, str], set[UUID]] = field(default_factory=dict)

    def of(self, rule: Rule, pair: Pair, values: Mapping[str, Any]) -> set[UUID]:
        """Records that are the same by one pair."""
        if pair.by == SIMILAR:
            return self.near.get((rule.other, _core(values, pair)), set())
        parts = (self.exact.get((rule.other, each), set()) for each in _lexemes(rule, pair, values))
        return set[UUID]().union(*parts)

    def meeting(self, rule: Rule, tree: Tree, values: Mapping[str, Any]) -> set[UUID]:
        """Records that meet a tree."""
        sets = [
            self.of(rule, node, values) if isinstance(node, Pair) else self.meeting(rule, node, values)
            for node in tree.nodes
        ]
        return set.intersection(*sets) if tree.every else set.union(*sets)


def found(rules: Sequence[Rule], attempts: Iterable[Attempt]) -> Found:
    """Everything in the database that any pair of the rules finds for any of the attempts."""
    asked = [(rule, pair, each.after) for each in attempts for rule in rules for pair in rule.pairs]
    wanted = {
        Key(rule.other, pair.other, lexeme)
        for rule, pair, values in asked
        if pair.by != SIMILAR
        for lexeme in _lexemes(rule, pair, values)
    }
    names = list(
        dict.fromkeys(
            (rule.other, core) for rule, pair, values in asked if pair.by == SIMILAR and (core := _core(values, pair))
        )
    )
    done = Found()
    for key, record in holding(list(wanted)):
        done.exact.setdefault((key.object, key.lexeme), set()).add(record)
    for place, record in similar(names):
        done.near.setdefault(names[place], set()).add(record)
    return done


def remember(done: Found, key: str, attempt: Attempt) -> None:
    """Count what is written here among what is there, for the rows after it."""
    for name, kind, text in keys.kept(key, attempt.after):
        done.exact.setdefault((key, keys.lexeme(code(key, name), kind, text)), set()).add(attempt.record)


def _lexemes(rule: Rule, pair: Pair, values: Mapping[str, Any]) -> list[str]:
    mark = code(rule.other, pair.other)
    return [keys.lexeme(mark, pair.by, text) for text in texts_of(rule, pair, values)]


def _core(values: Mapping[str, Any], pair: Pair) -> str:
    value = values.get(pair.field)
    return name_key(str(value)) if value else ""
