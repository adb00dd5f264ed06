"""Tags of the made-up customers in groups, one of them by rule; the worker gives that one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core.text import T, say
from haoke.core.worktime.shipping import spoken
from haoke.demo import phrases

if TYPE_CHECKING:
    from haoke.core.records import Tx
    from haoke.core.text import Language

_COLORS: Final = ("blue", "geekblue", "cyan", "purple", "green", "gold", "orange", "magenta")
_TRAITS: Final = T("Traits", "客户特点")
_VALUE: Final = T("Value", "价值")
_INTENT: Final = T("Intent", "意向")
_BIG: Final = T("High value", "高价值")
_INTENTS: Final = ((T("High", "高意向"), "red"), (T("Middling", "中意向"), "orange"), (T("Low", "低意向"), "gray"))


def made(tx: Tx, language: Language) -> None:
    """The groups and their tags: traits in use, one that a rule gives, and of three intents one."""
    traits = _group(tx, "account", _TRAITS)
    for place, name in enumerate(phrases.TAGS[language]):
        _tag(tx, "account", traits, name, _COLORS[place % len(_COLORS)])
    value = {"field": "won_amount", "op": "gte", "value": 100_000}
    _tag(tx, "account", _group(tx, "account", _VALUE), say(_BIG, language), "red", condition=value)
    for key in ("account", "lead"):
        intent = _group(tx, key, _INTENT, multiple=False)
        for name, color in _INTENTS:
            _tag(tx, key, intent, say(name, language), color)


def _group(tx: Tx, key: str, name: T, **values: object) -> object:
    return tx.add("tag_group", {"object": key, "name": spoken(name), "owner": None, **values}).id


def _tag(tx: Tx, key: str, group: object, name: str, color: str, **values: object) -> None:
    tx.add("tag", {"object": key, "group": group, "name": name, "color": color, "owner": None, **values})
