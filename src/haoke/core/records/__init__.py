"""Business records: written only through `changes`, read through `haoke.core.records.reading`.

The registry needs `records.model`, and writing needs the registry; so the names below are loaded when first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from haoke.core.records.batch import Batch
    from haoke.core.records.change import Tx, changes
    from haoke.core.records.undoing import undo
    from haoke.core.records.verdicts import Outcome, Verdict

__all__ = ["Batch", "Outcome", "Tx", "Verdict", "changes", "undo"]

_HOMES: Final = {
    "Batch": "batch",
    "Outcome": "verdicts",
    "Verdict": "verdicts",
    "Tx": "change",
    "changes": "change",
    "undo": "undoing",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
