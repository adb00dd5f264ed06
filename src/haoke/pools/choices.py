"""How somebody came to own a record."""

from __future__ import annotations

from haoke.core.fieldtypes.base import Choice
from haoke.core.spec import News
from haoke.core.text import T

#: The database gives these codes (migrations); `begun`: it was so when recording began.
OBTAINED = (
    Choice("created", T("Created", "新建"), "blue"),
    Choice("imported", T("Imported", "导入"), "gray"),
    Choice("assigned", T("Assigned", "分配"), "purple"),
    Choice("by_rule", T("Assigned by a rule", "规则分配"), "purple"),
    Choice("transferred", T("Transferred", "转移"), "geekblue"),
    Choice("claimed", T("Claimed", "领取"), "green"),
    Choice("returned", T("Returned to the pool", "退回公海"), "orange"),
    Choice("recycled", T("Went back to the pool", "自动回收"), "red"),
    Choice("handed_over", T("Handed over", "移交"), "cyan"),
    Choice("undone", T("Undone", "撤销操作"), "gold"),
    Choice("begun", T("Before this was recorded", "启用记录之前"), "gray"),
)

#: What nobody may go without for long.
RECYCLING = (
    Choice("no_follow_up", T("No follow-up", "无新跟进"), "orange"),
    Choice("no_opportunity", T("No new opportunity", "无新商机"), "gold"),
    Choice("not_won", T("Not won", "未成交"), "red"),
)
QUOTAS = (
    Choice("owned", T("Records owned", "拥有数"), "blue"),
    Choice("locked", T("Records locked", "锁定数"), "purple"),
)
#: What people are told of a record, and of a pool.
RECORD_NEWS = {
    "pool_warning": News(
        T("It goes back to the public pool soon unless it is followed up", "即将退回公海，请及时跟进"),
        T("You are its owner", "您是负责人"),
    ),
}
POOL_NEWS = {
    "recycled": News(
        T("Records of yours went back to this public pool", "您负责的记录已退回此公海"),
        T("You were their owner", "您曾是负责人"),
    ),
}
