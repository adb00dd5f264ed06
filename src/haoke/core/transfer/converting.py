"""Cells of one column to values of one field, each different cell worked out once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from haoke.core import clock
from haoke.core.errors import BadValue
from haoke.core.fieldtypes.base import Hints
from haoke.core.text import T
from haoke.core.transfer.given import Trouble
from haoke.core.transfer.guessing.dates import Reading, lacks, moment_of, serial
from haoke.core.transfer.guessing.numbers import amount_of
from haoke.core.transfer.guessing.profile import is_empty
from haoke.core.transfer.reading.cells import Cell, text_of

if TYPE_CHECKING:
    from haoke.core.fields import FieldDef

NO_DATE = T("“{value}” is no date", "“{value}”不是日期")
NO_YEAR = T("“{value}” has no year: say which one", "“{value}”缺少年份，请说明是哪一年")
NO_BASE = T("“{value}” needs a day to count from", "“{value}”是相对日期，需要说明从哪天算起")
NO_NUMBER = T("“{value}” is no number", "“{value}”不是数字")
NO_CHOICE = T("“{value}” is none of the choices", "“{value}”不在可选值中")
TOO_FAR = T("“{value}” is too large to be kept", "“{value}”超出可保存的范围")
SHORTENED = T(
    "“{value}” has been shortened by a spreadsheet and digits are lost; format the column as text and save again",
    "“{value}”被表格程序缩写，部分数字已丢失；请将该列设为文本格式后重新保存",
)
_SHORTENED = re.compile(r"\d(?:\.(?P<rest>\d+))?[eE]\+?(?P<power>\d{1,2})")
_CENT = Decimal("0.01")


class Converter:
    """Call with a cell: gives (value, None), or (None, Trouble)."""

    def __init__(
        self,
        item: FieldDef,
        hints: Hints,
        dates: Reading,
        *,
        factor: Decimal = Decimal(1),
        choices: Mapping[str, str | None] | None = None,
    ) -> None:
        self.item, self.hints, self.dates, self.factor = item, hints, dates, factor
        self.choices = choices or {}
        self.known: dict[Any, tuple[Any, Trouble | None]] = {}
        self._work = self._worker(item.type.kind)

    def _worker(self, kind: str) -> Callable[[Cell, str], Any]:
        workers: dict[str, Callable[[Cell, str], Any]] = {
            "money": self._money,
            "date": self._date,
            "datetime": self._datetime,
            "choice": self._choice,
            "text": self._text,
            "longtext": self._text,
            **dict.fromkeys(("integer", "decimal", "percent", "rating"), self._number),
        }
        return workers.get(kind, self._typed)

    def __call__(self, cell: Cell) -> tuple[Any, Trouble | None]:
        key = cell if type(cell) is str else (type(cell), cell)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._convert(cell)
        return found

    def _convert(self, cell: Cell) -> tuple[Any, Trouble | None]:
        if is_empty(cell):
            return None, None
        text = text_of(cell).strip()
        try:
            return self._work(cell, text), None
        except BadValue as bad:
            return None, Trouble(self.item.name, bad.code, bad.message, text[:200])
        except ArithmeticError:
            return None, Trouble(self.item.name, "out_of_range", TOO_FAR.fill(value=text[:40]), text[:200])

    def _money(self, cell: Cell, text: str) -> Any:
        found = amount_of(text, self.hints.decimal_mark if isinstance(cell, str) else ".")
        if found is None or found.percent:
            raise BadValue("not_number", NO_NUMBER.fill(value=text[:40]))
        amount = (found.number * (1 if _says_factor(text) else self.factor)).quantize(_CENT, ROUND_HALF_UP)
        return self.item.type.clean({"amount": format(amount, "f"), "currency": found.currency or self.hints.currency})

    def _number(self, cell: Cell, text: str) -> Any:
        found = amount_of(text, self.hints.decimal_mark if isinstance(cell, str) else ".")
        if found is None:
            raise BadValue("not_number", NO_NUMBER.fill(value=text[:40]))
        whole = self.item.type.kind == "integer" and found.number == found.number.to_integral_value()
        return self.item.type.clean(int(found.number) if whole else format(found.number, "f"))

    def _date(self, cell: Cell, text: str) -> Any:
        moment = self._moment(cell, text)
        return moment.date() if isinstance(moment, datetime) else moment

    def _datetime(self, cell: Cell, text: str) -> Any:
        return as_datetime(self._moment(cell, text))

    def _moment(self, cell: Cell, text: str) -> date | datetime:
        return moment_in(cell, text, self.dates)

    def _choice(self, _cell: Cell, text: str) -> Any:
        value = self.choices.get(text)
        if value is None:
            raise BadValue("not_a_choice", NO_CHOICE.fill(value=text[:40]))
        return value or None

    def _typed(self, _cell: Cell, text: str) -> Any:
        return self.item.type.parse(written_out(text) if self.item.type.kind == "phone" else text, self.hints)

    def _text(self, _cell: Cell, text: str) -> Any:
        return self.item.type.clean(text)


def moment_in(cell: Cell, text: str, dates: Reading) -> date | datetime:
    """The day or moment a cell says; raises BadValue."""
    if isinstance(cell, date):
        return cell
    found = serial(float(cell)) if isinstance(cell, int | float) and not isinstance(cell, bool) else None
    found = found or moment_of(text, dates)
    if found is None:
        missing = lacks(text)
        message = NO_YEAR if missing == "year" else NO_BASE if missing == "base" else NO_DATE
        raise BadValue(f"no_{missing}" if missing else "not_date", message.fill(value=text[:40]))
    return found


def written_out(text: str) -> str:
    """A number a spreadsheet has shortened ("1.3805710014E+10") in full; raises BadValue when digits are lost."""
    found = _SHORTENED.fullmatch(text)
    if found is None:
        return text
    if len(found["rest"] or "") < int(found["power"]):
        raise BadValue("shortened", SHORTENED.fill(value=text[:40]))
    return format(Decimal(text), "f").partition(".")[0]


def as_datetime(moment: date | datetime) -> datetime:
    """A moment in UTC; one without a zone is the company's own time, a bare day its noon."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12))
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=clock.timezone())
    return zoned.astimezone(UTC)


def _says_factor(text: str) -> bool:
    return any(mark in text for mark in "万亿千萬億") or text[-1:].casefold() in ("k", "m")
