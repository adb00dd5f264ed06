"""Work done later. The only importer of the queue."""

from haoke.core.jobs.running import Fenced, fence

__all__ = ["Fenced", "fence"]
