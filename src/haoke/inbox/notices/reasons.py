"""Why something is told to somebody, and what is said of it."""

from __future__ import annotations

from typing import Final

from haoke.core.text import T

MENTION, ASSIGNED, COMMENT, RULE, FOLLOW, DUE = "mention", "assigned", "comment", "rule", "follow", "due"
AUTOMATION, NEWS, VIEW, OVERDUE = "automation", "news", "view", "overdue"
#: Of several reasons to tell somebody of one thing the first is given.
REASONS: Final = (MENTION, ASSIGNED, NEWS, COMMENT, AUTOMATION, RULE, FOLLOW, VIEW, OVERDUE, DUE)

WHY: Final = {
    MENTION: T("You were mentioned", "有人提到了您"),
    ASSIGNED: T("It was handed to you", "已分配给您"),
    COMMENT: T("You are in charge of it", "您是负责人"),
    RULE: T("Rule: {rule}", "通知规则：{rule}"),
    AUTOMATION: T("Automation: {rule}", "自动化：{rule}"),
    FOLLOW: T("You follow it", "您关注了它"),
    VIEW: T("You follow the view “{rule}”", "您关注了视图“{rule}”"),
    OVERDUE: T("Somebody who reports to you is in charge of it", "由您的下属负责"),
    DUE: T("It is yours and due", "您负责，到期提醒"),
}
RULE_GONE: Final = T("A rule of your company", "公司通知规则")

#: What happened, when it happened to one record.
SAID: Final = {
    "create": T("{who} created it", "{who}新建了该记录"),
    "update": T("{who} changed {fields}", "{who}修改了{fields}"),
    "assign": T("{who} handed it to you", "{who}将其分配给您"),
    "comment": T("{who} commented", "{who}发表了评论"),
    "mention": T("{who} mentioned you", "{who}提到了您"),
    "link": T("{who} added an entry", "{who}添加了跟进"),
    "due": T("Due {due}", "{due} 到期"),
    "overdue": T("It was to be solved by {due} and is not", "应于 {due} 前解决，现已逾期"),
    "automation": T("{note}", "{note}"),
    "enter": T("It is now in “{note}”", "进入了视图“{note}”"),
}
#: The same of several records at once.
SAID_OF_MANY: Final = {
    "create": T("{who} created {n} {objects}", "{who}新建了 {n} 条{objects}"),
    "update": T("{who} changed {n} {objects}", "{who}修改了 {n} 条{objects}"),
    "assign": T("{who} handed you {n} {objects}", "{who}将 {n} 条{objects}分配给您"),
    "comment": T("{who} commented on {n} {objects}", "{who}评论了 {n} 条{objects}"),
    "mention": T("{who} mentioned you in {n} {objects}", "{who}在 {n} 条{objects}中提到了您"),
    "link": T("{who} added entries to {n} {objects}", "{who}为 {n} 条{objects}添加了跟进"),
    "due": T("{n} {objects} are due", "{n} 条{objects}即将到期"),
    "overdue": T("{n} {objects} were to be solved and are not", "{n} 条{objects}逾期未解决"),
    "automation": T("{n} {objects}: {note}", "{n} 条{objects}：{note}"),
    "enter": T("{n} {objects} are now in “{note}”", "{n} 条{objects}进入了视图“{note}”"),
}
AND_OTHERS: Final = T("{who} and {n} others", "{who}等 {n} 人")
SOMEBODY: Final = T("Somebody", "有人")

#: The reasons as a person switches them on and off.
KINDS: Final = {
    MENTION: T("Somebody mentions me", "有人提到我"),
    ASSIGNED: T("Something is handed to me", "有记录分配给我"),
    NEWS: T("An approval waits for me or mine is decided", "审批等待我处理，或我的申请有结果"),
    COMMENT: T("A comment on what I am in charge of", "我负责的记录有新评论"),
    RULE: T("A rule of the company", "公司通知规则"),
    AUTOMATION: T("An automation tells me", "自动化规则通知我"),
    FOLLOW: T("Something I follow changes", "我关注的记录有变化"),
    VIEW: T("A record enters a view I follow", "有记录进入我关注的视图"),
    OVERDUE: T("A complaint of my people is overdue", "下属的投诉逾期未解决"),
    DUE: T("Something of mine is due", "我的任务即将到期"),
}
