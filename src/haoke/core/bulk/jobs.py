"""The jobs of bulk changes, for the worker to find."""

from haoke.core.bulk.runs import run_job, sweep

__all__ = ["run_job", "sweep"]
