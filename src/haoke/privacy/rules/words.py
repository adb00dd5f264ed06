"""What a cell of a list says to being reached: yes, no, no longer, or the day of a yes."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from haoke.core.errors import BadValue
from haoke.core.text import T, say
from haoke.core.transfer.converting import as_datetime, moment_in
from haoke.core.transfer.reading.cells import Cell, text_of
from haoke.privacy.choices import GIVEN, REFUSED, STATES, WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.transfer.guessing.dates import Reading

    #: What was said, and when where the cell says that, too; None: nothing.
    Word = tuple[str, datetime | None] | None

NO_WORD: Final = T(
    "“{value}” says neither yes nor no: write yes, no, unsubscribed, or the day of the consent",
    "“{value}”既不是同意也不是拒绝，请填写“是”“否”“退订”或同意日期",
)
_LISTED: Final[Mapping[str, tuple[str, ...]]] = {
    GIVEN: (
        "yes", "y", "true", "t", "1", "x", "ok", "opt in", "opt-in", "opted in", "opted-in", "subscribed",
        "subscribe", "agree", "agreed", "accept", "accepted", "allowed", "granted", "consent", "consented",
        "√", "✓", "✔", "是", "同意", "有", "对", "可以", "允许", "接受", "愿意", "订阅", "已订阅", "已授权", "授权",
    ),
    REFUSED: (
        "no", "n", "false", "f", "0", "decline", "declined", "disagree", "denied", "not agreed", "×", "✗", "✘", "否",
        "拒绝", "不同意", "不", "不可以", "不允许", "不接受", "不愿意", "错",
    ),
    WITHDRAWN: (
        "opt out", "opt-out", "opted out", "opted-out", "unsubscribed", "unsubscribe", "revoked", "退订", "撤回",
        "已退订", "取消", "取消订阅", "已取消",
    ),
}  # fmt: skip
_WORDS: Final = {word: state for state, words in _LISTED.items() for word in words} | {
    say(each.label, language).casefold(): each.value for each in STATES for language in ("en", "zh")
}
#: What lists, ours among them, write of somebody who was not asked, or whose word is over.
_NOTHING: Final = frozenset({
    "not asked", "unknown", "expired", "pending", "no answer", "未询问", "未征询", "已过期", "待确认",
})  # fmt: skip
_BETWEEN: Final = " ,，;；:：@/|(（)）"
_LONGEST: Final = 100


def word_of(cell: Cell, dates: Reading) -> Word:
    """What a filled cell says; raises BadValue."""
    text = text_of(cell).strip()
    low = " ".join(text.casefold().strip(" .。!！").split()) if len(text) <= _LONGEST else ""
    if low in _NOTHING:
        return None
    if low in _WORDS and not isinstance(cell, date):
        return _WORDS[low], None
    state, rest = _begun(low) if isinstance(cell, str) else (GIVEN, "")
    try:
        return state, as_datetime(moment_in(rest or cell, rest or text, dates))
    except (BadValue, ArithmeticError):
        raise BadValue("no_word", NO_WORD.fill(value=text[:40])) from None


def _begun(text: str) -> tuple[str, str]:
    """A word with a day behind it: (what it says, the day); what begins with none is taken for a day itself."""
    for word in sorted(_WORDS, key=len, reverse=True):
        rest = text.removeprefix(word)
        if rest != text and (rest[:1] in _BETWEEN or not word.isascii()):
            return _WORDS[word], rest.strip(_BETWEEN)
    return GIVEN, ""
