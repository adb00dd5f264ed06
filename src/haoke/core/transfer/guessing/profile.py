"""What the values of one column are like."""

# Thresholds of a judgement stand where they are weighed.
# ruff: noqa: PLR2004, PLR0911
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from haoke.core.fieldtypes import uscc
from haoke.core.transfer.guessing.dates import Evidence, Reading, evidence_of, moment_of
from haoke.core.transfer.guessing.entries import entries_of
from haoke.core.transfer.guessing.numbers import LONGEST as LONGEST_NUMBER
from haoke.core.transfer.guessing.numbers import amount_of
from haoke.core.transfer.guessing.people import LONGEST as LONGEST_PEOPLE
from haoke.core.transfer.guessing.people import people_of, phones_in
from haoke.core.transfer.reading.cells import Cell, Formula, text_of

_EMPTY = frozenset(
    {
        "",
        "null",
        "none",
        "nil",
        "n/a",
        "na",
        "#n/a",
        "nan",
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "空",
        "暂无",
        "未知",
        "待定",
        "未填",
        "?",
        "？",
    }
)
_LONGEST = max(map(len, _EMPTY))
_MAIL = re.compile(r"^[\w.+%-]+@[\w-]+(\.[\w-]+)+$")
_URL = re.compile(
    r"^(https?://|www\.)\S+$|^[\w-]+(\.[\w-]+)*\.(com|cn|net|org|io|de|fr|co\.uk|com\.cn)(/\S*)?$", re.IGNORECASE
)
_PHONE_ONLY = re.compile(r"^[+\d(（][\d\s().（）/\-+]{5,}(\s*(ext\.?|x|转|分机|#)\s*\d{1,6})?$", re.IGNORECASE)
#: A number with its country before it: amounts of that length are hardly written with a plus.
_ABROAD = re.compile(r"\+(?:\d[\s().\-/]{0,2}){9,15}")
#: Numbers of orders and ids, whose digits are nobody's telephone.
_CODE = re.compile(r"^[A-Za-z]{1,8}[-_/ ]?\d[\d-]*$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_PHONE_DIGITS = 7
_YES_NO = frozenset(
    {"yes", "no", "y", "n", "true", "false", "是", "否", "有", "对", "错", "√", "×", "0", "1", "t", "f"}
)
_LIMIT = 400
#: Digits of the number of a row.
_COUNT = 9
_DENSE_DATE = re.compile(r"^(19|20)\d{6}$")


def is_empty(cell: Cell) -> bool:
    """Blank, or one of the words files use for "nothing"."""
    if type(cell) is str:
        if len(cell) > _LONGEST and not cell[0].isspace() and not cell[-1].isspace():
            return False
        return cell.strip().casefold() in _EMPTY
    return cell is None or isinstance(cell, Formula) or (isinstance(cell, str) and cell.strip().casefold() in _EMPTY)


@dataclass
class Profile:
    """Shares (0..1) of kinds among the filled cells, and what is needed to judge and show a column."""

    rows: int = 0
    filled: int = 0
    distinct: int = 0
    shares: dict[str, float] = field(default_factory=dict)
    samples: list[str] = field(default_factory=list)
    longest: int = 0
    values: Counter[str] = field(default_factory=Counter)
    dates: Evidence = field(default_factory=Evidence)
    serial: bool = False  # 1, 2, 3 … : a row number, no identity

    @property
    def unique(self) -> bool:
        return self.filled > 0 and self.distinct == self.filled

    def share(self, *kinds: str) -> float:
        """Share of the filled cells that are of one of these kinds."""
        return sum(self.shares.get(kind, 0.0) for kind in kinds)


def profile_of(cells: Sequence[Cell]) -> Profile:
    """Profile of a column's cells, judged on up to 400 to 800 different values."""
    values: Counter[str] = Counter()
    typed: dict[str, str] = {}
    for cell, times in _counted(cells):
        if is_empty(cell):
            continue
        text = (cell if type(cell) is str else text_of(cell)).strip()
        values[text] = values.get(text, 0) + times
        if not isinstance(cell, str):
            typed[text] = _typed(cell)
    found = Profile(rows=len(cells), filled=sum(values.values()), distinct=len(values), values=values)
    judged = list(values)[:: max(1, len(values) // _LIMIT)]
    kinds: Counter[str] = Counter()
    for text in judged:
        kinds[typed.get(text) or kind_of(text)] += values[text]
    total = sum(kinds.values()) or 1
    found.shares = {kind: count / total for kind, count in kinds.items()}
    found.samples = list(values)[:3]
    found.longest = max(map(len, judged), default=0)
    if found.share("date") > 0.1:
        found.dates = evidence_of(values)
    found.serial = _is_serial(values, found)
    return found


def _counted(cells: Sequence[Cell]) -> Iterable[tuple[Cell, int]]:
    """Different cells with how often they come, in order; where kinds mix (True is 1 to Python) one by one."""
    alike = set(map(type, cells)) <= {str, type(None)}
    return Counter(cells).items() if alike else ((cell, 1) for cell in cells)


def _typed(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "boolean"
    return "date" if isinstance(cell, date) else "integer" if isinstance(cell, int) else "number"


_READING = Reading("mdy", 2026, date(2026, 1, 7))


def kind_of(text: str) -> str:
    """The most telling kind of one text."""
    if _MAIL.match(text):
        return "email"
    if _URL.match(text):
        return "url"
    if _DENSE_DATE.match(text):
        return "integer"
    if text.isascii() and text.isdigit():
        return "phone" if len(text) in (10, 11, 12, 13) and text[0] != "0" else "integer"
    if len(text) <= 40 and moment_of(text, _READING) is not None and not re.fullmatch(r"\d+\.\d+", text):
        return "date"
    short = len(text) <= LONGEST_NUMBER
    if short and _ABROAD.fullmatch(text):
        return "phone"
    if short and amount_of(text) is not None:
        return "number"
    if short and _PHONE_ONLY.match(text):
        return "phone"
    if text.casefold() in _YES_NO:
        return "boolean"
    return _compound(text)


def _compound(text: str) -> str:
    if len(text) >= 6:
        entries = entries_of(text)
        if entries and all(entry.when for entry in entries):
            return "notes"
        if (
            len(text) <= LONGEST_PEOPLE
            and not (_CODE.match(text) or uscc.fits(text))
            and any(_digits(phone) >= _PHONE_DIGITS for phone in phones_in(text))
            and people_of(text)
        ):
            return "people"
    return "long" if len(text) > 80 else "text"


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _is_serial(values: Counter[str], found: Profile) -> bool:
    if not found.unique or found.share("integer") < 1:
        return False
    numbers = [int(text) for text in values if len(text) <= _COUNT and text.isdigit()]
    return (
        len(numbers) == found.filled
        and numbers[:1] in ([0], [1])
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )
