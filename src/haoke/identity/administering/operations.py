"""What administrators see to: work that failed, who did what, and how the system is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from haoke import __version__
from haoke.core import jobs
from haoke.core.access.actor import Verb
from haoke.core.api.backups import warning
from haoke.core.backups.models import Backup
from haoke.core.records import changes
from haoke.core.text import T, current_language, say
from haoke.identity.administering.subjects import called, subjects
from haoke.identity.models import User

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.jobs.models import Job

LATE_SECONDS = 300  # work that waits longer than this has nobody to do it
FULL = 0.9  # share of the connections in use from which on people may be turned away

WAITING = T(
    "The oldest work has waited for {minutes} minutes: is the worker running?",
    "最早的任务已等待 {minutes} 分钟：后台任务进程是否在运行？",
)
DEAD = T("Work that failed: {count}; see below", "有 {count} 项任务失败，见下方列表")
CONNECTIONS = T("{used} of {most} database connections are in use", "数据库连接已使用 {used}/{most}")

_COUNTS = """
SELECT kind, count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'running'),
  count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'failed'), max(finished_at)
FROM core_job WHERE created_at > now() - interval '7 days' OR state <> 'done' GROUP BY kind ORDER BY kind
"""
_HEALTH = """
SELECT current_setting('server_version'), pg_database_size(current_database()),
  (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
  current_setting('max_connections')::int,
  (SELECT extract(epoch FROM now() - min(created_at))::bigint FROM core_job
    WHERE state = 'queued' AND created_at < now() - make_interval(secs => %s) AND started_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs p WHERE p.id = queue_id AND p.scheduled_at > now())),
  (SELECT count(*) FROM core_job WHERE state = 'failed')
"""


def work(actor: Actor) -> dict[str, Any]:
    """Work of the last week by kind, and all that failed, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        names = ("kind", "queued", "running", "done", "failed", "last")
        kinds = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    failed = jobs.dead_letters()
    people = dict(User.objects.filter(pk__in={job.actor for job in failed if job.actor}).values_list("id", "name"))
    about = subjects(actor, failed)
    return {
        "kinds": [{**each, "label": called(each["kind"])} for each in kinds],
        "failed": [_shown(job, people, about.get(job.id)) for job in failed],
    }


def _shown(job: Job, people: dict[UUID, str], about: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "id": str(job.id),
        "kind": job.kind,
        "label": called(job.kind),
        "about": about,
        "person": {"id": str(job.actor), "title": people.get(job.actor)} if job.actor else None,
        "attempt": job.attempt,
        "message": job.message[current_language()] if job.message else "",
        "at": (job.message or {}).get("at"),
        "created_at": job.created_at,
        "finished_at": job.finished_at,
    }


def retry(actor: Actor, job: UUID) -> None:
    """Start a failed piece of work again; raises Missing."""
    with changes(actor, "retry_job") as tx:
        tx.get("user", actor.id, Verb.READ)
        tx.note("user", actor.id, "job_retried", {"job": str(job), "kind": jobs.kind(job)})
        jobs.replay(job)


def discard(actor: Actor, job: UUID, reason: str) -> None:
    """Give a failed piece of work up for good; why stays in the Log. Raises Missing."""
    with changes(actor, "discard_job", reason) as tx:
        tx.get("user", actor.id, Verb.READ)
        found = jobs.discard(job)
        tx.note("user", actor.id, "job_discarded", {"job": str(job), "kind": found.kind, "arguments": found.arguments})


def health() -> dict[str, Any]:
    """Figures of the running system, and what is wrong with it, in sentences."""
    with connection.cursor() as cursor:
        cursor.execute(_HEALTH, [LATE_SECONDS])
        server, size, used, most, waited, failed = cursor.fetchone()
    last = Backup.objects.filter(state=Backup.State.DONE).order_by("-finished_at").first()
    wrong = [
        warning(last),
        WAITING.fill(minutes=waited // 60) if waited else "",
        DEAD.fill(count=failed) if failed else "",
        CONNECTIONS.fill(used=used, most=most) if used >= FULL * most else "",
    ]
    return {
        "version": __version__,
        "database": server,
        "size": size,
        "connections": {"used": used, "most": most},
        "backup": last.finished_at if last else None,
        "wrong": [say(text) for text in wrong if text],
    }
