"""What keeps the core's own tables small and the Log's partitions ahead of time."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now

from haoke.core.jobs import queue
from haoke.core.jobs.models import Job
from haoke.core.jobs.registry import job
from haoke.core.text import T

QUEUE_HOURS = 24 * 7
JOB_DAYS = 30


@job("core.tidy", T("Clear out finished work", "清理已完成的任务"), every="17 * * * *")
def tidy() -> dict[str, int]:
    """Drop old answers to keyed requests, finished jobs and queue rows; failed ones stay until somebody looks."""
    from haoke.core.records.idempotency import forget_old  # noqa: PLC0415 (records stands above jobs)

    queue.sweep_out(QUEUE_HOURS)
    gone, _ = Job.objects.filter(state=Job.State.DONE, finished_at__lt=Now() - timedelta(days=JOB_DAYS)).delete()
    return {"answers": forget_old(), "jobs": gone}


@job("core.sweep_files", T("Clear out files nobody uses", "清理无人使用的文件"), every="47 * * * *")
def sweep_files() -> dict[str, int]:
    """Drop uploads nobody attached within a day, and contents no file has any more; how many of each."""
    from haoke.core.records.files.storing import sweep  # noqa: PLC0415 (as above)

    return sweep()


@job("core.partitions", T("Make room for the log's coming months", "为操作日志预留空间"), every="7 3 * * *")
def make_partitions() -> int:
    """Have a month's home ready for the Log's entries at least three months ahead; how many were made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT log.make_partitions()")
        return int(cursor.fetchone()[0])


@job("core.common_words", T("Count how common words are", "统计常用词"), every="33 */3 * * *", atomic=True)
def count_words() -> int:
    """Count anew how common words are in search entries; how many are kept."""
    from haoke.core.search.commonness import count_anew  # noqa: PLC0415 (as above)

    with connection.cursor() as cursor:
        return count_anew(cursor)


@job("core.seal_log", T("Seal the log", "封存操作日志"), every="* * * * *")
def seal_log() -> int:
    """Seal the Log's entries that are complete; how many."""
    from haoke.core.log.sealing import seal_up  # noqa: PLC0415 (as above)

    return seal_up()
