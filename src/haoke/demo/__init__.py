"""A made-up company with two years of history, for looking around; gone again as a whole."""

from haoke.demo.loading import NAME, Loaded, load, present, refuse_mixing
from haoke.demo.removing import mind_the_actor, remove

__all__ = ["NAME", "Loaded", "load", "mind_the_actor", "present", "refuse_mixing", "remove"]
