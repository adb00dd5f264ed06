"""What a pattern must be before records are numbered by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core import registry
from haoke.core.errors import Problem
from haoke.core.numbering.patterns import UNNUMBERED, problem
from haoke.core.spec import RuleBroken
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.spec import Change

ITS_OWN: Final = T(
    "The number of an object of your own is changed under Objects and fields", "自定义对象的编号请在“对象与字段”中修改"
)


def pattern_can_be_counted(change: Change) -> None:
    """One pattern for an object that is shipped with one."""
    found = [*_object(change), *problem("pattern", change.after["pattern"])]
    if found:
        raise RuleBroken(problems=found)


def _object(change: Change) -> Iterator[Problem]:
    key = change.after["object"]
    spec = registry.objects().get(key)
    if spec is not None and key not in registry.shipped():
        yield Problem("object", "own", ITS_OWN)
    elif spec is None or spec.number is None:
        yield Problem("object", "unnumbered", UNNUMBERED.fill(key=key))
