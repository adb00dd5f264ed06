"""System tables of the core; they are no records and are not logged."""

from haoke.core.jobs.models import Job
from haoke.core.log.models import LogCursor
from haoke.core.records.files.models import File, FileContent, FilePart, FileUse
from haoke.core.records.keys import IdempotencyKey
from haoke.core.search.models import SearchDoc
from haoke.core.transfer.models import Export, Import, ImportFile, ImportMemory, ImportRow, ImportSource

__all__ = [
    "Export",
    "File",
    "FileContent",
    "FilePart",
    "FileUse",
    "IdempotencyKey",
    "Import",
    "ImportFile",
    "ImportMemory",
    "ImportRow",
    "ImportSource",
    "Job",
    "LogCursor",
    "SearchDoc",
]
