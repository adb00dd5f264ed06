"""What is always true of wordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from haoke.core.spec import Change


def text_makes_an_edition(change: Change) -> None:
    """Another text is another edition; what was asked with the former one is kept with each consent."""
    if change.before is not None and "text" in change.changed:
        change.after["edition"] = change.before["edition"] + 1
