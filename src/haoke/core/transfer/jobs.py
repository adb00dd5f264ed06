"""The jobs of imports and exports, for the worker to find."""

from haoke.core.transfer.exporting import export_job, sweep
from haoke.core.transfer.imports import check_job, run_job, undo_job
from haoke.core.transfer.staging import sweep as sweep_parts

__all__ = ["check_job", "export_job", "run_job", "sweep", "sweep_parts", "undo_job"]
