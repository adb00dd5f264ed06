"""The values choice fields of this app may take."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from haoke.core.fieldtypes.base import Choice
from haoke.core.text import T


class State(StrEnum):
    """How far a person has come: only ACTIVE may sign in."""

    LISTED = "listed"
    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


STATES = (
    Choice(State.LISTED, T("Not invited", "未邀请"), "gray"),
    Choice(State.INVITED, T("Invited", "已邀请"), "blue"),
    Choice(State.ACTIVE, T("Active", "使用中"), "green"),
    Choice(State.DISABLED, T("Disabled", "已停用"), "red"),
)

LANGUAGES = (Choice("zh", T("Chinese", "简体中文")), Choice("en", T("English", "English")))

THEMES = (
    Choice("system", T("As the device", "跟随系统")),
    Choice("light", T("Light", "浅色")),
    Choice("dark", T("Dark", "深色")),
)


class Level(StrEnum):
    """What a share gives."""

    READ = "read"
    WRITE = "write"


LEVELS = (Choice(Level.READ, T("May read", "可查看")), Choice(Level.WRITE, T("May change", "可编辑"), "orange"))


class Second(StrEnum):
    """Where a session stands with the second step of signing in: there is none, it is still due, it was done."""

    NONE = "none"
    DUE = "due"
    DONE = "done"


NEVER: Final = "never"
#: A night of the week on which something is done by itself, or none.
WEEKDAYS = (
    Choice(NEVER, T("Not by itself", "不自动检查")),
    Choice("monday", T("Mondays", "每周一")),
    Choice("tuesday", T("Tuesdays", "每周二")),
    Choice("wednesday", T("Wednesdays", "每周三")),
    Choice("thursday", T("Thursdays", "每周四")),
    Choice("friday", T("Fridays", "每周五")),
    Choice("saturday", T("Saturdays", "每周六")),
    Choice("sunday", T("Sundays", "每周日")),
)
