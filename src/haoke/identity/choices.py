"""The values choice fields of this app may take."""

from __future__ import annotations

from enum import StrEnum

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
