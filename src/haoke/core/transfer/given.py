"""What the person decided about an import, and what is asked of him."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from haoke.core.text import T


@dataclass(frozen=True)
class Given:
    """Decisions: per table {object, header_row, columns, skip}, answers to questions, fixes of issues, options."""

    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    fixes: Mapping[str, str] = field(default_factory=dict)
    historical: bool = False
    take_file: bool = False  # conflicts: the file's value wins

    @classmethod
    def load(cls, stored: Mapping[str, Any], *, historical: bool = False) -> Given:
        """From the stored JSON; `historical` is the default where nothing was said."""
        options = stored.get("options", {})
        return cls(
            stored.get("tables", {}),
            stored.get("answers", {}),
            {key: fix["choice"] if isinstance(fix, Mapping) else fix for key, fix in stored.get("fixes", {}).items()},
            bool(options.get("historical", historical)),
            options.get("conflicts") == "file",
        )


@dataclass(frozen=True)
class Choice:
    """One answer; `example` shows what it makes of the data."""

    value: str
    label: T | str
    example: str = ""


@dataclass
class Question:
    """Asked once for a whole file."""

    key: str
    kind: str
    label: T
    choices: list[Choice]
    value: str


@dataclass
class Issue:
    """One value (or one kind of gap) that many rows share, mended once for all of them."""

    key: str
    kind: str
    label: T
    rows: int
    field: str
    value: str
    suggestion: str | T | None
    choices: list[Choice]
    chosen: str
    examples: list[dict[str, Any]] = dataclasses.field(default_factory=list)


@dataclass(frozen=True)
class Trouble:
    """One cell, or one row (`field` ""), that cannot be taken as it is."""

    field: str
    code: str
    message: T
    value: str = ""
