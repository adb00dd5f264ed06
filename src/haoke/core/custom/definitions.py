"""What an administrator has said about a field or an object of his own, as it was read from the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """One run-time field; `options` depend on its kind (`custom.kinds`)."""

    id: str
    object: str
    name: str
    kind: str
    label: Mapping[str, str]
    help: Mapping[str, str] | None = None
    required: bool = False
    unique: bool = False
    personal: bool = False
    searchable: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    section: Mapping[str, str] | None = None
    position: int = 0

    @property
    def calculated(self) -> bool:
        """Whether nobody fills it in: an expression or a sum does."""
        return bool(self.options.get("formula") or self.options.get("rollup"))


@dataclass(frozen=True, slots=True)
class ObjectDefinition:
    """One run-time object; `columns` are those of its list, `board` the choice field whose values are columns."""

    id: str
    key: str
    plural: str
    label: Mapping[str, str]
    label_plural: Mapping[str, str] | None
    icon: str = "box"
    number: str | None = None
    open: bool = False
    timeline: bool = True
    board: str | None = None
    columns: tuple[str, ...] = ()
