"""The one language of conditions: JSON → checked tree → SQL (or a verdict in Python)."""

from __future__ import annotations

from haoke.core.criteria.compiling import compile, people
from haoke.core.criteria.nodes import And, Leaf, Node, Not, Or, Related, Whose, leaves, to_json
from haoke.core.criteria.parsing import parse
from haoke.core.criteria.verdicts import matches

__all__ = [
    "And",
    "Leaf",
    "Node",
    "Not",
    "Or",
    "Related",
    "Whose",
    "compile",
    "leaves",
    "matches",
    "parse",
    "people",
    "to_json",
]
