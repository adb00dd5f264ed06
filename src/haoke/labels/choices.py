"""Colours of tags, and where they come from."""

from __future__ import annotations

from typing import Final

from haoke.core.fieldtypes.base import Choice
from haoke.core.text import T

COLORS = tuple(
    Choice(name, T(name.capitalize(), zh), name)
    for name, zh in {
        "gray": "灰", "blue": "蓝", "cyan": "青", "geekblue": "靛", "purple": "紫", "magenta": "品红",
        "gold": "金", "orange": "橙", "green": "绿", "red": "红",
    }.items()
)  # fmt: skip
#: How somebody or something came to say it.
SOURCES: Final = {
    "hand": T("By hand", "手工"),
    "rule": T("By rule", "规则"),
    "model": T("By model", "模型"),
    "imported": T("Imported", "导入"),
    "merged": T("From a merged record", "合并"),
    "undone": T("Back by undo", "撤销恢复"),
    "begun": T("There before", "原有"),
}
