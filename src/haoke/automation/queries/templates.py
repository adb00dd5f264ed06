"""Rules to begin with, which apps bring along (`AUTOMATIONS` in their objects), in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.automation.rules import checking
from haoke.core import registry
from haoke.core.text import T, say

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

#: What a template may leave open.
OPEN: Final = {"details": None, "condition": None, "before": None}


def offered(actor: Actor) -> list[dict[str, Any]]:
    """Templates about objects the actor reads and makes records of."""
    return [_said({**OPEN, **each}) for each in registry.brought("AUTOMATIONS") if _readable(actor, each)]


def _readable(actor: Actor, template: dict[str, Any]) -> bool:
    named = [template["object"], *(step["object"] for step in template["steps"] if "object" in step)]
    return all(checking.known(actor, key) is not None for key in named)


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _said(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_said(each) for each in value]
    return say(value) if isinstance(value, T) else value
