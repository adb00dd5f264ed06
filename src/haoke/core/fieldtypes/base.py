"""What every kind of value must be able to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from haoke.core.text import T

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Mapping, Sequence

    from haoke.core.sql import Sql


class Op(StrEnum):
    """Operators of Criteria; which ones a kind has is its `operators`."""

    EQ = "eq"
    NE = "ne"
    IN = "in"
    NIN = "nin"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    BETWEEN = "between"
    CONTAINS = "contains"
    NCONTAINS = "ncontains"
    STARTS = "starts"
    ENDS = "ends"
    EMPTY = "empty"
    NEMPTY = "nempty"
    HAS_ANY = "has_any"
    HAS_ALL = "has_all"
    HAS_NONE = "has_none"
    WITHIN = "within"
    BEFORE = "before"
    AFTER = "after"
    UNRATED = "unrated"


class SearchKind(StrEnum):
    """How a text is found: names also by pinyin and initials, phones by their digits, codes exactly."""

    NAME = "name"
    COMPANY = "company"
    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a choice field may take."""

    value: str
    label: T | str
    color: str = "gray"


@dataclass(frozen=True, slots=True)
class Hints:
    """What a reader of typed or imported text must be told once: "dmy"/"mdy"/"ymd", currency, country, decimal mark."""

    date_order: str = "ymd"
    currency: str = "CNY"
    country: str = "CN"
    decimal_mark: str = "."
    language: str = "zh"
    choices: Mapping[str, str] = field(default_factory=dict)


class FieldType:
    """One kind of value, configured for one field; immutable and without access to the database.

    Four shapes of a value: *input* (JSON from a client), *value* (Python, what rules and actions see),
    *columns* (what PostgreSQL stores), *output* (JSON to a client).  `clean` also takes a value it has
    made itself, so cleaning twice is harmless.  None is "empty" in every shape.
    """

    kind: ClassVar[str]
    operators: ClassVar[tuple[Op, ...]] = (Op.EQ, Op.NE, Op.IN, Op.NIN, Op.EMPTY, Op.NEMPTY)
    sortable: ClassVar[bool] = True
    groupable: ClassVar[bool] = False
    #: Whether people write into it what they like, which may tell of somebody: what an erasure empties.
    words: ClassVar[bool] = False
    #: Kinds of `keys`.
    key_kinds: ClassVar[tuple[str, ...]] = ()
    #: Suffixes of further columns beside the main one ("" first): money has ("", "_currency", "_base", …).
    parts: ClassVar[tuple[str, ...]] = ("",)
    #: PostgreSQL type of the main value, used to cast parameters.
    sql_type: ClassVar[str] = "text"

    # -- values ---------------------------------------------------------------------------------
    def clean(self, raw: Any) -> Any:
        """Value of an input (or of a value); raises BadValue."""
        raise NotImplementedError

    def parse(self, text: str, hints: Hints) -> Any:
        """Value of a cell or typed text in any usual spelling; raises BadValue."""
        raise NotImplementedError

    def format(self, value: Any, language: str) -> str:
        """Text of a value for a file or a sentence; `parse(format(v))` gives v back."""
        raise NotImplementedError

    def dump(self, value: Any) -> Any:
        """Output (JSON-ready) of a value."""
        return value

    def is_empty(self, value: Any) -> bool:
        return value is None or (not value and value in ("", [], {}))

    # -- storage --------------------------------------------------------------------------------
    @property
    def stored_as_is(self) -> bool:
        """Whether its one column holds the value itself."""
        return type(self).store is FieldType.store

    def store(self, value: Any) -> tuple[Any, ...]:
        """Column values, in the order of `parts`."""
        return (value,)

    def load(self, columns: Sequence[Any]) -> Any:
        """Value of the columns, in the order of `parts`."""
        return columns[0]

    def output(self, columns: Sequence[Any]) -> Any:
        """Output straight from columns, the fast path of lists."""
        return self.dump(self.load(columns))

    # -- SQL ------------------------------------------------------------------------------------
    def operand(self, op: Op, raw: Any) -> Any:
        """Checked comparison value of a Criteria leaf (JSON); raises BadValue. Shape depends on `op`."""
        raise NotImplementedError

    def condition(self, op: Op, column: Sql, operand: Any) -> Sql:
        """Boolean SQL; never NULL (an empty value fails every comparison but NE, NIN, NCONTAINS, HAS_NONE, EMPTY)."""
        raise NotImplementedError

    def matches(self, op: Op, value: Any, operand: Any) -> bool:
        """The same verdict as `condition`, computed in Python on a value."""
        raise NotImplementedError

    def sort_key(self, column: Sql) -> Sql:
        """What the database orders by."""
        return column

    def doubt(self, column: Sql) -> Sql | None:
        """Condition that a kept value cannot be right, without parameters; None: this kind tells of none."""
        return None

    # -- meaning for people ---------------------------------------------------------------------
    def schema(self, *, write: bool) -> dict[str, Any]:
        """JSON Schema (OpenAPI 3.1) of input (`write`) or output."""
        raise NotImplementedError

    def meta(self) -> dict[str, Any]:
        """Extra keys of FieldMeta (choices, target, precision, max_length…); labels still `T`."""
        return {}

    def sample(self, rng: random.Random) -> Any:
        """A believable input, different for different seeds."""
        raise NotImplementedError

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        """Texts under which a record with this value is found."""
        return ()

    def keys(self, value: Any) -> Iterable[tuple[str, str]]:
        """(kind, text) by which a record with this value is told from others; the same kind of any field compares."""
        return ()

    def mask(self, value: Any) -> str:
        """What a person without the right to read it is shown instead."""
        return "***"
