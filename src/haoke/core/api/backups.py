"""What administrators are told of backups."""

from __future__ import annotations

from typing import Any

from django.db import connection

from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.backups.models import Backup
from haoke.core.text import T, current_language, say

SHOWN = 20
OLD_HOURS = 36  # hours after which the last good backup is too old: one was missed

NEVER = T(
    "There is no backup yet. `haoke serve` makes one every night; `haoke backup` makes one now.",
    "尚无备份。`haoke serve` 每晚自动备份，也可运行 `haoke backup` 立即备份。",
)
OLD = T(
    "The last good backup is {hours} hours old: see why below, or run `haoke backup`.",
    "最近一次成功的备份已是 {hours} 小时前：原因见下方，也可运行 `haoke backup`。",
)


def read_backups(_call: Call) -> Answer:
    """The latest attempts, the last good one and, when it is too old, a warning."""
    found = list(Backup.objects.order_by("-finished_at")[:SHOWN])
    good = Backup.objects.filter(state=Backup.State.DONE).order_by("-finished_at").first()
    return Answer({
        "last": shown(good) if good else None,
        "warning": say(warning(good)),
        "items": [shown(each) for each in found],
    })  # fmt: skip


def warning(last: Backup | None) -> T | str:
    """What is wrong with the age of the last good backup, by the database's clock; empty when nothing is."""
    if last is None:
        return NEVER
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - %s)::bigint / 3600", [last.finished_at])
        hours = int(cursor.fetchone()[0])
    return OLD.fill(hours=hours) if hours > OLD_HOURS else ""


def shown(backup: Backup) -> dict[str, Any]:
    """One attempt."""
    return {
        "id": backup.id, "state": backup.state, "started_at": backup.started_at, "finished_at": backup.finished_at,
        "path": backup.path, "size": backup.size, "rows": backup.rows,
        "message": backup.message[current_language()] if backup.message else None,
    }  # fmt: skip


ROUTES = (Route("GET", "backups", read_backups, T("Backups made", "备份记录"), Access.ADMIN, tag="operations"),)
