"""How an assignment rule chooses among people, and by which ways in it is asked."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from haoke.core.fieldtypes.base import Choice
from haoke.core.text import T


class By(StrEnum):
    TURNS = "turns"
    LOAD = "load"
    CHANCE = "chance"


class Outcome(StrEnum):
    """What became of a record a rule speaks of; `STAYS`: nobody was free, it keeps the owner it would have had."""

    GIVEN = "given"
    FALLBACK = "fallback"
    POOL = "pool"
    STAYS = "stays"


WAYS: Final = (
    Choice("form", T("Form", "表单"), "blue"),
    Choice("import", T("Import", "导入"), "cyan"),
    Choice("api", T("API", "API"), "purple"),
    Choice("inbound", T("Messages from outside", "外部消息"), "orange"),
    Choice("automation", T("Automation", "自动化"), "green"),
)
BY: Final = (
    Choice(By.TURNS.value, T("In turn", "轮流分配"), "blue"),
    Choice(By.LOAD.value, T("To whoever has least", "优先分给最少者"), "green"),
    Choice(By.CHANCE.value, T("At random", "随机分配"), "gray"),
)
