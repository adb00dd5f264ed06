"""The jobs of merging, for the worker to find."""

from haoke.core.merging.sweeping import stragglers

__all__ = ["stragglers"]
