"""Tables and decisions to drafts of records; writes nothing."""

from haoke.core.transfer.planning.plan import Plan, plan

__all__ = ["Plan", "plan"]
