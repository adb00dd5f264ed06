"""Tables of the core: its own, which are not logged, and records of what people arrange."""

from haoke.core.backups.models import Backup
from haoke.core.bulk.models import BulkRefusal, BulkRun
from haoke.core.conditions.models import FieldRule
from haoke.core.custom.models import Blank, CustomField, CustomObject, Version
from haoke.core.indexing.models import FastField, IndexWork
from haoke.core.jobs.models import Job
from haoke.core.limits.models import ReadingLimit, ReadingUse, Unmasking
from haoke.core.log.models import LogCursor, Pin
from haoke.core.merging.models import Former
from haoke.core.modules.models import ModuleSwitch
from haoke.core.numbering.models import NumberPattern
from haoke.core.records.files.models import File, FileContent, FilePart, FileUse
from haoke.core.records.keys import IdempotencyKey
from haoke.core.search.models import CommonWord, SearchDoc
from haoke.core.transfer.models import Export, Import, ImportFile, ImportMemory, ImportPart, ImportRow, ImportSource
from haoke.core.views.models import Layout, View, ViewChoice
from haoke.core.worktime.models import Absence, WorkCalendar, WorkDay

__all__ = [
    "Absence",
    "Backup",
    "Blank",
    "BulkRefusal",
    "BulkRun",
    "CommonWord",
    "CustomField",
    "CustomObject",
    "Export",
    "FastField",
    "FieldRule",
    "File",
    "FileContent",
    "FilePart",
    "FileUse",
    "Former",
    "IdempotencyKey",
    "Import",
    "ImportFile",
    "ImportMemory",
    "ImportPart",
    "ImportRow",
    "ImportSource",
    "IndexWork",
    "Job",
    "Layout",
    "LogCursor",
    "ModuleSwitch",
    "NumberPattern",
    "Pin",
    "ReadingLimit",
    "ReadingUse",
    "SearchDoc",
    "Unmasking",
    "Version",
    "View",
    "ViewChoice",
    "WorkCalendar",
    "WorkDay",
]
