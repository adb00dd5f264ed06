"""What must be known once for a whole file before its cells can be read, and how its cells are read then."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from haoke.core import clock
from haoke.core.fieldtypes import currencies
from haoke.core.fieldtypes.base import Hints
from haoke.core.text import T
from haoke.core.transfer.given import Choice, Question
from haoke.core.transfer.guessing.dates import Reading, lacks, moment_of
from haoke.core.transfer.guessing.entries import entries_of
from haoke.core.transfer.guessing.mapping import NOTES
from haoke.core.transfer.guessing.numbers import amount_of, currency_of, decimal_mark, factor_of
from haoke.core.transfer.guessing.targets import DATES, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from haoke.core.transfer.given import Given
    from haoke.core.transfer.guessing.mapping import Column
    from haoke.core.transfer.guessing.targets import ObjectTarget
    from haoke.core.transfer.tables import Table

_DATE_ORDER = T(
    "In which order does {file} write dates such as {example}?", "{file} 中 {example} 这样的日期是什么顺序？"
)
_YEAR = T(
    "Which year do dates without one belong to in {file}, such as {example}?",
    "{file} 中 {example} 这样没有年份的日期属于哪一年？",
)
_BASE = T("From which day does {file} count “{example}”?", "{file} 中的“{example}”从哪一天算起？")
_CURRENCY = T("Which currency are amounts in that name none?", "没有注明币种的金额是什么币种？")
_MONTH_FIRST = T("Month first", "月在前")
_DAY_FIRST = T("Day first", "日在前")
_TODAY = T("Today", "今天")
_SAY_SO = T("Leave them empty and name the rows", "留空，并列出这些行")
_SOME_CURRENCIES = ("CNY", "USD", "EUR", "HKD", "GBP", "JPY", "TWD", "SGD")


@dataclass(frozen=True)
class Reader:
    """How the cells of one file are read."""

    hints: Hints
    dates: Reading
    questions: tuple[Question, ...] = ()

    def for_column(self, column: Column) -> Hints:
        """Hints of one column: its own decimal mark and currency."""
        mark = decimal_mark(list(column.profile.values)[:400]) or "."
        named = currency_of(column.header)
        return replace(self.hints, decimal_mark=mark, currency=named or self.hints.currency)


def reader_of(
    file: str, tables: Sequence[Table], objects: Mapping[str, ObjectTarget], given: Given, language: str
) -> Reader:
    """How a file's cells are read, with the questions that decide it."""
    dated = [
        column
        for table in tables
        for path, column in table.paths.items()
        if _kind(objects, table, path) in DATES or path.endswith(NOTES) or _is_dated(objects, table, path)
    ]
    money = [
        (table, column)
        for table in tables
        for path, column in table.paths.items()
        if _kind(objects, table, path) == "money"
    ]
    order, asked_order = _order(file, dated, given)
    year, asked_year = _year(file, dated, given, order)
    base, asked_base = _base(file, dated, given)
    currency, asked_currency = _currency(money, given)
    hints = Hints(date_order=order, currency=currency, language=language)
    asked = [question for question in (asked_order, asked_year, asked_base, asked_currency) if question]
    return Reader(hints, Reading(order, year, base, serials=True), tuple(asked))


def _kind(objects: Mapping[str, ObjectTarget], table: Table, path: str) -> str:
    owner, _, name = path.rpartition(".")
    target = objects.get(owner or table.object or "")
    item = target.fields.get(name) if target else None
    return item.kind if item else ""


def _is_dated(objects: Mapping[str, ObjectTarget], table: Table, path: str) -> bool:
    target = objects.get(table.object or "")
    aside = target.aside(path) if target else None
    return aside is not None and aside.dated


def _dates(columns: Iterable[Column]) -> Iterable[str]:
    """Every date-like text of the columns, those inside notes too."""
    for column in columns:
        if column.profile.share("notes") > 0.1:  # noqa: PLR2004 (said where it is weighed)
            yield from (entry.when for text in column.profile.values for entry in entries_of(text) if entry.when)
        else:
            yield from column.profile.values


def _order(file: str, columns: Sequence[Column], given: Given) -> tuple[str, Question | None]:
    evidence = [column.profile.dates for column in columns]
    proofs = {item.order for item in evidence if item.order}
    key = f"date_order:{file}"
    if len(proofs) == 1:
        return proofs.pop() or "mdy", None
    if not proofs and not any(item.ambiguous for item in evidence):
        return "mdy", None
    example = next(
        (text for text in _dates(columns) if moment_of(text, Reading("mdy")) != moment_of(text, Reading("dmy"))), ""
    )
    value = given.answers.get(key, "mdy")
    choices = [
        Choice(order, label, str(moment_of(example, Reading(order)) or ""))
        for order, label in (("mdy", _MONTH_FIRST), ("dmy", _DAY_FIRST))
    ]
    return value, Question(key, "date_order", _DATE_ORDER.fill(file=file, example=example), choices, value)


def _year(file: str, columns: Sequence[Column], given: Given, order: str) -> tuple[int, Question | None]:
    texts = list(_dates(columns))
    bare = next((text for text in texts if lacks(text) == "year"), None)
    years = Counter(moment.year for text in texts if (moment := moment_of(text, Reading(order))) is not None)
    usual = years.most_common(1)[0][0] if years else clock.today().year
    if bare is None:
        return usual, None
    key = f"year:{file}"
    answer = given.answers.get(key, "")
    value = int(answer) if answer.isdigit() and len(answer) == 4 else usual  # noqa: PLR2004 (said where it is weighed)
    offered = sorted({usual - 1, usual, usual + 1, value, *years})[-8:]
    choices = [Choice(str(year), str(year), str(moment_of(bare, Reading(order, year)) or "")) for year in offered]
    return value, Question(key, "year", _YEAR.fill(file=file, example=bare), choices, str(value))


def _base(file: str, columns: Sequence[Column], given: Given) -> tuple[date | None, Question | None]:
    example = next((text for text in _dates(columns) if lacks(text) == "base"), None)
    if example is None:
        return None, None
    key = f"base:{file}"
    value = given.answers.get(key, "none")
    today = clock.today()
    choices = [Choice("none", _SAY_SO), Choice(today.isoformat(), _TODAY, str(moment_of(example, Reading(base=today))))]
    try:
        base = None if value == "none" else date.fromisoformat(value)
    except ValueError:
        base, value = None, "none"
    return base, Question(key, "base", _BASE.fill(file=file, example=example), choices, value)


def _currency(money: Sequence[tuple[Table, Column]], given: Given) -> tuple[str, Question | None]:
    base = currencies.base()
    titled = next((code for table, _ in money for title in table.layout.titles if (code := currency_of(title))), None)
    silent = [column for _, column in money if not currency_of(column.header) and not _names_currency(column)]
    if titled or not silent:
        return titled or base, None
    key = "currency"
    value = given.answers.get(key, base)
    value = value if value in currencies.CODES else base
    choices = [Choice(code, code) for code in dict.fromkeys((base, *_SOME_CURRENCIES))]
    return value, Question(key, "currency", _CURRENCY, choices, value)


def _names_currency(column: Column) -> bool:
    texts = list(column.profile.values)[:200]
    named = sum(bool(found and found.currency) for text in texts if (found := amount_of(text)))
    return named > len(texts) / 2


def factor_for(table: Table, column: Column, kind: str) -> Decimal:
    """What numbers of a money column are multiplied by, from its header or the titles above the table."""
    if kind not in NUMBERS or kind == "percent":
        return Decimal(1)
    return factor_of(column.header, " ".join(table.layout.titles) if kind == "money" else "")
