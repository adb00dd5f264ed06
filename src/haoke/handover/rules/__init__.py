"""How a distribution is asked for, and who gets what by it."""

from haoke.handover.rules.distribution import Distribution, Rule, Share, assigned, grouped

__all__ = ["Distribution", "Rule", "Share", "assigned", "grouped"]
