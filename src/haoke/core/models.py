"""System tables of the core; they are no records and are not logged."""

from haoke.core.jobs.models import Job
from haoke.core.log.models import LogCursor
from haoke.core.records.keys import IdempotencyKey
from haoke.core.search.models import SearchDoc

__all__ = ["IdempotencyKey", "Job", "LogCursor", "SearchDoc"]
