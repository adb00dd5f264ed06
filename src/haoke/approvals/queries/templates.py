"""Processes to begin with, which apps bring along (`APPROVALS` in their objects), in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.text import T, say

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

#: What a template may leave open.
OPEN: Final = {"action": None, "fields": None, "condition": None, "key_fields": None, "locked_fields": None}


def offered(actor: Actor) -> list[dict[str, Any]]:
    """[{code, description, and a process as it would be saved}] about objects the actor reads."""
    return [_made(each) for each in registry.brought("APPROVALS") if _readable(actor, each["object"])]


def _readable(actor: Actor, key: str) -> bool:
    spec = registry.objects().get(key)
    return spec is not None and access.scope_of(actor, spec, Verb.READ) is not Scope.NONE


def _made(template: dict[str, Any]) -> dict[str, Any]:
    steps = [{**step, "name": say(step["name"])} for step in template["nodes"]]
    name: T = template["name"]
    both = {"en": str.__str__(name), "zh": name.zh}
    return {**OPEN, **template, "name": both, "description": say(template["description"]), "nodes": steps}
