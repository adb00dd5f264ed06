"""What the documents of views and layouts look like."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Name = Field(max_length=120)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Column(_Strict):
    """A column of the list; `width` in pixels, None for the usual one."""

    field: str = Name
    width: int | None = Field(None, ge=64, le=640)


class Definition(_Strict):
    """State of a list: Criteria, words, order, whose, columns; groups and sums; the date of a calendar;
    the address and the amount of a map of tiles."""

    filter: dict[str, Any] | None = None
    q: str | None = Field(None, max_length=200)
    sort: str | None = Field(None, max_length=200)
    scope: str | None = Field(None, max_length=100)
    columns: list[Column] | None = Field(None, max_length=100)
    group: str | None = Field(None, max_length=120)
    sums: list[str] | None = Field(None, max_length=5)
    date: str | None = Field(None, max_length=120)
    place: str | None = Field(None, max_length=120)
    measure: str | None = Field(None, max_length=120)
    span: Literal["month", "week"] | None = None
    pipeline: UUID | None = None


class Label(_Strict):
    """A heading in both languages; one is enough."""

    zh: str | None = Field(None, max_length=60)
    en: str | None = Field(None, max_length=60)


class Section(_Strict):
    """Fields under one heading, in one or two columns."""

    label: Label
    fields: list[str] = Field(max_length=200)
    columns: Literal[1, 2] = 2


class Sections(_Strict):
    sections: list[Section] = Field(max_length=30)


class ListColumns(_Strict):
    columns: list[str] = Field(max_length=60)
