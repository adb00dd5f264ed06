"""One append-only stream of what happened, written by the database in the change's own transaction.

Loaded when first asked for: the registry's models need the names of this package before the registry is there.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from haoke.core.log.dispatch import subscribe
    from haoke.core.log.entry import Entry
    from haoke.core.log.history import as_of, entries
    from haoke.core.log.installing import faults, install
    from haoke.core.log.names import CHANNEL
    from haoke.core.log.reader import Reader
    from haoke.core.log.timelines import timeline

__all__ = ["CHANNEL", "Entry", "Reader", "as_of", "entries", "faults", "install", "subscribe", "timeline"]

_HOMES: Final = {
    "CHANNEL": "names", "Entry": "entry", "Reader": "reader", "as_of": "history", "entries": "history",
    "faults": "installing", "install": "installing", "subscribe": "dispatch", "timeline": "timelines",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
