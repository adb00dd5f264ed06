"""What a reader asks for and what he gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_LIMIT = 200
#: Where counting stops unless an exact count is asked for.
COUNT_CAP = 10_001


@dataclass(frozen=True, slots=True)
class ListQuery:
    """`filter` Criteria (JSON or tree) · `sort` "-amount,name", "relevance" to `q` · `fields` None: all readable.

    `scope` narrows to the rows of "me", "team", "department" or a person's or department's id;
    `count` True counts up to 10,001, "exact" to the end; `deleted` reads the bin instead; `ties` says of each
    record what it is about, as `related`; `found` says of each why it was found by `q`, as `found`.
    """

    filter: Any = None
    q: str = ""
    sort: str | None = None
    fields: Sequence[str] | None = None
    limit: int = 50
    cursor: str | None = None
    count: bool | Literal["exact"] = False
    scope: str | None = None
    deleted: bool = False
    ties: bool = False
    found: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Records as API JSON; `next` goes on after the last one; `count_capped`: there are more than `count` says;
    `meant`: how that is spelt by which they were found, where nothing is called what was typed."""

    items: list[dict[str, Any]]
    next: str | None = None
    count: int | None = None
    count_capped: bool = False
    meant: str | None = None
