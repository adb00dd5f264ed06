"""How somebody came to own a record."""

from __future__ import annotations

from haoke.core.fieldtypes.base import Choice
from haoke.core.text import T

#: The database gives these codes (migrations); `begun`: it was so when recording began.
OBTAINED = (
    Choice("created", T("Created", "新建"), "blue"),
    Choice("imported", T("Imported", "导入"), "gray"),
    Choice("assigned", T("Assigned", "分配"), "purple"),
    Choice("transferred", T("Transferred", "转移"), "geekblue"),
    Choice("claimed", T("Claimed", "领取"), "green"),
    Choice("returned", T("Returned to the pool", "退回公海"), "orange"),
    Choice("recycled", T("Went back to the pool", "自动回收"), "red"),
    Choice("handed_over", T("Handed over", "移交"), "cyan"),
    Choice("undone", T("Undone", "撤销操作"), "gold"),
    Choice("begun", T("Before this was recorded", "启用记录之前"), "gray"),
)
