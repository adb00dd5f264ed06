"""Rules to begin with, which apps bring along (`AUTOMATIONS` in their objects), in the reader's language."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps

from haoke.automation.rules import checking
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.access.actor import Actor

#: What a template may leave open.
OPEN: Final = {"details": None, "condition": None, "before": None}


def offered(actor: Actor) -> list[dict[str, Any]]:
    """Templates about objects the actor reads and makes records of."""
    return [_said({**OPEN, **each}) for each in _shipped() if _readable(actor, each)]


def _readable(actor: Actor, template: dict[str, Any]) -> bool:
    named = [template["object"], *(step["object"] for step in template["steps"] if "object" in step)]
    return all(checking.known(actor, key) is not None for key in named)


def _shipped() -> Iterator[dict[str, Any]]:
    for config in apps.get_app_configs():
        module = f"{config.name}.objects"
        if config.name.startswith("haoke.") and find_spec(module):
            yield from getattr(importlib.import_module(module), "AUTOMATIONS", ())


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _said(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_said(each) for each in value]
    return say(value) if isinstance(value, T) else value
