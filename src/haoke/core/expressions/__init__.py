"""A small language for calculated values: text → checked tree → a value in Python, or the same value in SQL.

No loops, nothing called but `operations`, no more than `parsing.MOST` nodes: whatever is typed costs little.
"""

from __future__ import annotations

from haoke.core.expressions.compiling import compile, zoned
from haoke.core.expressions.evaluating import evaluate
from haoke.core.expressions.nodes import Call, Field, Literal, Node, Type, amounts, fields
from haoke.core.expressions.parsing import parse, printed
from haoke.core.expressions.refusals import BadExpression

__all__ = [
    "BadExpression", "Call", "Field", "Literal", "Node", "Type", "amounts", "compile", "evaluate", "fields", "parse",
    "printed", "zoned",
]  # fmt: skip
